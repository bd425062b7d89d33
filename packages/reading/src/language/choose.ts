import { spokenAs } from "./spoken.ts";

/** What there is to choose from, and what the reader would like. All are BCP 47 tags. */
export interface Choice {
  /** Languages that the publisher writes in, and the one of them that prevails. */
  readonly publisher?: readonly string[] | undefined;
  readonly prevailing?: string | undefined;
  /** The reader's languages, best first. Empty where nobody knows who reads: a file, a page without a script. */
  readonly reader?: readonly string[] | undefined;
}

/** The two languages of a surface. They differ where the publisher writes in a language that there are no words in. */
export interface Languages {
  /** The language of labels and of other words that are not the publisher's. */
  readonly labels: string;
  /** Languages for the publisher's texts, best first. */
  readonly content: readonly string[];
}

/**
 * Chooses the language of the labels and, apart from it, the languages of the publisher's texts: a page in Welsh shows
 * Welsh texts even where the labels are English.
 */
export function chooseLanguages({ publisher = [], prevailing, reader = [] }: Choice): Languages {
  const own = valid([prevailing, ...publisher]);
  const wanted = valid(reader);
  const labels = firstSpoken(wanted.length > 0 ? wanted : own) ?? "en";
  return { labels, content: [...new Set([...wanted, ...(wanted.length > 0 ? [labels] : []), ...own, "en"])] };
}

/** The first of some languages that there are words in, with the region that the reader gave it. */
export const firstSpoken = (wanted: readonly string[]): string | undefined => wanted.find(spokenAs);

/** Formats of dates and names throw for what is no tag, and pages have all kinds of `lang`: `de_DE` is a common one. */
const valid = (tags: readonly (string | undefined)[]): string[] =>
  tags.map((tag = "") => tag.replaceAll("_", "-")).filter((tag) => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(tag));
