import type * as en from "./en.ts";

/** Messages that the first view of the widget has. */
export type FirstWord = keyof typeof en.first;

/** Messages that facts are put into words with. */
export type FactWord = FirstWord | keyof typeof en.more;
