import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { check, parseJson } from "@trust-center/feed";
import { int, literal, looseObject, string } from "zod/mini";
import { BrokenTreeError, UsageError } from "../errors.ts";
import type { PublishedTree } from "./read-published.ts";
import type { VerifiedTree } from "./verify-built.ts";
import { replaceFile } from "./write-files.ts";

/** What was published last from an authoring folder. It stands beside the list, so that the two are kept together. */
export const memoryFile = "trust-center.published.json";

const memorySchema = looseObject({
  format: literal(1),
  feed: string(),
  pin: string(),
  root: int(),
  manifest: int(),
  timestamp: int(),
  log: looseObject({ size: int(), root: string() }),
  issued: string(),
});

type Memory = (typeof memorySchema)["_zod"]["output"];

/** Remembers what is published now. */
export async function rememberPublished(folder: string, tree: VerifiedTree, pin: string): Promise<void> {
  const { root, manifest, timestamp } = tree;
  const memory: Memory = {
    format: 1,
    feed: root.feed,
    pin,
    root: root.version,
    manifest: manifest.version,
    timestamp: timestamp.version,
    log: { size: manifest.log.size, root: manifest.log.root },
    issued: timestamp.issued,
  };
  const text = `${JSON.stringify(memory, null, 2)}\n`;
  const path = join(folder, memoryFile);
  if ((await readFile(path, "utf8").catch(() => "")) === text) return;
  await replaceFile(path, new TextEncoder().encode(text));
}

/** What is compared with the memory. */
type State = Pick<PublishedTree, "root" | "manifest" | "timestamp" | "pin">;

/**
 * Refuses to go on from a tree that is older than what was published last: after a restored backup the next version
 * would contradict what readers have seen.
 *
 * @throws {BrokenTreeError} `rollback`, or `fork` where it is another history
 */
export async function refuseOlderTree(folder: string, published: State | undefined): Promise<void> {
  await refuseOlder(
    folder,
    published,
    `Is this folder a restored backup? Whoever saw the newer list would refuse a version made from this one. Nothing was written. Bring the folder forward from your web server: trust-center recover ${folder}`,
  );
}

/**
 * Refuses to recover from what is older than what was published last: whoever holds the newer list back would have the
 * folder forget it.
 *
 * @throws {BrokenTreeError} `rollback`, or `fork` where it is another history
 */
export async function refuseOlderSource(folder: string, found: State, address: string): Promise<void> {
  await refuseOlder(
    folder,
    found,
    `Neither this folder nor ${address} has it. Nothing was written. Look for a newer copy: a mirror, a backup (--from). ` +
      `If nobody has seen what was published last, remove ${memoryFile}, and recover again.`,
  );
}

async function refuseOlder(folder: string, published: State | undefined, advice: string): Promise<void> {
  const memory = await readMemory(folder);
  if (!memory) return;
  const found = published && {
    root: published.root.version,
    manifest: published.manifest.version,
    timestamp: published.timestamp.version,
    log: published.manifest.log,
  };
  const kinds = ["root", "manifest", "timestamp"] as const;
  const older = kinds.filter((kind) => (found?.[kind] ?? 0) < memory[kind]);
  const forked = found?.log.size === memory.log.size && found.log.root !== memory.log.root;
  if (older.length === 0 && !forked && (found?.log.size ?? 0) >= memory.log.size && published?.pin === memory.pin)
    return;
  const what = older.map((kind) => `${kind} ${memory[kind]} (found ${found?.[kind] ?? "none"})`).join(", ");
  const text = forked || (found && published?.pin !== memory.pin) ? "another history" : what || "a longer history";
  throw new BrokenTreeError(
    older.length > 0 || !forked ? "rollback" : "fork",
    `Expected what was published last, on ${memory.issued}: ${text}. ${advice}`,
    { remembered: memory, found: found ?? null },
  );
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
