import type * as en from "./en.ts";

/** Messages that the first view of the widget has. */
export type FirstWord = keyof typeof en.first;

/** Messages that facts are put into words with. */
export type FactWord = FirstWord | keyof typeof en.more;

/** A part of the words: what one kind of surface says. */
export type WordPart = keyof typeof en;

/** A part of a language beside English. What it lacks is said in English, and `complete.test.ts` lists it. */
export type Words<Part extends WordPart> = Readonly<Partial<Record<keyof (typeof en)[Part], string>>>;

/** A language's file. */
export type LanguageFile = { readonly [Part in WordPart]: Words<Part> };
