import { type FactWord, first, more, type Reader, type Translate, translator } from "@trust-center/reading";
import type { View } from "./view.ts";

const words = { ...first, ...more };

/** What is loaded after the first view says more. */
export type MoreWords = Translate<FactWord>;

/** The words for what is loaded after the first view. */
export const moreWords = (view: Pick<View, "language">): MoreWords => translator(words, view.language);

/** The same reader, with the words for every fact. */
export const readerOf = (view: View): Reader => ({ ...view, t: moreWords(view) });

/** The same reader of what programs read: without characters of UAX #9. */
export const plainReader = (view: View): Reader =>
  readerOf({ ...view, line: undefined, language: { ...view.language, line: undefined } });
