import type { Meaning } from "../meaning/headings.ts";
import type { Block, Run } from "../model/document.ts";

/** Something said of an entry: under a heading of the source, or where its place says what it is. */
export interface Fact {
  label?: string;
  meaning?: Meaning;
  runs: Run[];
}

export interface FoundRow {
  line: number;
  facts: Fact[];
}

/** How a list was written. `prose` is a guess: names in running text. */
export type Written = "table" | "register" | "items" | "headings" | "terms" | "paragraphs" | "prose";

/** Entries that stand together. */
export interface FoundList {
  written: Written;
  line: number;
  /** A title of its own, inside of the table. */
  title?: Run[];
  /** Headings in their order, where the list has any. */
  labels: string[];
  /** Headings are names of members of a data file. */
  keyed: boolean;
  rows: FoundRow[];
  /** What stood between the entries and belongs to none. */
  left: Block[];
}

/** A change that the page itself records. */
export interface FoundChange {
  line: number;
  date: string;
  text: string;
  /** Somebody who left then. */
  removed?: string;
}

export type Segment =
  | { type: "prose"; blocks: Block[] }
  | { type: "list"; list: FoundList }
  | { type: "changes"; changes: FoundChange[] };

/** What stands above a block. */
export interface Context {
  /** The page's title and the headings above, the nearest last. */
  headings: readonly string[];
  /** Paragraphs since the nearest heading or list. */
  before: readonly string[];
}
