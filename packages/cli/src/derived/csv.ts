import { type FuzzyDate, resolveText, type Subprocessor } from "@trust-center/feed";
import { withGroupFacts } from "../authoring/facts.ts";
import { cellsOf, locationText } from "./cells.ts";
import { type DerivedSource, languagesOf } from "./source.ts";

/** The list as a table (RFC 4180, UTF-8): one line an entry, several values of a cell parted by `; `. */
export function subprocessorTable({ feed }: DerivedSource): string {
  const languages = languagesOf(feed);
  const columns = columnsFor(
    languages,
    new Map((feed.groups ?? []).map(({ id, title }) => [id, resolveText(title, languages).value])),
  );
  const rows = feed.subprocessors.map((entry) => {
    const whole = withGroupFacts(entry, feed.groups);
    return columns.map(([, read]) => read(whole));
  });
  return [columns.map(([name]) => name), ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

type Column = [name: string, read: (entry: Subprocessor) => string];

function columnsFor(languages: readonly string[], groups: ReadonlyMap<string, string>): Column[] {
  const text = (value: Parameters<typeof resolveText>[0]) => resolveText(value, languages).value;
  const cell = (name: keyof ReturnType<typeof cellsOf>) => (entry: Subprocessor) =>
    cellsOf(entry, languages)[name].join("; ");
  return [
    ["id", ({ id }) => id],
    ["name", ({ name }) => text(name)],
    ["legal_entity", ({ legalEntity }) => text(legalEntity?.name)],
    ["role", ({ role }) => role ?? "sub-processor"],
    ["status", ({ status }) => status ?? "active"],
    ["groups", (entry) => (entry.groups ?? []).map((id) => groups.get(id) ?? id).join("; ")],
    ["services", ({ services }) => (services ?? []).join("; ")],
    ["purposes", cell("purposes")],
    ["description", ({ description }) => text(description)],
    ["data_categories", cell("data")],
    ["data_subjects", ({ dataSubjects }) => (dataSubjects ?? []).map(text).join("; ")],
    ["locations", cell("locations")],
    [
      "corporate_location",
      ({ corporateLocation }) => (corporateLocation ? locationText(corporateLocation, languages) : ""),
    ],
    ["transfer_mechanisms", cell("transfers")],
    ["address", ({ address, legalEntity }) => text(address ?? legalEntity?.address)],
    ["contact", ({ contact }) => [text(contact?.name), contact?.email ?? contact?.url ?? ""].filter(Boolean).join(" ")],
    ["retention", ({ retention }) => text(retention)],
    ["since", ({ since }) => dateText(since, languages)],
    ["announced", ({ announced }) => dateText(announced, languages)],
    ["effective", ({ effective }) => dateText(effective, languages)],
    ["until", ({ until }) => dateText(until, languages)],
    ["replaces", ({ replaces }) => (replaces ?? []).join("; ")],
    ["links", ({ links }) => (links ?? []).map(({ url }) => url).join(" ")],
    [
      "details",
      ({ details }) => (details ?? []).map(({ label, value }) => `${text(label)}: ${text(value)}`).join("; "),
    ],
  ];
}

/** A date of any precision, in the publisher's words where there are some. */
export const dateText = (date: FuzzyDate | undefined, languages: readonly string[]): string =>
  date === undefined || typeof date === "string" ? (date ?? "") : resolveText(date.text, languages).value;

/**
 * One field. Spreadsheets run what starts like a formula: an apostrophe makes it text
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function field(value: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
