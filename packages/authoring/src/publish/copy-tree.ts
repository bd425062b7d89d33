import {
  buildTiles,
  check,
  type Feed,
  feedSchema,
  type Hash,
  limits,
  parseJson,
  policyPath,
  type ReadFile,
  type Tree,
  TrustCenterError,
  verifyFile,
} from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import { cosignedPath, isCosigned } from "./cosigned.ts";
import { rootFiles } from "./next.ts";
import { isStamped, stampedPath } from "./stamped.ts";
import type { NamedFiles } from "./write-tree.ts";

export interface TreeToCopy {
  /** Verified, strictly. */
  live: TrustCenter;
  /** Its history file, and the hash of each line. */
  history: Uint8Array<ArrayBuffer>;
  leaves: readonly Hash[];
}

/** What a tree consists of that is copied. */
export interface TreeCopy {
  tree: Tree;
  /** Older versions of the list and of policies: they answer which list applied on a day. */
  older: NamedFiles;
  /** Versions of the list that are not available there: complete when all older files were asked for. */
  missing: number[];
}

/**
 * Copies a verified tree: every file that can be named from its head, checked against its name. The log's tiles are made
 * anew from the history.
 */
export async function copyTree({ live, history, leaves }: TreeToCopy): Promise<TreeCopy> {
  const { head, read } = live;
  const { files } = head.manifest;
  const tree: Tree = new Map(rootFiles(head.roots));
  for (const file of [files.feed, ...files.policies]) {
    const bytes = await read(file.path, file.length);
    await verifyFile(bytes, file);
    tree.set(file.path, bytes);
  }
  await addFirstFeed(tree, live);
  tree.set(files.history.path, history);
  for (const [path, bytes] of await buildTiles(leaves)) tree.set(`log/${path}`, bytes);
  // The bytes that were verified: a source reads its head once.
  tree.set("head.json", await read("head.json", limits.head));
  const missing: number[] = [];
  return { tree, older: olderFiles(live, leaves, missing), missing };
}

/** The list that the history begins with: without it nobody can replay the history, and no publish could go on. */
async function addFirstFeed(tree: Tree, { history: [first] = [], read }: TrustCenter): Promise<void> {
  if (!first) return;
  const path = `feed/${first.feed.sha256}.json`;
  const bytes = await read(path, limits.file);
  await verifyFile(bytes, { path, sha256: first.feed.sha256, length: bytes.length });
  tree.set(path, bytes);
}

async function* olderFiles(live: TrustCenter, leaves: readonly Hash[], missing: number[]): NamedFiles {
  const { history = [], read } = live;
  yield* datingFiles(live, leaves);
  const versions = new Map(history.map((entry) => [entry.feed.sha256, entry.feed.version]));
  for (const [sha256, version] of versions) {
    const bytes = await readNamed(read, `feed/${sha256}.json`, sha256);
    if (!bytes) {
      missing.push(version);
      continue;
    }
    yield [`feed/${sha256}.json`, bytes];
    for (const body of policiesOf(bytes)) {
      const path = policyPath(body);
      const text = await readNamed(read, path, body);
      if (text) yield [path, text];
    }
  }
}

/** What witnesses signed first of each state of the log, and its time stamp, as far as they are kept there. */
async function* datingFiles({ history = [], read, address }: TrustCenter, leaves: readonly Hash[]): NamedFiles {
  for (const [at, { feed }] of history.entries()) {
    if (feed.version === history[at + 1]?.feed.version) continue;
    const state = { size: at + 1, address, leaves };
    for (const [path, isOurs] of [
      [cosignedPath(state.size), isCosigned],
      [stampedPath(state.size), isStamped],
    ] as const) {
      const bytes = await readIfThere(read, path);
      if (bytes && (await isOurs(bytes, state))) yield [path, bytes];
    }
  }
}

async function readIfThere(read: ReadFile, path: string) {
  try {
    return await read(path, limits.checkpoint);
  } catch (error) {
    if (error instanceof TrustCenterError && ["network", "malformed", "too-large"].includes(error.code))
      return undefined;
    throw error;
  }
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
