import type { Edit, Finding, Place } from "./report.ts";
import type { RuleId } from "./rules.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What an editor leaves behind: a byte order mark, other ends of lines, blanks at their end. */
export function layoutNotes(source: YamlSource, isMarked: boolean): Finding[] {
  const mark: Edit[] = isMarked ? [{ start: -1, end: 0, text: "" }] : [];
  return [
    ...noteOn(source, "byte-order-mark", mark, {
      expected: "text without a byte order mark",
      found: "U+FEFF at its beginning",
      fix: "Save the file as UTF-8 without BOM.",
    }),
    ...noteOn(source, "line-ends", lineEnds(source), {
      expected: "lines that end with LF",
      found: "CR LF",
      fix: "Save the file with the line ends of Unix.",
    }),
    ...noteOn(source, "trailing-blanks", trailingBlanks(source), {
      expected: "lines that end with a character",
      found: "blanks behind it",
      fix: "Remove them.",
    }),
  ];
}

/** One note for all places of a kind, at the first. */
function noteOn(
  { file, text }: YamlSource,
  rule: RuleId,
  edits: Edit[],
  words: Pick<Finding, "expected" | "found" | "fix">,
): Finding[] {
  const [first] = edits;
  if (!first) return [];
  const found = edits.length > 1 ? `${words.found}, ${edits.length} times` : words.found;
  return [{ ...placeIn(file, text, Math.max(0, first.start)), path: "", rule, ...words, found, edits }];
}

function placeIn(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { file, line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

const lineEnds = ({ text }: YamlSource): Edit[] =>
  [...text.matchAll(/\r(?=\n)/g)].map(({ index }) => ({ start: index, end: index + 1, text: "" }));

/** In a text of several lines two blanks are a line break of Markdown, and all of them are the author's. */
function trailingBlanks(source: YamlSource): Edit[] {
  const edits: Edit[] = [];
  const texts = source.longTexts().toSorted((a, b) => a.start - b.start);
  let [start, text] = [0, 0];
  for (const line of source.text.split("\n")) {
    const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
    const [from, to] = [start + lengthWithoutBlanks(whole), start + whole.length];
    // Both go from top to bottom: no line is compared with every text.
    while ((texts[text]?.end ?? Number.POSITIVE_INFINITY) <= from) text++;
    if (from < to && (texts[text]?.start ?? Number.POSITIVE_INFINITY) >= to)
      edits.push({ start: from, end: to, text: "" });
    start += line.length + 1;
  }
  return edits;
}

/** A regular expression would look at every blank within a line anew. */
function lengthWithoutBlanks(line: string): number {
  let length = line.length;
  while (length > 0 && (line[length - 1] === " " || line[length - 1] === "\t")) length--;
  return length;
}
