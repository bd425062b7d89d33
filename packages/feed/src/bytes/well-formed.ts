import { TrustCenterError } from "../errors.ts";

/**
 * Refuses a lone surrogate in any string or member name of a JSON value: it has no UTF-8, so that programs read it in
 * different ways (RFC 8259 §8.2, RFC 7493 §2.1).
 *
 * @param what Names the document in the error.
 * @throws {TrustCenterError} `malformed`
 */
export function refuseLoneSurrogates(value: unknown, what: string): void {
  // By levels, not by recursion: hostile nesting must not exhaust the stack.
  for (let level = [value]; level.length > 0; ) {
    const strings = level.flatMap((one) => (typeof one === "string" ? one : isObject(one) ? Object.keys(one) : []));
    const lone = strings.find((text) => /\p{Surrogate}/u.test(text));
    if (lone !== undefined) {
      throw new TrustCenterError(
        "malformed",
        `Expected ${what} to hold Unicode, found half of a character in a text.`,
        {
          file: what,
          text: JSON.stringify(lone).slice(0, 200),
        },
      );
    }
    level = level.filter(isObject).flatMap((one) => Object.values(one) as unknown[]);
  }
}

const isObject = (value: unknown): value is object => value !== null && typeof value === "object";
