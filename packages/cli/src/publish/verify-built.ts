import {
  check,
  headSchema,
  limits,
  parseStrictJson,
  type ReadFile,
  type Tree,
  verify,
  verifyPolicy,
} from "@trust-center/feed";
import { folderReader, memoryReader, type PublishedTree } from "./read-published.ts";

/** What will be published once the files are written. */
export type VerifiedTree = Pick<PublishedTree, "head" | "root" | "manifest" | "timestamp" | "feed" | "entries">;

export interface BuiltTree {
  out: string;
  /** New files; absent where what is published stands. */
  tree: Tree | undefined;
  published: PublishedTree | undefined;
  feed: string;
  pin: string;
  now: number;
}

/**
 * Verifies signed files before they are written, as a reader would: nothing that does not verify is ever published.
 *
 * @throws {TrustCenterError}
 */
export async function verifyBuilt({ out, tree, published, feed, pin, now }: BuiltTree): Promise<VerifiedTree> {
  const head = tree?.get("head.json");
  if (!tree || !head) {
    if (!published) throw new TypeError("neither a new tree nor a published one");
    return published;
  }
  const [fresh, kept] = [memoryReader(tree), folderReader(out)];
  const read: ReadFile = (path, maxBytes) => (tree.has(path) ? fresh : kept)(path, maxBytes);
  const verified = await verify(read, { feed, pin, now, strict: true });
  for (const { path, sha256, length } of verified.manifest.files.policies) {
    await verifyPolicy(verified, sha256, await read(path, length));
  }
  return {
    head: check(headSchema, parseStrictJson(head, "head.json", limits.depth), "head.json"),
    root: verified.root,
    manifest: verified.manifest,
    timestamp: verified.timestamp,
    feed: verified.feed,
    entries: verified.history ?? [],
  };
}
