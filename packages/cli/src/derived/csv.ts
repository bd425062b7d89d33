import type { FuzzyDate, Subprocessor } from "@trust-center/feed";
import {
  type AnyField,
  machineDate,
  plainAll,
  type Reader,
  readField,
  subprocessorFields,
  withGroupFacts,
  withUrls,
} from "@trust-center/reading";
import { type DerivedSource, fileReader } from "./source.ts";

/** The list as a table (RFC 4180, UTF-8): one line an entry, a column a field, several values of a cell parted by `; `. */
export function subprocessorTable({ feed }: DerivedSource): string {
  const reader = fileReader(feed);
  const rows = feed.subprocessors.map((entry) => {
    const whole: Subprocessor = { role: "sub-processor", status: "active", ...withGroupFacts(entry, feed.groups) };
    return subprocessorFields.map((field) => cell(field, whole, reader));
  });
  const head = subprocessorFields.map(({ key }) => columnName(key));
  return [head, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/** `transferMechanisms` as `transfer_mechanisms`: programs read these, in every language of the list. */
const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Dates in their machine form, which spreadsheets sort; states as the format has them; all else in words. */
function cell(field: AnyField, entry: Subprocessor, reader: Reader): string {
  if (field.dated) return machineDate(entry[field.key] as FuzzyDate | undefined);
  if (field.key === "status") return entry.status ?? "";
  return plainAll(readField(field, entry, reader), withUrls);
}

/**
 * One field. Spreadsheets run what starts like a formula: an apostrophe makes it text
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function quoted(value: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
