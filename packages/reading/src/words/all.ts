/**
 * The words of every language, for surfaces that load them at once. The widget loads each language when it is wanted.
 *
 * @module @trust-center/reading/words
 */

import { type Line, lineOf } from "../language/line.ts";
import { spokenAs } from "../language/spoken.ts";
import type { LanguageTag } from "../language/tags.ts";
import * as ar from "./ar.ts";
import * as bg from "./bg.ts";
import * as cs from "./cs.ts";
import * as da from "./da.ts";
import * as de from "./de.ts";
import * as el from "./el.ts";
import * as en from "./en.ts";
import * as es from "./es.ts";
import * as et from "./et.ts";
import * as fi from "./fi.ts";
import * as fr from "./fr.ts";
import * as ga from "./ga.ts";
import * as he from "./he.ts";
import * as hi from "./hi.ts";
import * as hr from "./hr.ts";
import * as hu from "./hu.ts";
import * as is from "./is.ts";
import * as it from "./it.ts";
import * as ja from "./ja.ts";
import type { LanguageFile, WordPart } from "./keys.ts";
import * as ko from "./ko.ts";
import * as lt from "./lt.ts";
import * as lv from "./lv.ts";
import * as mt from "./mt.ts";
import * as nb from "./nb.ts";
import * as nl from "./nl.ts";
import * as pl from "./pl.ts";
import * as pt from "./pt.ts";
import * as ptBR from "./pt-BR.ts";
import * as ro from "./ro.ts";
import * as sk from "./sk.ts";
import * as sl from "./sl.ts";
import * as sv from "./sv.ts";
import * as tr from "./tr.ts";
import { type Translate, translator } from "./translate.ts";
import * as uk from "./uk.ts";
import * as zhHans from "./zh-Hans.ts";
import * as zhHant from "./zh-Hant.ts";

export { type LanguageTag, languageTags } from "../language/tags.ts";
export type { WordPart } from "./keys.ts";

const languages: Record<LanguageTag, LanguageFile> = {
  en,
  ar,
  bg,
  cs,
  da,
  de,
  el,
  es,
  et,
  fi,
  fr,
  ga,
  he,
  hi,
  hr,
  hu,
  is,
  it,
  ja,
  ko,
  lt,
  lv,
  mt,
  nb,
  nl,
  pl,
  pt,
  "pt-BR": ptBR,
  ro,
  sk,
  sl,
  sv,
  tr,
  uk,
  "zh-Hans": zhHans,
  "zh-Hant": zhHant,
};

type WordsOf<Part extends WordPart> = Translate<{ [P in Part]: keyof (typeof en)[P] }[Part] & string>;

/** The messages of some parts of a language, filled in. English where there are none. */
export const wordsIn = <Part extends WordPart>(language: string, ...parts: readonly Part[]): WordsOf<Part> =>
  translated(language, parts);

/** The same for what is shown by UAX #9: what is put into a message is set apart from its words. */
export const shownWordsIn = <Part extends WordPart>(language: string, ...parts: readonly Part[]): WordsOf<Part> =>
  translated(language, parts, lineOf(spokenAs(language) ?? "en"));

function translated<Part extends WordPart>(language: string, parts: readonly Part[], line?: Line): WordsOf<Part> {
  const spoken = spokenAs(language);
  const messages = messagesOf(spoken ?? "en", parts);
  return translator(messagesOf("en", parts), { tag: spoken ? language : "en", messages, line });
}

const merged = new Map<string, Record<string, string>>();

/** Parts of a file as one, made once: every mail asks for them. */
function messagesOf(language: keyof typeof languages, parts: readonly WordPart[]): Record<string, string> {
  const key = `${language} ${parts}`;
  let found = merged.get(key);
  if (!found) {
    const file: LanguageFile = languages[language];
    found = Object.assign({}, ...parts.map((part) => file[part])) as Record<string, string>;
    merged.set(key, found);
  }
  return found;
}
