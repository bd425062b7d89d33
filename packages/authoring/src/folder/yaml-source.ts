import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import type { Path } from "../format/path.ts";
import { nestingProblem } from "./nesting.ts";
import type { Edit, Finding, Place } from "./report.ts";
import type { RuleId } from "./rules.ts";
import { nameProblems, syntaxProblems } from "./yaml-problems.ts";

export type { Path };

/** A parsed YAML file that still knows where everything stands. */
export interface YamlSource {
  file: string;
  text: string;
  /** Plain data; undefined where the file could not be read as YAML. Of names given twice, the last one counts. */
  value: unknown;
  problems: Finding[];
  /** The place of a value, or of the nearest thing around it that exists. */
  placeOf(path: Path): Place;
  /** The place of a member's name. */
  placeOfKey(path: Path): Place;
  /** A scalar as it was written: `2026` for a number. */
  textOf(path: Path): string | undefined;
  /** From where to where a scalar on one line stands, quotes included; undefined for everything else. */
  rangeOf(path: Path): Range | undefined;
  /** The same of a member's name; undefined where there is no such member. */
  rangeOfKey(path: Path): Range | undefined;
  /** Texts of several lines, whose blanks are their own. */
  longTexts(): Range[];
}

type Range = Pick<Edit, "start" | "end">;

/** Aliases that a document may use: a few lines with nested ones can stand for gigabytes. */
const maxAliases = 100;

/** Reads YAML 1.2 with the core schema: no tags, no merge keys, no duplicate names, no second document. */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const syntax = syntaxProblems(document, text, at);
  const names = nameProblems(document, at);
  const rangeIn = (node: Node | undefined): Range | undefined => {
    if (!isScalar(node) || !node.range) return undefined;
    const [start, end] = node.range;
    return text.slice(start, end).includes("\n") ? undefined : { start, end };
  };
  const source: YamlSource = {
    file,
    text,
    value: undefined,
    problems: [...syntax, ...names],
    placeOf: (path) => at(nearest(document, path)?.range?.[0] ?? 0),
    placeOfKey: (path) => at(keyOf(document, path)?.range?.[0] ?? nearest(document, path)?.range?.[0] ?? 0),
    textOf: (path) => {
      const node = nodeAt(document, path);
      return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    },
    // What an alias stands for is written somewhere else, and for others too.
    rangeOf: (path) => (isAliased(document, path) ? undefined : rangeIn(nodeAt(document, path))),
    rangeOfKey: (path) => (isAliased(document, path.slice(0, -1)) ? undefined : rangeIn(keyOf(document, path))),
    longTexts: () => longTextsIn(document, text),
  };
  // What is said twice, or merged, can still be read: the rest of the file is looked at all the same.
  if (source.problems.every(({ rule }) => rule === "duplicate-name" || rule === "merge-key"))
    readValue(document, source);
  return source;
}

function readValue(document: Document, source: YamlSource): void {
  const whole = { ...source.placeOf([]), path: "" };
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    const problem = nestingProblem(value);
    if (problem) source.problems.push({ ...whole, rule: "yaml-alias", ...problem });
    else source.value = value;
  } catch {
    source.problems.push({
      ...whole,
      rule: "yaml-alias",
      expected: `at most ${maxAliases} uses of YAML aliases (*name), each after its anchor`,
      found: "more, or one without its anchor",
      fix: "Write the repeated text out.",
    });
  }
}

function nodeAt(document: Document, path: Path): Node | undefined {
  let node = resolve(document, document.contents);
  for (const part of path) {
    if (isMap(node)) node = resolve(document, pairOf(node.items, part)?.value);
    else if (isSeq(node) && typeof part === "number") node = resolve(document, node.items[part]);
    else return undefined;
    if (!node) return undefined;
  }
  return node;
}

function nearest(document: Document, path: Path): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(document, path.slice(0, length));
    if (node) return node;
  }
  return nodeAt(document, []);
}

function keyOf(document: Document, path: Path): Node | undefined {
  const parent = nodeAt(document, path.slice(0, -1));
  const name = path.at(-1);
  return isMap(parent) && name !== undefined ? (pairOf(parent.items, name)?.key as Node | undefined) : undefined;
}

const pairOf = (items: readonly Pair<unknown, unknown>[], name: string | number) =>
  items.find(({ key }) => isScalar(key) && String(key.value) === String(name));

function resolve(document: Document, node: unknown): Node | undefined {
  if (isAlias(node)) return (node as Alias).resolve(document) as Node | undefined;
  return (node ?? undefined) as Node | undefined;
}

/** Whether the way to a node leads through an alias. */
function isAliased(document: Document, path: Path): boolean {
  let node: unknown = document.contents;
  for (const part of path) {
    if (isMap(node)) node = pairOf(node.items, part)?.value;
    else if (isSeq(node) && typeof part === "number") node = node.items[part];
    else return false;
    if (isAlias(node)) return true;
  }
  return false;
}

function longTextsIn(document: Document, text: string): Range[] {
  const ranges: Range[] = [];
  visit(document, {
    Scalar: (_, { range }) => {
      if (range && text.slice(range[0], range[1]).includes("\n")) ranges.push({ start: range[0], end: range[1] });
    },
  });
  return ranges;
}

/** What was expected, what was found, how to mend it, and what `--fix` does. */
export type Words = Pick<Finding, "expected" | "found" | "fix" | "edits">;

/** Says what a rule found at a path. */
export type Report = (rule: RuleId, path: Path, words: Words) => Finding;

/** Findings in one file, each at its place. */
export const findingIn =
  (source: YamlSource): Report =>
  (rule, path, words) => ({ ...source.placeOf(path), path: path.join("/"), rule, ...words });

/** An edit that puts another text in the place of a scalar. */
export function replacing(source: YamlSource, path: Path, text: string | undefined): Pick<Words, "edits"> {
  const range = text === undefined ? undefined : source.rangeOf(path);
  return range && text !== undefined ? { edits: [{ ...range, text }] } : {};
}
