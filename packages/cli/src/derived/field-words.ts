import { type Change, type FuzzyDate, resolveText, type Subprocessor, type Text } from "@trust-center/feed";
import { cellsOf, locationText } from "./cells.ts";
import { dateText } from "./csv.ts";

/** A member that differs, in words. */
export interface FieldWords {
  /** `transfer mechanisms` */
  field: string;
  /** Empty where there was, or is, nothing. */
  before: string;
  after: string;
}

/** What a change did to each member. */
export function fieldWords(change: Pick<Change, "fields">, languages: readonly string[]): FieldWords[] {
  return (change.fields ?? []).map(({ field, before, after }) => ({
    field: field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    before: valueText(field, before, languages),
    after: valueText(field, after, languages),
  }));
}

const columns: Partial<Record<string, keyof ReturnType<typeof cellsOf>>> = {
  locations: "locations",
  dataCategories: "data",
  transferMechanisms: "transfers",
  purposes: "purposes",
};

const dates = new Set(["since", "announced", "effective", "until", "updated"]);

function valueText(field: string, value: unknown, languages: readonly string[]): string {
  if (value === undefined || value === null) return "";
  const column = columns[field];
  if (column) return cellsOf({ id: "", name: "", [field]: value } as Subprocessor, languages)[column].join("; ");
  if (field === "corporateLocation") return locationText(value as Subprocessor["corporateLocation"] & {}, languages);
  if (dates.has(field)) return dateText(value as FuzzyDate, languages);
  return anyText(value, languages);
}

/** Any value: texts as they read, lists parted by semicolons, members with their names. */
function anyText(value: unknown, languages: readonly string[]): string {
  if (value === null || typeof value !== "object") return String(value ?? "");
  if (Array.isArray(value)) return value.map((item) => anyText(item, languages)).join("; ");
  if (isLocalised(value)) return resolveText(value, languages).value;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => (name === "text" ? anyText(member, languages) : `${name}: ${anyText(member, languages)}`))
    .join(", ");
}

const isLocalised = (value: object): value is Exclude<Text, string> =>
  Object.entries(value).every(
    ([name, text]) => /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/.test(name) && typeof text === "string",
  );
