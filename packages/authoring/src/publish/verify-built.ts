import {
  check,
  type Head,
  headSchema,
  limits,
  parseJson,
  type ReadFile,
  type Tree,
  verify,
  verifyPolicy,
} from "@trust-center/feed";
import { folderReader, memoryReader, type PublishedTree, timestampUnverified } from "./read-published.ts";

/** What will be published once the files are written. */
export type VerifiedTree = Pick<PublishedTree, "head" | "root" | "manifest" | "timestamp" | "feed" | "entries">;

export interface BuiltTree {
  out: string;
  /** New files; absent where what is published stands. */
  tree: Tree | undefined;
  published: PublishedTree | undefined;
  feed: string | undefined;
  pin: string | undefined;
  /** Milliseconds since 1970. Absent where nothing was signed now: the files must have been good when they were. */
  now: number | undefined;
}

/**
 * Verifies signed files before they are written, as a reader would: nothing that does not verify is ever published.
 * Without a new `head.json` what is published stands.
 *
 * @throws {TrustCenterError}
 */
export async function verifyBuilt({
  out,
  tree,
  published,
  feed,
  pin,
  now,
}: BuiltTree): Promise<VerifiedTree | undefined> {
  const bytes = tree?.get("head.json");
  if (!tree || !bytes) return published;
  if (feed === undefined || pin === undefined) throw new TypeError("a head needs the address and the pin of its feed");
  const [fresh, kept] = [memoryReader(tree), folderReader(out)];
  const read: ReadFile = (path, maxBytes) => (tree.has(path) ? fresh : kept)(path, maxBytes);
  const head: Head = check(headSchema, parseJson(bytes, "head.json", limits.depth), "head.json");
  const at = now ?? Date.parse(timestampUnverified(head).issued);
  const verified = await verify(read, { feed, pin, now: at, strict: true });
  for (const { path, sha256, length } of verified.manifest.files.policies) {
    await verifyPolicy(verified, sha256, await read(path, length));
  }
  return {
    head,
    root: verified.root,
    manifest: verified.manifest,
    timestamp: verified.timestamp,
    feed: verified.feed,
    entries: verified.history ?? [],
  };
}
