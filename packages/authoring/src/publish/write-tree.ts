import type { Tree } from "@trust-center/feed";
import { createWriter, type Files } from "../files/write-files.ts";
import type { VerifiedTree } from "./verify-built.ts";

/** Files that come one after the other. */
export type NamedFiles = AsyncIterable<readonly [path: string, bytes: Uint8Array]>;

export interface TreeToWrite {
  out: string;
  /** Signed files; absent where what is published stands. */
  tree: Tree | undefined;
  /** Files that never change, beside the tree. */
  older: NamedFiles | undefined;
  /** What will be published; undefined where nothing is yet. */
  current: VerifiedTree | undefined;
  derived: Files | undefined;
  signal: AbortSignal | undefined;
}

const checkpoint = "log/checkpoint";

/**
 * Writes a version: what never changes, then what people read, then `head.json`, which makes it the published one. A
 * run that is killed at any instant leaves the version before it, or this one.
 *
 * The log's checkpoint follows its head: one that ran ahead of a killed publish would promise outside witnesses a log
 * that the next publish does not continue.
 *
 * @returns the paths written
 */
export async function writeTree({ out, tree, older, current, derived, signal }: TreeToWrite): Promise<string[]> {
  const writer = createWriter(out, signal);
  for (const [path, bytes] of tree ?? []) {
    if (path !== "head.json" && path !== checkpoint) await writer.write(path, bytes);
  }
  if (older) for await (const [path, bytes] of older) await writer.write(path, bytes);
  for (const [path, bytes] of derived ?? []) await writer.write(path, bytes);
  await writer.settle();
  const head = tree?.get("head.json");
  if (head) await writer.write("head.json", head);
  await writer.settle();
  if (current) await writer.write(checkpoint, new TextEncoder().encode(current.head.log.checkpoint));
  await writer.settle();
  return writer.written;
}
