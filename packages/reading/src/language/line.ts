import { directionOf } from "./spoken.ts";

/**
 * Puts texts that may be written in either direction into one line of a language, with a separator between them. Of one
 * text: sets it apart from the words around it.
 */
export type Line = (texts: readonly string[], between?: string) => string;

/** Letters that are written from right to left: Hebrew, Arabic and their kin (Unicode 17, chart of the BMP). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A text that was put together of several has characters of UAX #9, and no letter outside of them to go by. */
const composed = /[\u2066-\u2069]/;

/**
 * Isolates each text, and all of them in the line's direction, whatever the first letter. What was put together before has that
 * direction too: its brackets would stand on the wrong sides of a text over two lines.
 */
const isolated = (direction: string, texts: readonly string[], between: string | undefined): string =>
  `${direction}${texts.map((text) => `${composed.test(text) ? direction : "\u2068"}${text}\u2069`).join(between)}\u2069`;

/** What parts texts, with the comma of a language: Arabic has one of its own. */
const withComma = (tag: string, between?: string): string | undefined =>
  isArabic.test(tag) ? between?.replace(",", "،") : between;

const isArabic = /^ar/;

/** A line from right to left. Its semicolon is the Latin one: behind the Arabic Firefox breaks no line of a narrow page. */
export const rightToLeftLine =
  (tag: string): Line =>
  (texts, between) =>
    isolated("\u2067", texts, withComma(tag, between));

/** An address that was followed by a character that is no space would be taken to hold it. */
const withEnd = (text: string): string => text.replace(/:\/\/\S+$/, "$& ");

/**
 * The one place that makes lines of UAX #9. Not for what programs read, what is searched or compared, and what is shown
 * where such characters would be. What is read from left to right anyway has nothing unseen in it.
 *
 * @param tag The language of the line: BCP 47.
 */
export function lineOf(tag: string): Line {
  const isRtl = directionOf(tag) === "rtl";
  return (texts, separator) => {
    const between = withComma(tag, separator)?.replace(";", isArabic.test(tag) ? "؛" : ";");
    const line = texts.join(between);
    if (!(isRtl ? line : rightToLeft.test(line))) return line;
    const whole = isolated(isRtl ? "\u2067" : "\u2066", texts.map(withEnd), between);
    return texts[1] ? whole : whole.slice(1, -1);
  };
}
