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
import { isForbiddenName, nestingProblem } from "./nesting.ts";
import type { Place, Problem } from "./report.ts";

/** Members and indexes from the root of a document. */
export type Path = readonly (string | number)[];

/** A parsed YAML file that still knows where everything stands. */
export interface YamlSource {
  file: string;
  /** Plain data; undefined where the file could not be read as YAML. */
  value: unknown;
  problems: Problem[];
  /** The place of a value, or of the nearest thing around it that exists. */
  placeOf(path: Path): Place;
  /** The place of a member's name. */
  placeOfKey(path: Path): Place;
  /** A scalar as it was written: `2026` for a number. */
  textOf(path: Path): string | undefined;
}

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
  const source: YamlSource = {
    file,
    value: undefined,
    problems: [...syntaxProblems(document, at), ...nameProblems(document, at)],
    placeOf: (path) => at(nearest(document, path)?.range?.[0] ?? 0),
    placeOfKey: (path) => at(keyOf(document, path)?.range?.[0] ?? nearest(document, path)?.range?.[0] ?? 0),
    textOf: (path) => {
      const node = nodeAt(document, path);
      return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    },
  };
  if (source.problems.length === 0) readValue(document, source);
  return source;
}

function readValue(document: Document, source: YamlSource): void {
  const whole = { ...source.placeOf([]), path: "" };
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    const problem = nestingProblem(value);
    if (problem) source.problems.push({ ...whole, ...problem });
    else source.value = value;
  } catch {
    source.problems.push({
      ...whole,
      expected: `at most ${maxAliases} uses of YAML aliases (*name), each after its anchor`,
      found: "more, or one without its anchor",
      fix: "Write the repeated text out.",
    });
  }
}

function syntaxProblems(document: Document, at: (offset: number) => Place): Problem[] {
  const problems = [...document.errors, ...document.warnings].map(({ pos, code, message }): Problem => {
    const [expected, fix] = yamlAdvice[code] ?? [
      "YAML 1.2",
      "Compare the indentation and quotes with the lines around.",
    ];
    return { ...at(pos[0]), path: "", expected, found: message.replace(/\.$/, ""), fix };
  });
  if (document.directives?.yaml.explicit && document.directives.yaml.version !== "1.2") {
    problems.push({
      ...at(0),
      path: "",
      expected: "YAML 1.2",
      found: "another version",
      fix: "Remove the %YAML line.",
    });
  }
  return problems;
}

const yamlAdvice: Record<string, [expected: string, fix: string]> = {
  DUPLICATE_KEY: ["each name once", "Keep one of the two, or rename one."],
  MULTIPLE_DOCS: ["one document in the file", "Remove the line `---` and what follows it."],
  TAG_RESOLVE_FAILED: ["plain YAML without tags (!name)", "Remove the tag."],
  TAB_AS_INDENT: ["spaces before a name", "Replace the tab by two spaces."],
  MISSING_CHAR: ["a quote or bracket to be closed", "Close it on the same line, or quote the whole text."],
  BAD_INDENT: ["the same indentation for members of one entry", "Align the line with the ones above, by spaces."],
};

/** Names must be texts: `2026: x` and `? [a]` would be renamed silently on the way to JSON. */
function nameProblems(document: Document, at: (offset: number) => Place): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair: (_, { key }: Pair<unknown, unknown>) => {
      const name = isScalar(key) ? key.value : undefined;
      if (name === "<<") {
        problems.push({
          ...at((key as Node | null)?.range?.[0] ?? 0),
          path: "",
          expected: "no merge key",
          found: "`<<`",
          fix: "YAML 1.2 has none: write the members out, or state them once in a group's `common`.",
        });
        return;
      }
      if (typeof name === "string" && !isForbiddenName(name)) return;
      problems.push({
        ...at((key as Node | null)?.range?.[0] ?? 0),
        path: "",
        expected: "a name made of text",
        found: typeof name === "string" ? `\`${name}\`` : "a number, list or alias",
        fix: 'Put the name in quotes, such as "2026": …, or choose another.',
      });
    },
  });
  return problems;
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

/** Says what is wrong at a path: what was expected there, what was found, and how to mend it. */
export type Report = (path: Path, expected: string, found: string, fix: string) => Problem;

/** Problems of one file, each at its place. */
export const problemIn =
  (source: YamlSource): Report =>
  (path, expected, found, fix) => ({ ...source.placeOf(path), path: path.join("/"), expected, found, fix });
