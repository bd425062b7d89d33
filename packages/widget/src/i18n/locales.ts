import { type Language, type LanguageFile, type LanguageTag, rightToLeftLine } from "@trust-center/reading";

type Locale = Exclude<LanguageTag, "en">;

/** Every language but English, which is built in. */
const locales: Record<Locale, () => Promise<LanguageFile>> = {
  ar: () => import("@trust-center/reading/words/ar"),
  bg: () => import("@trust-center/reading/words/bg"),
  cs: () => import("@trust-center/reading/words/cs"),
  da: () => import("@trust-center/reading/words/da"),
  de: () => import("@trust-center/reading/words/de"),
  el: () => import("@trust-center/reading/words/el"),
  es: () => import("@trust-center/reading/words/es"),
  et: () => import("@trust-center/reading/words/et"),
  fi: () => import("@trust-center/reading/words/fi"),
  fr: () => import("@trust-center/reading/words/fr"),
  ga: () => import("@trust-center/reading/words/ga"),
  he: () => import("@trust-center/reading/words/he"),
  hi: () => import("@trust-center/reading/words/hi"),
  hr: () => import("@trust-center/reading/words/hr"),
  hu: () => import("@trust-center/reading/words/hu"),
  is: () => import("@trust-center/reading/words/is"),
  it: () => import("@trust-center/reading/words/it"),
  ja: () => import("@trust-center/reading/words/ja"),
  ko: () => import("@trust-center/reading/words/ko"),
  lt: () => import("@trust-center/reading/words/lt"),
  lv: () => import("@trust-center/reading/words/lv"),
  mt: () => import("@trust-center/reading/words/mt"),
  nb: () => import("@trust-center/reading/words/nb"),
  nl: () => import("@trust-center/reading/words/nl"),
  pl: () => import("@trust-center/reading/words/pl"),
  pt: () => import("@trust-center/reading/words/pt"),
  "pt-BR": () => import("@trust-center/reading/words/pt-BR"),
  ro: () => import("@trust-center/reading/words/ro"),
  sk: () => import("@trust-center/reading/words/sk"),
  sl: () => import("@trust-center/reading/words/sl"),
  sv: () => import("@trust-center/reading/words/sv"),
  tr: () => import("@trust-center/reading/words/tr"),
  uk: () => import("@trust-center/reading/words/uk"),
  "zh-Hans": () => import("@trust-center/reading/words/zh-Hans"),
  "zh-Hant": () => import("@trust-center/reading/words/zh-Hant"),
};

/** What the widget says in a language, and how it puts it into lines. */
export async function loadWords(locale: Locale): Promise<Omit<Language, "tag">> {
  const { first, more, forms } = await locales[locale]();
  return {
    messages: { ...first, ...more, ...forms },
    line: /ar|he/.test(locale) ? rightToLeftLine(locale) : undefined,
  };
}
