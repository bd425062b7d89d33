import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { check, parseJson } from "@trust-center/feed";
import { int, literal, looseObject, optional, type output, string } from "zod/mini";
import { UsageError } from "../errors.ts";
import { replaceFile } from "../files/write-files.ts";
import type { VerifiedTree } from "./verify-built.ts";

/** What was published last from an authoring folder. It stands beside the list, so that the two are kept together. */
export const memoryFile = "trust-center.published.json";

const memorySchema = looseObject({
  format: literal(1),
  feed: string(),
  pin: string(),
  root: int(),
  manifest: int(),
  timestamp: int(),
  /** The greatest version that a timestamp was signed under, where it is not the one published: the next counts on. */
  greatestTimestamp: optional(int()),
  log: looseObject({ size: int(), root: string() }),
  issued: string(),
});

/** What is remembered of what was published. */
export type Memory = output<typeof memorySchema>;

/** What to remember of a tree. */
export function memoryOf({ root, manifest, timestamp }: VerifiedTree, pin: string, greatestTimestamp: number): Memory {
  return {
    format: 1,
    feed: root.feed,
    pin,
    root: root.version,
    manifest: manifest.version,
    timestamp: timestamp.version,
    ...(greatestTimestamp > timestamp.version && { greatestTimestamp }),
    log: { size: manifest.log.size, root: manifest.log.root },
    issued: timestamp.issued,
  };
}

/** Writes down what is published from a folder. */
export async function writeMemory(folder: string, memory: Memory): Promise<void> {
  const text = `${JSON.stringify(memory, null, 2)}\n`;
  const path = join(folder, memoryFile);
  if ((await readFile(path, "utf8").catch(() => "")) === text) return;
  await replaceFile(path, new TextEncoder().encode(text));
}

/** What was published last from a folder; undefined where nothing was, or nobody remembers. */
export async function readMemory(folder: string): Promise<Memory | undefined> {
  const path = join(folder, memoryFile);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  try {
    return check(memorySchema, parseJson(bytes, memoryFile), memoryFile);
  } catch (cause) {
    throw new UsageError(
      `Expected ${path} to say what was published last, found something else. Restore it; or remove it, and run \`trust-center recover\` to compare with your web server.`,
      { path },
      { cause },
    );
  }
}
