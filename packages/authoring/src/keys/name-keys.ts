import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { UsageError } from "../errors.ts";
import { replaceFile } from "../files/write-files.ts";
import { authoringFile } from "../folder/check.ts";

/**
 * Names key files in `publish.keys` of a folder's `trust-center.yaml`; every other character stays. A single
 * `publish.key` becomes the first of them.
 *
 * @throws {UsageError} where the file is written in a way that this cannot add to; it stays as it was
 */
export async function nameKeys(folder: string, files: readonly string[], defaultKey: string): Promise<void> {
  const path = join(folder, authoringFile);
  const text = await readFile(path, "utf8");
  const { map, value } = publishOf(text);
  const keys = value?.keys ?? [value?.key ?? defaultKey];
  const names = files.map((file) => `./${relative(folder, file).replaceAll("\\", "/")}`);
  const all = [...keys, ...names.filter((name) => !keys.includes(name))];
  const named = map && withKeys(text, map, all);
  if (named === undefined || JSON.stringify(publishOf(named).value?.keys) !== JSON.stringify(all)) {
    throw new UsageError(
      `Expected publish.keys of ${path} to be a plain list, found another form. Name the new keys there yourself: ${names.join(", ")}.`,
      { path, names },
    );
  }
  await replaceFile(path, new TextEncoder().encode(named));
}

/** The block as it is written, and what it says. */
function publishOf(text: string) {
  const document = parseDocument(text);
  const map = document.get("publish");
  const { publish: value } = document.toJS() as { publish?: { key?: string; keys?: unknown[] } };
  return { map: isMap(map) ? map : undefined, value };
}

/** The text with another list of keys, in the place of `key` or `keys`, else below the block's first member. */
function withKeys(text: string, publish: YAMLMap, keys: readonly unknown[]): string {
  const pair = pairOf(publish, "keys") ?? pairOf(publish, "key");
  if (isSeq(pair?.value) && !pair.value.flow && pair.value.items.length > 0) return withMore(text, pair.value, keys);
  const at = startOf(pair?.key ?? publish.items[0]?.key);
  const end = pair ? endOf(pair.value) : at;
  if (publish.flow) {
    return `${text.slice(0, at)}keys: ${JSON.stringify(keys)}${pair ? "" : ", "}${text.slice(end)}`;
  }
  const indent = text.slice(text.lastIndexOf("\n", at) + 1, at);
  const items = keys.map((key) => `\n${indent}  - ${itemText(key)}`).join("");
  if (pair) return `${text.slice(0, at)}keys:${items}${text.slice(end)}`;
  const below = endOfLine(text, endOf(publish.items[0]?.value));
  return `${text.slice(0, below)}\n${indent}keys:${items}${text.slice(below)}`;
}

/** Where the line that holds the character before a place ends. */
function endOfLine(text: string, place: number): number {
  const end = text.indexOf("\n", Math.max(0, place - 1));
  return end < 0 ? text.length : end;
}

/** A block of items goes on below its last line, comments and all. */
function withMore(text: string, { items }: YAMLSeq, keys: readonly unknown[]): string {
  const first = startOf(items[0]);
  const dash = text.slice(text.lastIndexOf("\n", first) + 1, first);
  const end = endOfLine(text, endOf(items.at(-1)));
  const more = keys.slice(items.length).map((key) => `\n${dash}${itemText(key)}`);
  return `${text.slice(0, end)}${more.join("")}${text.slice(end)}`;
}

/** Plain where nothing in it could mean something else in YAML. */
const itemText = (key: unknown): string =>
  typeof key === "string" && /^[\w.]*\/[\w./-]*$/.test(key) ? key : JSON.stringify(key);

const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && key.value === name);

type Ranged = { range?: number[] } | null | undefined;
const startOf = (node: unknown): number => (node as Ranged)?.range?.[0] ?? 0;
const endOf = (node: unknown): number => (node as Ranged)?.range?.[1] ?? 0;
