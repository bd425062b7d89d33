import { isTraditional } from "@trust-center/feed";

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

/** Languages under the tag whose words their readers get. */
const others: Readonly<Record<string, string>> = { no: "nb", nn: "nb", iw: "he" };

/**
 * The words that a reader of a language gets: those of its primary subtag (`de` for `de-AT`), but for Chinese, whose
 * script decides or else the region that implies one (RFC 5646 §4.1, CLDR likely subtags), and Portuguese of Brazil.
 *
 * @param tag BCP 47.
 * @returns undefined where there are none.
 */
export function spokenAs(tag: string): LanguageTag | undefined {
  const [primary = "", next] = tag.toLowerCase().split("-");
  const wanted =
    primary === "zh"
      ? isTraditional(tag)
        ? "zh-Hant"
        : "zh-Hans"
      : primary === "pt" && next === "br"
        ? "pt-BR"
        : (others[primary] ?? primary);
  return languageTags.find((known) => known === wanted);
}

/** The direction that a language with words is written in. */
export const directionOf = (tag: string): "rtl" | "ltr" => (/^(?:ar|he)/.test(spokenAs(tag) ?? "") ? "rtl" : "ltr");
