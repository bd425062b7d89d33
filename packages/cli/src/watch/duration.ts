import { UsageError } from "@trust-center/authoring";

/** ISO 8601 durations of fixed length: weeks, days, hours, minutes, seconds. */
export const durationPattern =
  /^P(?=.)(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/;

/** Of each part of a duration. */
const seconds = [7 * 86_400, 86_400, 3_600, 60, 1];

/** Milliseconds of a duration; undefined where it is none. */
export function durationOf(text: string): number | undefined {
  const found = durationPattern.exec(text);
  return found?.slice(1).reduce((sum, part, at) => sum + Number(part ?? 0) * (seconds[at] ?? 0) * 1000, 0);
}

/** @throws {UsageError} where an option is no duration */
export function durationFrom(option: string, text: string): number {
  const found = durationOf(text);
  if (found !== undefined) return found;
  throw new UsageError(`Expected ${option} to be an ISO 8601 duration such as PT1H or P7D, found “${text}”.`);
}
