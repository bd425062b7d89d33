import { first, forms, more } from "@trust-center/reading/words/es";

/** What the widget says in Spanish. */
export const es = { ...first, ...more, ...forms };
