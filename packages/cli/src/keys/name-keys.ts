import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";
import { authoringFile } from "../authoring/check.ts";
import { replaceFile } from "../publish/write-files.ts";

/**
 * Names key files in `publish.keys` of a folder's `trust-center.yaml`; every other character stays. A single
 * `publish.key` becomes the first of them.
 */
export async function nameKeys(folder: string, files: readonly string[], defaultKey: string): Promise<void> {
  const path = join(folder, authoringFile);
  const text = await readFile(path, "utf8");
  const publish = parseDocument(text).get("publish");
  if (!isMap(publish)) throw new TypeError(`${authoringFile} has no block publish, although it was checked`);
  const before = publish.toJSON() as { key?: string; keys?: unknown[] };
  const keys = before.keys ?? [before.key ?? defaultKey];
  const names = files.map((file) => `./${relative(folder, file).replaceAll("\\", "/")}`);
  const all = [...keys, ...names.filter((name) => !keys.includes(name))];
  await replaceFile(path, new TextEncoder().encode(withKeys(text, publish, all)));
}

/** The text with another list of keys, in the place of `key` or `keys`, else before the block's first member. */
function withKeys(text: string, publish: YAMLMap, keys: readonly unknown[]): string {
  const pair = pairOf(publish, "keys") ?? pairOf(publish, "key");
  const at = startOf(pair ?? publish.items[0]);
  const end = pair ? endOf(pair.value) : at;
  if (publish.flow) {
    return `${text.slice(0, at)}keys: ${JSON.stringify(keys)}${pair ? "" : ", "}${text.slice(end)}`;
  }
  const indent = text.slice(text.lastIndexOf("\n", at) + 1, at);
  const items = keys.map((key) => `\n${indent}  - ${typeof key === "string" ? key : JSON.stringify(key)}`).join("");
  return `${text.slice(0, at)}keys:${items}${pair ? "" : `\n${indent}`}${text.slice(end)}`;
}

const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && key.value === name);

const startOf = (pair: Pair | undefined): number => (pair?.key as { range?: number[] } | undefined)?.range?.[0] ?? 0;

/** A block of items ends with the last of them: what follows, comments too, is not its own. */
function endOf(value: unknown): number {
  if (isSeq(value) && !value.flow && value.items.length > 0) return endOf(value.items.at(-1));
  return (value as { range?: number[] } | null)?.range?.[1] ?? 0;
}
