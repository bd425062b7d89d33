import type { Change } from "@trust-center/feed";

/**
 * When the next day of a change comes: until then, what is said of changes stays so, for a day can make another change void.
 *
 * @param at Milliseconds since 1970, as is the answer; infinite where none is to come.
 */
export function nextDay(changes: readonly Change[], at: number): number {
  const days = changes.flatMap(({ effective }) => (effective === null ? [] : Date.parse(effective)));
  return days.filter((day) => day > at).reduce((first, day) => Math.min(first, day), Number.POSITIVE_INFINITY);
}
