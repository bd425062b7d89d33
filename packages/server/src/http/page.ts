import { pipe, regex, string, transform, type ZodMiniType } from "zod/mini";
import { Refusal } from "./problem.ts";

/** The most that a page of a list has. */
const most = 500;

/** How many a page is to have: 1 to 999, of which it gets 500 at most. */
export const pageSizeSchema = pipe(
  string().check(regex(/^[1-9]\d{0,2}$/)),
  transform((digits: string) => Math.min(Number(digits), most)),
);

/** A text that a cursor may hold: databases take no null characters. */
export const cursorText = string().check(regex(/^[^\0]*$/));

/** Characters of a cursor. */
const longestCursor = 2000;

/**
 * What a cursor that this service gave says of the last one of the page before.
 *
 * @throws {Refusal} for any other
 */
export function readCursor<T>(given: string | undefined, schema: ZodMiniType<T>): T | undefined {
  if (given === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(given.slice(0, longestCursor), "base64url").toString()));
  } catch {
    throw new Refusal(422, "invalid", "Expected ?after= to be `next` of the page before.", {
      errors: { after: "`next` of the page before" },
    });
  }
}

/** The first of what was found, where one more was asked for than a page has, and `next` where there are others. */
export function pageOf<T>(
  found: readonly T[],
  size: number,
  cursorOf: (last: T) => readonly (string | number)[],
): { page: readonly T[]; next?: string } {
  const page = found.slice(0, size);
  const last = page.at(-1);
  if (found.length <= size || last === undefined) return { page };
  return { page, next: Buffer.from(JSON.stringify(cursorOf(last))).toString("base64url") };
}
