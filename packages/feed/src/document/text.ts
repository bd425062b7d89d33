import { type output, record, regex, string, union } from "zod/mini";

/** A BCP 47 language tag, in the loose shape that real pages use (`en`, `pt-BR`, `zh-Hant`). */
export const languageTagSchema = string().check(regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/));

/**
 * A human text: one string, or one string per language.
 * It is always text, never markup. Blank lines part paragraphs.
 */
export const textSchema = union([string(), record(languageTagSchema, string())]);

/** A human text: one string, or one string per BCP 47 language tag. */
export type Text = output<typeof textSchema>;
