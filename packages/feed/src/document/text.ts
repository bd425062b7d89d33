import { record, regex, string, union } from "zod/mini";

/** A BCP 47 language tag, in the loose shape that real pages use (`en`, `pt-BR`, `zh-Hant`). */
export const languageTagSchema = string().check(regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/));

/**
 * A human text: one string, or one string per language.
 * It is always text, never markup. Blank lines part paragraphs.
 */
export const textSchema = union([string(), record(languageTagSchema, string())]);

/** A human text: one string, or one string per BCP 47 language tag. */
export type Text = string | Record<string, string>;

/** A text in the language that was found for a reader. `lang` is absent where the publisher gave none. */
export interface ResolvedText {
  value: string;
  lang?: string;
}

/**
 * Picks the variant of a text for a reader: first exact tag, then same primary language, in the reader's order,
 * then the publisher's first variant (RFC 4647 §3.4, lookup).
 */
export function resolveText(text: Text | undefined, languages: readonly string[]): ResolvedText {
  if (text === undefined) return { value: "" };
  if (typeof text === "string") return { value: text };
  const tags = Object.keys(text);
  for (const wanted of languages) {
    const primary = wanted.toLowerCase().split("-")[0];
    const tag =
      tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase()) ??
      tags.find((tag) => tag.toLowerCase().split("-")[0] === primary);
    if (tag !== undefined) return { value: text[tag] ?? "", lang: tag };
  }
  const first = tags[0];
  return first === undefined ? { value: "" } : { value: text[first] ?? "", lang: first };
}
