/**
 * The words of every language, for surfaces that load them at once. The widget loads each language when it is wanted.
 *
 * @module @trust-center/reading/words
 */

import { primaryOf } from "../language/choose.ts";
import * as de from "./de.ts";
import * as en from "./en.ts";
import * as es from "./es.ts";
import { type Translate, translator } from "./translate.ts";

/** To add a language: its file, and a line here. */
const languages = { en, es, de } satisfies Record<
  string,
  { [Part in keyof typeof en]: Record<keyof (typeof en)[Part], string> }
>;

/** A language that there are words in. */
export type LanguageTag = keyof typeof languages;

/** Every language that there are words in, English first. */
export const languageTags = Object.keys(languages) as LanguageTag[];

/** A part of a language's file: what one kind of surface says. */
export type WordPart = keyof typeof en;

/** The messages of some parts of a language, filled in. */
export function wordsIn<Part extends WordPart>(
  language: string,
  ...parts: readonly Part[]
): Translate<{ [P in Part]: keyof (typeof en)[P] }[Part] & string> {
  const primary = primaryOf(language) as LanguageTag;
  const known = Object.hasOwn(languages, primary);
  const messages: Record<string, string> = Object.assign(
    {},
    ...parts.map((part) => languages[known ? primary : "en"][part]),
  );
  return translator(messages, { tag: known ? language : "en", messages });
}
