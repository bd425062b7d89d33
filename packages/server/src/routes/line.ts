import { maxLength, minLength, regex, string } from "zod/mini";

/** One line of text that somebody named, of at most so many characters. */
export const lineSchema = (most: number) =>
  string().check(minLength(1), maxLength(most), regex(/^[^\p{Cc}\u2028\u2029]+$/u));

/** The id of a change. */
export const changeIdSchema = lineSchema(64);
