import {
  buildTiles,
  check,
  type Feed,
  feedSchema,
  type Hash,
  limits,
  parseJson,
  type ReadFile,
  TrustCenterError,
  verifyFile,
} from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import { rootFiles } from "./next.ts";
import { createWriter } from "./write-files.ts";

export interface TreeToCopy {
  /** Verified, strictly. */
  live: TrustCenter;
  /** Its history file, and the hash of each line. */
  history: Uint8Array<ArrayBuffer>;
  leaves: readonly Hash[];
  out: string;
  signal: AbortSignal | undefined;
}

/**
 * Copies a verified tree: every file that can be named from its head, checked against its name; `head.json` last. The
 * log's tiles are made anew from the history.
 *
 * @returns the paths written, and the versions of the list that are not to be had there
 */
export async function copyTree({ live, history, leaves, out, signal }: TreeToCopy) {
  const { head, read, feed } = live;
  const { files } = head.manifest;
  const writer = createWriter(out, signal);
  for (const [path, bytes] of rootFiles(head.roots)) await writer.write(path, bytes);
  for (const file of [files.feed, ...files.policies]) {
    const bytes = await read(file.path, file.length);
    await verifyFile(bytes, file);
    await writer.write(file.path, bytes);
  }
  await writer.write(files.history.path, history);
  const missing = await copyOlder(live, writer.write);
  for (const [path, bytes] of await buildTiles(leaves)) await writer.write(`log/${path}`, bytes);
  await writer.write("latest.json", new TextEncoder().encode(`${JSON.stringify(feed, null, 2)}\n`));
  await writer.settle();
  // The bytes that were verified: a source reads its head once.
  await writer.write("head.json", await read("head.json", limits.head));
  await writer.settle();
  await writer.write("log/checkpoint", new TextEncoder().encode(head.checkpoint));
  await writer.settle();
  return { written: writer.written, missing };
}

/** Older versions of the list and of policies: they answer which list applied on a day. */
async function copyOlder(
  { history = [], read }: TrustCenter,
  write: (path: string, bytes: Uint8Array) => Promise<boolean>,
) {
  const missing: number[] = [];
  const versions = new Map(history.map((entry) => [entry.feed.sha256, entry.feed.version]));
  for (const [sha256, version] of versions) {
    const bytes = await readNamed(read, `feed/${sha256}.json`, sha256);
    if (!bytes) {
      missing.push(version);
      continue;
    }
    await write(`feed/${sha256}.json`, bytes);
    for (const body of policiesOf(bytes)) {
      const text = await readNamed(read, `policies/${body}.json`, body);
      if (text) await write(`policies/${body}.json`, text);
    }
  }
  return missing;
}

/** The texts that an older list names. The log vouches for its bytes alone: it may be no list at all. */
function policiesOf(bytes: Uint8Array<ArrayBuffer>): string[] {
  try {
    const { policies = [] }: Feed = check(feedSchema, parseJson(bytes, "an older list"), "an older list");
    return policies.flatMap((policy) => Object.values(policy.bodies ?? {}));
  } catch (error) {
    if (error instanceof TrustCenterError) return [];
    throw error;
  }
}

/** A file whose name is its hash; undefined where it is not there or is another. */
async function readNamed(read: ReadFile, path: string, sha256: string) {
  try {
    const bytes = await read(path, limits.file);
    await verifyFile(bytes, { path, sha256, length: bytes.length });
    return bytes;
  } catch (error) {
    if (error instanceof TrustCenterError && ["network", "malformed", "hash-mismatch"].includes(error.code))
      return undefined;
    throw error;
  }
}
