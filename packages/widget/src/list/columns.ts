import type { Column, FuzzyDate, Group, Subprocessor } from "@trust-center/feed";
import { plain, type View } from "../element/view.ts";
import { fact, locationText, mechanismText, serviceName } from "./facts.ts";

/** A column of a table: its heading, and its text for an entry. */
export interface ShownColumn {
  readonly field: string;
  readonly label: string;
  text(entry: Subprocessor): string;
}

type TextOf = (view: View, entry: Subprocessor, group: Group | undefined) => string;

/** Columns that the widget knows. To add one: a line here, and its heading in the locales. */
const known = {
  name: (view, entry) => plain(view, entry.name),
  purposes: (view, entry, group) =>
    (fact(entry, group, "purposes") ?? []).map((purpose) => plain(view, purpose)).join("; ") ||
    plain(view, entry.description),
  locations: (view, entry, group) =>
    (fact(entry, group, "locations") ?? []).map((location) => locationText(view, location)).join("; "),
  transferMechanisms: (view, entry, group) =>
    (fact(entry, group, "transferMechanisms") ?? []).map((mechanism) => mechanismText(view, mechanism)).join(", "),
  since: (view, entry) => dateText(view, entry.since),
} satisfies Record<string, TextOf>;

type KnownField = keyof typeof known;

const isKnown = (field: string): field is KnownField => Object.hasOwn(known, field);

/** Fields that a group may ask for beside the known ones. */
const others: Record<string, TextOf> = {
  category: (view, entry) => plain(view, entry.category),
  description: (view, entry) => plain(view, entry.description),
  address: (view, entry) => plain(view, entry.address),
  legalEntity: (view, entry) => plain(view, entry.legalEntity?.name),
  corporateLocation: (view, { corporateLocation }) => (corporateLocation ? locationText(view, corporateLocation) : ""),
  services: (view, entry, group) =>
    (fact(entry, group, "services") ?? []).map((id) => serviceName(view, id)).join(", "),
  dataCategories: (view, entry, group) =>
    (fact(entry, group, "dataCategories") ?? [])
      .flatMap(({ items }) => items)
      .map((item) => plain(view, typeof item === "object" && "text" in item ? (item.text as string) : (item as string)))
      .join("; "),
  dataSubjects: (view, entry, group) =>
    (fact(entry, group, "dataSubjects") ?? []).map((subject) => plain(view, subject)).join("; "),
  retention: (view, entry, group) => plain(view, fact(entry, group, "retention")),
};

/** A date as the publisher gave it: an ISO date, or words. */
export const dateText = (view: View, date: FuzzyDate | undefined): string =>
  typeof date === "object" ? plain(view, date.text) : (date ?? "");

/** The columns of a group: its own, or the usual ones that at least one entry fills. */
export function columnsOf(view: View, group: Group | undefined, entries: readonly Subprocessor[]): ShownColumn[] {
  if (group?.columns) return group.columns.map((column) => ownColumn(view, group, column));
  return (Object.keys(known) as KnownField[])
    .map((field) => ({
      field,
      label: view.t(field),
      text: (entry: Subprocessor) => known[field](view, entry, group),
    }))
    .filter(({ field, text }) => field === "name" || entries.slice(0, 200).some((entry) => text(entry) !== ""));
}

function ownColumn(view: View, group: Group, { field, label }: Column): ShownColumn {
  const heading = plain(view, label) || (isKnown(field) ? view.t(field) : field.replace(/^details:/, ""));
  return { field, label: heading, text: (entry) => ownText(view, group, field, entry) };
}

function ownText(view: View, group: Group, field: string, entry: Subprocessor): string {
  if (isKnown(field)) return known[field](view, entry, group);
  if (!field.startsWith("details:")) return others[field]?.(view, entry, group) ?? "";
  const wanted = field.slice("details:".length);
  const found = entry.details?.find(({ label }) => label === wanted || Object.values(label).includes(wanted));
  return plain(view, found?.value);
}
