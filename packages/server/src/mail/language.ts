import { firstSpoken, type LanguageTag, spokenAs } from "@trust-center/reading";

/** A language that the service writes in. */
export type Language = LanguageTag;

/** The first of a reader's languages that the service writes in; English without one. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  const tags = wanted.filter((tag) => tag !== null && tag !== undefined);
  return spokenAs(firstSpoken(tags) ?? "en") ?? "en";
}

/** Language tags of an Accept-Language header in the reader's order (RFC 9110 §12.5.4). */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? "")
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((piece) => piece.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="));
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ tag, quality }) => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}
