/**
 * Languages that there are words in, English first: `words/<tag>.ts` of each. The compiler holds the two places to it
 * that load those files, `words/all.ts` and the widget's `i18n/locales.ts`.
 */
export const languageTags = [
  "en",
  "ar",
  "bg",
  "cs",
  "da",
  "de",
  "el",
  "es",
  "et",
  "fi",
  "fr",
  "ga",
  "he",
  "hi",
  "hr",
  "hu",
  "is",
  "it",
  "ja",
  "ko",
  "lt",
  "lv",
  "mt",
  "nb",
  "nl",
  "pl",
  "pt",
  "pt-BR",
  "ro",
  "sk",
  "sl",
  "sv",
  "tr",
  "uk",
  "zh-Hans",
  "zh-Hant",
] as const;

/** A language that there are words in. */
export type LanguageTag = (typeof languageTags)[number];
