import { parse } from "yaml";
import { alternativesOf, enumOf, type SchemaNode } from "../format/schema-walk.ts";
import { countryOf } from "../meaning/countries.ts";
import { certainDate } from "../meaning/dates.ts";
import { periodOf } from "../meaning/periods.ts";

/** A text of which the same letters and digits are left: `legal_entity` and `legalEntity` differ in nothing else. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * What can only be meant by a value that the format does not take, as YAML on one line; undefined where it is not
 * certain: nothing fits, or more than one thing.
 *
 * @param written The value as it stands in the file.
 * @param schemas What the format takes there.
 */
export function meantBy(value: unknown, written: string, schemas: readonly SchemaNode[]): string | undefined {
  const fitting = candidatesFor(value, written, schemas).filter((text) => isTaken(parse(text), schemas));
  const [only, ...others] = new Set(fitting);
  return others.length === 0 ? only : undefined;
}

/** A language tag that is certain: `en_US` is how POSIX writes en-US. */
export function tagMeantBy(text: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(?:_[A-Za-z0-9]{2,8})+$/.test(text)) return undefined;
  try {
    return Intl.getCanonicalLocales(text.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}

function candidatesFor(value: unknown, written: string, schemas: readonly SchemaNode[]): string[] {
  if (typeof value === "number" || typeof value === "boolean") return [JSON.stringify(written)];
  if (typeof value !== "string") return [];
  const text = value.trim();
  const meant = [
    codeOf(text),
    dateOf(text),
    periodOf(text),
    tagMeantBy(text),
    switchOf(text),
    /^\d{1,4}$/.test(text) ? text : undefined,
    /^https?:\/\/[^?#]*[^/?#]$/.test(text) ? `${text}/` : undefined,
    ...schemas
      .flatMap(alternativesOf)
      .flatMap(enumOf)
      .filter((one) => plain(one) === plain(text))
      .map(scalar),
    // A comma may part what a list has as entries.
    /[,;\n]/.test(text) || text === "" ? undefined : `[${scalar(text)}]`,
  ];
  return meant.filter((one) => one !== undefined);
}

/** A scalar that stands in a list on one line, too. */
const scalar = (text: string): string =>
  /^\p{L}[\p{L}\p{N} ./-]*$/u.test(text) && typeof parse(text) === "string" ? text : JSON.stringify(text);

const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

function codeOf(text: string): string | undefined {
  const code = text.toUpperCase();
  if (/^[a-z]{2}$/.test(text) && regions.of(code) !== undefined) return countryOf(code) ?? code;
  return countryOf(text);
}

function dateOf(text: string): string | undefined {
  const [, year, month = "", day = ""] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(text) ?? [];
  const date = certainDate(year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text);
  return date !== undefined && /^\d{4}$/.test(date) ? `"${date}"` : date;
}

const switchOf = (text: string): string | undefined =>
  /^(?:true|yes|on)$/i.test(text) ? "true" : /^(?:false|no|off)$/i.test(text) ? "false" : undefined;

type Parsing = { safeParse(value: unknown, context: object): { success: boolean } };

const isTaken = (value: unknown, schemas: readonly SchemaNode[]): boolean =>
  schemas.some((schema) => (schema as unknown as Parsing).safeParse(value, { jitless: true }).success);
