import type { FuzzyDate } from "@trust-center/feed";
import { type AnyField, readField } from "../fields/field.ts";
import { machineDate } from "../read/moment.ts";
import { plainAll } from "../read/piece.ts";
import type { Reader } from "../read/reader.ts";
import { withUrls } from "../read/with-urls.ts";

/**
 * A cell's beginning that a spreadsheet runs as a formula: also behind white space, in the full-width forms of East Asian
 * keyboards, and behind what separates cells where the reader's locale has another separator than the comma. Apostrophes
 * that already stand there count as part of it, so that exactly one is added, and {@link withoutGuards} takes that one back.
 */
const formula = /(^|[,;|\t\r\n])([\s\p{Z}\p{Cf}]*)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/** The same, as it is written. */
const guarded = /(^|[,;|\t\r\n])([\s\p{Z}\p{Cf}]*)'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/** Rows as a table (RFC 4180). No cell of it is run as a formula. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");

/** A cell as it was before {@link csvText} kept a spreadsheet from running it. */
export const withoutGuards = (cell: string): string => cell.replace(guarded, "$1$2");

/** One field. An apostrophe makes a formula text (https://owasp.org/www-community/attacks/CSV_Injection). */
function quoted(value: string): string {
  const safe = value.replace(/^[\t\r\n]/, "'$&").replace(formula, "$1$2'");
  return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A member as a cell: dates in their machine form, which spreadsheets sort; all else in words. */
export function cellText(field: AnyField, owner: Record<string, unknown>, reader: Reader): string {
  if (field.dated) return machineDate(owner[field.key] as FuzzyDate | undefined);
  return plainAll(readField(field, owner, reader), { written: withUrls });
}
