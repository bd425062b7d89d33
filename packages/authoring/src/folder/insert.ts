import { isDeepStrictEqual } from "node:util";
import { isAlias, isMap, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import type { Path } from "../format/path.ts";
import { readYaml } from "./yaml-source.ts";

/**
 * A YAML text with one member more in an entry: a value, or one more item of a list that is there. Comments, order and layout
 * stay.
 *
 * @param path The entry, as members from the root: `["subprocessors", 3]`
 * @param items What the member holds, as YAML in one line each
 * @returns the text; undefined where it cannot be written without changing anything else, as through an alias
 */
export function withItems(text: string, path: Path, member: string, items: readonly string[]): string | undefined {
  const document = parseDocument(text, { version: "1.2", schema: "core" });
  let node: unknown = document.contents;
  for (const part of path) {
    if (isMap(node)) node = node.items.find(({ key }) => String(key) === String(part))?.value;
    else if (isSeq(node) && typeof part === "number") node = node.items[part];
  }
  if (!isMap(node)) return undefined;
  const after = insertedInto(text, node, member, items);
  return after !== undefined && saysOnly({ before: text, after, path, member, items }) ? after : undefined;
}

function insertedInto(text: string, entry: YAMLMap, member: string, items: readonly string[]): string | undefined {
  const list = entry.items.find(({ key }) => String(key) === member)?.value;
  if (list === undefined) {
    if (entry.flow) return beforeLast(text, entry, "}", `, ${member}: [${items.join(", ")}]`);
    const first = entry.items[0]?.key as Node | undefined;
    const indent = " ".repeat(columnOf(text, first?.range?.[0] ?? 0));
    return behind(text, entry, [`${indent}${member}:`, ...items.map((item) => `${indent}  - ${item}`)]);
  }
  if (isAlias(list) || !isSeq(list)) return undefined;
  if (list.flow) {
    const inside = items.join(", ");
    return beforeLast(text, list, "]", list.items.length === 0 ? inside : `, ${inside}`);
  }
  const indent = " ".repeat(columnOf(text, list.range?.[0] ?? 0));
  return behind(
    text,
    list,
    items.map((item) => `${indent}- ${item}`),
  );
}

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf("\n", offset - 1) + 1);

/** Before the bracket that closes a collection in one line, and the blanks in front of it. */
function beforeLast(text: string, { range }: { range?: [number, number, number] | null }, bracket: string, by: string) {
  const at = range ? text.lastIndexOf(bracket, range[1]) : -1;
  if (at < 0) return undefined;
  const end = text.slice(0, at).trimEnd().length;
  return text.slice(0, end) + by + text.slice(end);
}

/** In lines of their own behind the last line of a collection. What stands behind its last value, such as a comment, stays there. */
function behind(text: string, { range }: { range?: [number, number, number] | null }, lines: readonly string[]) {
  if (!range) return undefined;
  const last = text.slice(0, range[1]).trimEnd().length;
  const end = text.indexOf("\n", last);
  const at = end < 0 ? text.length : end;
  const lineEnd = text[at - 1] === "\r" ? "\r\n" : "\n";
  const cut = lineEnd === "\r\n" ? at - 1 : at;
  return text.slice(0, cut) + lines.map((line) => lineEnd + line).join("") + text.slice(cut);
}

interface Inserted {
  before: string;
  after: string;
  path: Path;
  member: string;
  items: readonly string[];
}

/** Whether the text now says what was inserted, and else what it said. */
function saysOnly({ before, after, path, member, items }: Inserted): boolean {
  const [was, is] = [before, after].map((text) => readYaml(text, ""));
  if (!was || !is || is.problems.length > was.problems.length) return false;
  const expected = structuredClone(was.value);
  let entry = expected as Record<string | number, unknown>;
  for (const part of path) entry = entry[part] as typeof entry;
  const added = readYaml(`[${items.join(", ")}]`, "").value as unknown[];
  entry[member] = [...((entry[member] as unknown[] | undefined) ?? []), ...added];
  return isDeepStrictEqual(is.value, expected);
}
