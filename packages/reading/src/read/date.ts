import type { FuzzyDate } from "@trust-center/feed";
import type { Piece } from "./piece.ts";
import { piece, type Reader } from "./reader.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format of dates: they are slow to make. */
export function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // One order in every English: 16 Dec 2026.
  const locale = /^en\b/i.test(tag) ? "en-GB" : tag;
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    // Making one costs some 18 ms the first time.
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

/**
 * A calendar date in words, as exact as it was given: `2026`, `Dec 2026`, `16 Dec 2026`. Of an instant its day in UTC,
 * which is what notice periods count in.
 */
export function dayText(tag: string, date: string): string {
  if (date.length < 7) return date;
  const at = Date.parse(date);
  // A day that its month lacks stays as the publisher wrote it.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(date.slice(0, 10))) return date;
  return dateFormat(tag, {
    ...(date.length > 7 && { day: "numeric" }),
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);
}

/** A day without its year, for where the year is plain: `16 Dec`. */
export const shortDayText = (tag: string, instant: string): string =>
  dateFormat(tag, { day: "numeric", month: "short", timeZone: "UTC" }).format(Date.parse(instant));

/** A month, with its year where wanted: `Jan 2027`. */
export const monthText = (tag: string, at: number, withYear: boolean): string =>
  dateFormat(tag, { month: "short", ...(withYear && { year: "numeric" }), timeZone: "UTC" }).format(at);

/** A date of any precision, or the publisher's words for it, with its machine form where it has one. */
export const datePiece = (date: FuzzyDate, reader: Pick<Reader, "tag" | "content">): Piece =>
  typeof date === "string"
    ? { text: dayText(reader.tag, date), date }
    : { ...piece(reader, date.text), date: date.date };
