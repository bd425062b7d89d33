import { type FuzzyDate, toInstant } from "@trust-center/feed";

/** A year, a month or a day; of a date in words, the one that it gives. */
export const plainDate = (date: FuzzyDate): string | undefined =>
  typeof date === "string" ? date : (date.date ?? date.before);

/** Whether a date lies behind a time (milliseconds since 1970), to its last day. */
export function hasPassed(date: FuzzyDate, now: number): boolean {
  const plain = plainDate(date);
  return plain !== undefined && plain < toInstant(now).slice(0, plain.length);
}

/** Whether a date lies ahead of a time, from its first day. */
export function isAhead(date: FuzzyDate, now: number): boolean {
  const plain = plainDate(date);
  return plain !== undefined && plain > toInstant(now).slice(0, plain.length);
}
