import { type FuzzyDate, type Subprocessor, standingsAt } from "@trust-center/feed";
import {
  type AnyField,
  machineDate,
  plainAll,
  type Reader,
  readField,
  subprocessorFields,
  withUrls,
} from "@trust-center/reading";
import { type DerivedSource, fileReader } from "./source.ts";

/** States of an entry beside its facts, and their dates in machine form. */
const standing = ["status", "effective", "until"] as const;

/**
 * The list as a table (RFC 4180, UTF-8): one line an entry, a column a field, several values of a cell separated by `; `.
 * What is announced has a line too, with the state `planned` and its day; what has left one with the state `former`.
 */
export function subprocessorTable({ feed, now }: DerivedSource): string {
  const reader = fileReader(feed);
  const { entries, former } = standingsAt(feed, now);
  const rows = entries.map(({ entry, status, changes }) => {
    const planned = changes.find(({ content }) =>
      content.some(({ op }) => op === (status === "planned" ? "put" : "drop")),
    );
    const day = status === "active" ? "" : (planned?.effective?.slice(0, 10) ?? "");
    const [effective, until] = status === "planned" ? [day, ""] : ["", day];
    const whole: Subprocessor = { role: "sub-processor", ...entry };
    return [status, effective, until, ...subprocessorFields.map((field) => cell(field, whole, reader))];
  });
  const gone = former.map(({ id, name, until }) => {
    const known: Subprocessor = { id, name: name ?? id };
    return ["former", "", until.slice(0, 10), ...subprocessorFields.map((field) => cell(field, known, reader))];
  });
  const head = [...standing, ...subprocessorFields.map(({ key }) => columnName(key))];
  return [head, ...rows, ...gone].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/** `transferMechanisms` as `transfer_mechanisms`: programs read these, in every language of the list. */
const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Dates in their machine form, which spreadsheets sort; all else in words. */
function cell(field: AnyField, entry: Subprocessor, reader: Reader): string {
  if (field.dated) return machineDate(entry[field.key] as FuzzyDate | undefined);
  return plainAll(readField(field, entry, reader), withUrls);
}

/**
 * A cell's beginning that a spreadsheet runs as a formula: also behind white space, in the full-width forms of East Asian
 * keyboards, and behind what separates cells where the reader's locale has another separator than the comma.
 */
const formula = /(^|[,;|\t\r\n])([\s\p{Z}\p{Cf}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/** One field. An apostrophe makes a formula text (https://owasp.org/www-community/attacks/CSV_Injection). */
function quoted(value: string): string {
  const safe = value.replace(/^[\t\r\n]/, "'$&").replace(formula, "$1$2'");
  return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
