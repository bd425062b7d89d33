import { directionOf } from "./spoken.ts";

/**
 * Puts texts that may be written in either direction into one line of a language, with a separator between them. Of one
 * text: sets it apart from the words around it.
 */
export type Line = (texts: readonly string[], between?: string) => string;

/** Letters that are written from right to left: Hebrew, Arabic and their kin (Unicode 17, chart of the BMP). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A line from right to left: each text is isolated, and all are read in the line's direction, whatever the first letter. */
export const rightToLeftLine: Line = (texts, between) =>
  `\u2067\u2068${texts.join(`\u2069${between}\u2068`)}\u2069\u2069`;

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
  return (texts, between) => {
    const line = texts.join(between);
    if (!(isRtl ? line : rightToLeft.test(line))) return line;
    const isolated = rightToLeftLine(texts.map(withEnd), between);
    return texts[1] ? (isRtl ? "\u2067" : "\u2066") + isolated.slice(1) : isolated.slice(1, -1);
  };
}
