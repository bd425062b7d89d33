import { isTraditional } from "@trust-center/feed";
import { type LanguageTag, languageTags } from "./tags.ts";

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
