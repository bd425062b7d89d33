import { directionOf } from "../language/spoken.ts";

/** How what something was and what it will be are put side by side in one line of text. */
export type FromTo = (before: string, after: string) => string;

/** `Germany → France`, where nothing but letters from left to right is shown, or the characters of UAX #9 would be. */
export const arrow: FromTo = (before, after) => `${before} → ${after}`;

/** Letters that are written from right to left: Hebrew, Arabic and their kin (Unicode 17, chart of the BMP). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * The same for texts that are read in the order of UAX #9: an arrow has no direction of its own, and between two names from
 * right to left it leads from what will be to what was. Each side is isolated, and the line has the language's direction.
 *
 * @param tag The language of the line: BCP 47.
 */
export function directed(tag: string): FromTo {
  if (directionOf(tag) === "rtl") return (before, after) => `\u2067\u2068${before}\u2069 ← \u2068${after}\u2069\u2069`;
  return (before, after) =>
    rightToLeft.test(before + after)
      ? `\u2066\u2068${before}\u2069 → \u2068${after}\u2069\u2069`
      : arrow(before, after);
}
