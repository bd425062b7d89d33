/**
 * What could move a cursor, break a line, or turn the order of text around: control characters (Unicode Cc), line and
 * paragraph separators, and the marks, embeddings and isolates of UAX #9, §2.
 */
const unprintable = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Other people's text as one line of a terminal, a log or a mail's header: a line break is a space, what else could
 * change how the rest is shown is U+FFFD.
 */
export const printable = (text: string): string => text.replace(/[\t\n\r]+/g, " ").replace(unprintable, "\ufffd");

/** Data as JSON that shows on a terminal as it is: the same characters are escaped (RFC 8259 §7). */
export const printableJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(unprintable, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
