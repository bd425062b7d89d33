import { first, forms, more } from "@trust-center/reading/words/de";

/** What the widget says in German. */
export const de = { ...first, ...more, ...forms };
