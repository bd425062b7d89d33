import { looseObject, optional, type output, regex, string, union } from "zod/mini";
import { TrustCenterError } from "../errors.ts";
import { textSchema } from "./text.ts";

/** A day that the calendar has. */
const { source: day } =
  /(?:\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)/;

/** A day: `2026-04-30`. */
export const daySchema = string().check(regex(new RegExp(`^${day}$`)));

/**
 * An instant: RFC 3339, UTC, whole seconds (`2026-11-23T09:30:00Z`), on a day that the calendar has. Of 31 February engines
 * make different days, or none.
 */
export const instantSchema = string().check(regex(new RegExp(`^${day}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`)));

/** A calendar date of the precision that the publisher knows: `2026`, `2026-04` or `2026-04-30`. */
export const plainDateSchema = string().check(regex(new RegExp(`^(?:\\d{4}(?:-(?:0[1-9]|1[0-2]))?|${day})$`)));

/**
 * A date as real lists have it: of any precision, or in the publisher's own words, wrong ones included
 * (`{ "text": "30rd December 2018" }`, `{ "text": "Pre-2026-04", "before": "2026-04" }`).
 */
export const fuzzyDateSchema = union([
  plainDateSchema,
  looseObject({
    text: textSchema,
    date: optional(plainDateSchema),
    after: optional(plainDateSchema),
    before: optional(plainDateSchema),
  }),
]);

/** A date of any precision, or in the publisher's own words. */
export type FuzzyDate = output<typeof fuzzyDateSchema>;

/** The years 0000 to 9999: RFC 3339 has no others. */
const firstInstant = Date.UTC(-1, 12);
const endOfInstants = Date.UTC(10_000, 0);

/** The last second that an instant can name, milliseconds since 1970. */
export const lastSecond = endOfInstants - 1000;

/**
 * Milliseconds since 1970 as an RFC 3339 instant in UTC with whole seconds, rounded down.
 *
 * @throws {TrustCenterError} `malformed` for what is no time, or none of the years 0 to 9999
 */
export function toInstant(milliseconds: number): string {
  if (!(milliseconds >= firstInstant && milliseconds < endOfInstants)) {
    throw new TrustCenterError("malformed", `Expected a time of the years 0 to 9999, found ${milliseconds}.`);
  }
  return `${new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
