import { type Path, readYaml, UsageError, type YamlSource } from "@trust-center/authoring";
import { limits } from "../limits.ts";
import type { Block, Cell, Row, Run, SourceDocument } from "../model/document.ts";
import { cellOf, runsOfText } from "./plain-cell.ts";

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Reads JSON or YAML: every list of records is a table, whose headings are the names of members. */
export function readData(text: string, file: string): SourceDocument {
  checkDepth(text);
  const source = readYaml(text, file);
  const [problem] = source.problems;
  if (problem) {
    const { line, expected, found, fix } = problem;
    throw new UsageError(`Expected ${expected} in ${file}, line ${line}, found ${found}. ${fix}`, { line });
  }
  return { blocks: [...commentsIn(text), ...blocksOf(source, source.value, [], "")] };
}

/** Comments that have a line of their own. One behind a value cannot be told from a # in a text without reading it. */
function commentsIn(text: string): Block[] {
  return text.split("\n").flatMap((line, at): Block[] => {
    const [, words] = /^\s*#+\s*(.*\S)/.exec(line) ?? [];
    return words ? [{ type: "aside", what: "comment", text: words, line: at + 1 }] : [];
  });
}

/** The parser calls itself for each bracket and each step of indentation. */
function checkDepth(text: string): void {
  let [depth, deepest] = [0, 0];
  for (const mark of text) {
    if (mark === "[" || mark === "{") deepest = Math.max(deepest, ++depth);
    else if (mark === "]" || mark === "}") depth--;
  }
  const isDeep = deepest > limits.depth || /^(?:[ ]*[-?:] ){100}/m.test(text) || /^[ ]{400}\S/m.test(text);
  if (!isDeep) return;
  throw new UsageError(
    `Expected at most ${limits.depth} lists and records inside each other, found more. Copy the list into a file of its own.`,
  );
}

function blocksOf(source: YamlSource, value: unknown, path: Path, label: string): Block[] {
  const line = source.placeOf(path).line;
  if (Array.isArray(value)) {
    const heading: Block[] = label
      ? [{ type: "heading", depth: Math.min(path.length, 6), runs: [{ text: label }], line }]
      : [];
    return [...heading, ...listOf(source, value, path)];
  }
  if (isMembers(value)) {
    const records = Object.values(value);
    // `{ aws: { purpose: … }, gcp: { … } }`: the names of members are names.
    if (records.length > 1 && records.every((one) => isMembers(one) && !hasRecords(one)))
      return [...headingFor(label, path, line), recordsByName(source, value, path)];
    return [
      ...headingFor(label, path, line),
      ...Object.entries(value).flatMap(([name, member]) => {
        if (member !== null && typeof member === "object") return blocksOf(source, member, [...path, name], name);
        return aside(source, [...path, name], name, member);
      }),
    ];
  }
  return value === null || value === undefined ? [] : aside(source, path, label, value);
}

const headingFor = (label: string, path: Path, line: number): Block[] =>
  label ? [{ type: "heading", depth: Math.min(path.length, 6), runs: [{ text: label }], line }] : [];

const hasRecords = (value: Members): boolean =>
  Object.values(value).some((one) => isMembers(one) || (Array.isArray(one) && one.some(isMembers)));

const aside = (source: YamlSource, path: Path, label: string, value: unknown): Block[] => {
  const text = source.textOf(path) ?? String(value ?? "");
  const said = typeof value === "string" ? value : text;
  return [{ type: "aside", what: "member", text: label ? `${label}: ${said}` : said, line: source.placeOf(path).line }];
};

function listOf(source: YamlSource, list: readonly unknown[], path: Path): Block[] {
  const records = list.filter(isMembers);
  if (records.length === 0) {
    const items = list.flatMap((one, at) => {
      const at_ = [...path, at];
      if (one !== null && typeof one === "object") return [];
      return [{ runs: runsOfText(scalarText(source, at_, one)), blocks: [], line: source.placeOf(at_).line }];
    });
    const nested = list.flatMap((one, at) => (Array.isArray(one) ? blocksOf(source, one, [...path, at], "") : []));
    const line = source.placeOf(path).line;
    return [...(items.length > 0 ? [{ type: "list" as const, ordered: false, items, line }] : []), ...nested];
  }
  const others = list.flatMap((one, at) => (isMembers(one) ? [] : blocksOf(source, one, [...path, at], "")));
  const rows = list.flatMap((one, at) => (isMembers(one) ? [{ value: one, path: [...path, at] as Path }] : []));
  return [tableOf(source, rows), ...others];
}

interface Located {
  value: Members;
  path: Path;
  name?: string;
}

function tableOf(source: YamlSource, records: readonly Located[]): Block {
  const names = [...new Set(records.flatMap(({ value }) => Object.keys(value)))];
  const isNamed = records.some(({ name }) => name !== undefined);
  const labels = isNamed ? ["name", ...names.filter((name) => name !== "name")] : names;
  const line = source.placeOf(records[0]?.path ?? []).line;
  const head: Row = { cells: labels.map((label) => ({ runs: [{ text: label }], head: true })), line };
  const rows = records.map(({ value, path, name }): Row => {
    const cells = labels.map((label): Cell => {
      if (label === "name" && name !== undefined) return { runs: [{ text: name }] };
      return cellFor(source, [...path, label], value[label]);
    });
    return { cells, line: source.placeOf(path).line };
  });
  return { type: "table", rows: [head, ...rows], heads: 1, line, keyed: true };
}

const recordsByName = (source: YamlSource, value: Members, path: Path): Block =>
  tableOf(
    source,
    Object.entries(value).map(([name, one]) => ({ value: one as Members, path: [...path, name], name })),
  );

/** A value in words: lists as lines, records as `name: value` in each. */
function cellFor(source: YamlSource, path: Path, value: unknown): Cell {
  if (value === undefined || value === null) return { runs: [] };
  if (typeof value !== "object") return cellOf(scalarText(source, path, value));
  const lines = linesOf(source, path, value);
  return { runs: lines.flatMap((line, at): Run[] => [...(at > 0 ? [{ text: "\n" }] : []), ...runsOfText(line)]) };
}

function linesOf(source: YamlSource, path: Path, value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [scalarText(source, path, value)];
  if (Array.isArray(value)) {
    return value.flatMap((one, at) => {
      const lines = linesOf(source, [...path, at], one);
      return isMembers(one) ? [lines.join("; ")] : lines;
    });
  }
  const place = placeText(value as Members);
  if (place !== undefined) return [place];
  // `{ url, name: "Acme" }`: its name is the record's own, and stands first without a label.
  const members = Object.entries(value).sort(([a], [b]) => Number(b === "name") - Number(a === "name"));
  return members.map(([name, one]) => {
    const lines = linesOf(source, [...path, name], one);
    if (lines.length === 0) return name;
    return name === "name" ? lines.join(", ") : `${name}: ${lines.join(", ")}`;
  });
}

/** Members of a place, the smallest first: as people write it. */
const placeParts = ["city", "state", "country"] as const;

/** A record that is a place and nothing else, as it is written everywhere else: `Falkenstein, DE`. */
function placeText(value: Members): string | undefined {
  const parts = placeParts.flatMap((name) => (name in value ? [value[name]] : []));
  const isPlace = "country" in value && parts.length === Object.keys(value).length;
  return isPlace && parts.every((part) => typeof part === "string" && part !== "") ? parts.join(", ") : undefined;
}

/** `2026-10` and `yes` stay as they are written. */
const scalarText = (source: YamlSource, path: Path, value: unknown): string =>
  typeof value === "string" ? value : (source.textOf(path) ?? String(value ?? ""));
