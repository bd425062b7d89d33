/** A piece of text with what the publisher said about it. A line break is `\n`. */
export interface Run {
  text: string;
  /** Where it leads, as written. */
  link?: string;
  strong?: boolean;
  /** Set as code: a word that stands for itself, not a name. */
  code?: boolean;
  /** The text is the mark of a footnote. */
  mark?: boolean;
  /** The page strikes it out: it says of itself that it is no longer so. */
  struck?: boolean;
  /** The run stands for a picture: the words that it has for those who do not see it. */
  picture?: string;
}

export interface Cell {
  runs: Run[];
  /** Set as a heading by the source. */
  head?: boolean;
  /** A copy of a cell that spans several rows or columns. */
  copy?: boolean;
}

export interface Row {
  cells: Cell[];
  /** Line of the source, from 1; the row of a sheet. */
  line: number;
}

export interface Table {
  type: "table";
  rows: Row[];
  line: number;
  /** Rows at its start that the source sets as headings. */
  heads: number;
  /** Its headings are names of members of a data file: nobody reads them. */
  keyed?: boolean;
}

export interface Item {
  runs: Run[];
  blocks: Block[];
  line: number;
}

export interface List {
  type: "list";
  ordered: boolean;
  items: Item[];
  line: number;
}

export interface Heading {
  type: "heading";
  depth: number;
  runs: Run[];
  line: number;
}

export interface Paragraph {
  type: "paragraph";
  runs: Run[];
  line: number;
  /** The caption of the table behind it. */
  caption?: true;
}

/** Terms with what is said of each. */
export interface Terms {
  type: "terms";
  items: Item[];
  line: number;
  /** Facts of the page rather than names with their explanations: fields of reStructuredText. */
  fields?: boolean;
}

/** What belongs to a footnote's mark. */
export interface Footnote {
  type: "footnote";
  mark: string;
  runs: Run[];
  line: number;
}

/** Words of the source that are no text of the page: they are kept apart, never published. */
export interface Aside {
  type: "aside";
  what:
    | "front matter"
    | "code"
    | "markup"
    | "navigation"
    | "comment"
    | "directive"
    | "member"
    | "struck out"
    | "hidden";
  text: string;
  line: number;
}

export type Block = Heading | Paragraph | Table | List | Terms | Footnote | Aside;

/** What every reader makes of a file: its blocks in order, each with its line. */
export interface SourceDocument {
  blocks: Block[];
  /** The page's language, where it says so: a BCP 47 tag. */
  language?: string;
  /** The title that stands outside of its text. */
  title?: string;
}

/** The words of runs. */
export const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join("");

/** The words in one line. */
export const lineOf = (runs: readonly Run[]): string => oneLine(textOf(runs));

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Links with their words, in order: runs side by side that lead to one place are one link. */
export function linksIn(runs: readonly Run[]): { href: string; words: string }[] {
  const found: { href: string; words: string }[] = [];
  runs.forEach(({ link, text }, at) => {
    const last = found.at(-1);
    if (!link) return;
    if (last && runs[at - 1]?.link === link) last.words = oneLine(`${last.words}${text}`);
    else found.push({ href: link, words: oneLine(text) });
  });
  return found;
}

/** Words, and behind those of a link where it leads. */
export const withLinks = (runs: readonly Run[]): string =>
  runs
    .map(({ text, link }, at) => {
      const ends = link !== undefined && runs[at + 1]?.link !== link && link !== text;
      return ends ? `${text} ${link} ` : text;
    })
    .join("")
    .trim();

/** Parts runs at each match of a pattern that takes words and marks away; runs keep their links. */
export function splitRuns(runs: readonly Run[], at: RegExp): Run[][] {
  const parts: Run[][] = [[]];
  for (const run of runs) {
    run.text.split(at).forEach((text, index) => {
      if (index > 0) parts.push([]);
      if (text !== "") parts.at(-1)?.push({ ...run, text });
    });
  }
  return parts;
}

/** The runs before and after a number of characters. */
export function cutRuns(runs: readonly Run[], length: number): [Run[], Run[]] {
  const [before, after]: [Run[], Run[]] = [[], []];
  let left = length;
  for (const run of runs) {
    if (left > 0) before.push({ ...run, text: run.text.slice(0, left) });
    if (run.text.length > left) after.push({ ...run, text: run.text.slice(Math.max(left, 0)) });
    left -= run.text.length;
  }
  return [before, after];
}

/** One blank between words, one line break between lines. */
export function spaced(runs: readonly Run[]): Run[] {
  let last = "\n";
  return runs.flatMap((run) => {
    let text = run.text.replace(/[^\S\n]+/g, " ").replace(/ ?\n[\s]*/g, "\n");
    if (last.endsWith("\n") || last.endsWith(" ")) text = text.replace(/^ /, "");
    if (last.endsWith("\n")) text = text.replace(/^\n+/, "");
    if (text === "") return [];
    last = text;
    return [{ ...run, text }];
  });
}

/** Runs without blanks at both ends, and without empty ones. */
export function trimRuns(runs: readonly Run[]): Run[] {
  const kept = runs.map((run) => ({ ...run })).filter(({ text }) => text !== "");
  while (kept[0] && kept[0].text.trimStart() === "") kept.shift();
  while (kept.length > 0 && kept.at(-1)?.text.trimEnd() === "") kept.pop();
  const [first, last] = [kept[0], kept.at(-1)];
  if (first) first.text = first.text.trimStart();
  if (last) last.text = last.text.trimEnd();
  return kept;
}
