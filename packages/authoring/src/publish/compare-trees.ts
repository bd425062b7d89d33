import { type Hash, leafHash, splitLines, TrustCenterError, toHex, treeRoot } from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import type { PublishedTree } from "./read-published.ts";

/** What says something of the list or of its keys. A timestamp says only that a manifest was the newest. */
const kinds = ["root", "manifest"] as const;

/**
 * Whether another copy of a feed is what readers should be served. Of two timestamps over one list that is the newer
 * one; of two that share a version, the one that readers were served.
 */
export function isAhead({ head }: TrustCenter, local: PublishedTree): boolean {
  if (kinds.some((kind) => head[kind].version < local[kind].version)) return false;
  if (kinds.some((kind) => head[kind].version > local[kind].version)) return true;
  if (head.timestamp.version !== local.timestamp.version) return head.timestamp.version > local.timestamp.version;
  return head.next.timestamp?.envelope.payload !== local.head.timestamp.payload;
}

/**
 * Compares another copy of a feed with the one here.
 *
 * @param leaves The other's log.
 * @returns `rollback` where what is here is newer in anything that counts: it is not brought forward to the other
 * @throws {TrustCenterError} `fork` where the two have parted
 */
export async function compareCopies(
  local: PublishedTree,
  live: TrustCenter,
  leaves: readonly Hash[],
): Promise<TrustCenterError | undefined> {
  const shorter = await compareLogs(local, live, leaves);
  if (shorter) return shorter;
  refuseOtherRoots(local, live);
  const { manifest } = live.head.next;
  if (
    live.head.manifest.version === local.manifest.version &&
    manifest?.envelope.payload !== local.head.manifest.payload
  )
    throw parted(live, `manifest ${local.manifest.version}`, { local: local.head.manifest, found: manifest?.envelope });
  const behind = kinds.find((kind) => live.head[kind].version < local[kind].version);
  const isNewer = [...kinds, "timestamp" as const].some((kind) => live.head[kind].version > local[kind].version);
  if (!behind || !isNewer) return undefined;
  return new TrustCenterError(
    "rollback",
    `Expected nothing older than what is here, found ${behind} ${live.head[behind].version} at ${live.address}, and ${behind} ${local[behind].version} here: upload this folder instead. Nothing was written.`,
    { local: local.head[behind === "root" ? "roots" : behind], found: live.head.next[behind]?.envelope },
  );
}

/** One of the two logs must be the beginning of the other. */
async function compareLogs(
  local: PublishedTree,
  live: TrustCenter,
  leaves: readonly Hash[],
): Promise<TrustCenterError | undefined> {
  const { size, root } = local.manifest.log;
  if (leaves.length >= size) {
    if (toHex(await treeRoot(leaves.slice(0, size))) === root) return undefined;
  } else {
    const ours = await Promise.all(splitLines(local.history).map((line) => leafHash(line)));
    if (toHex(await treeRoot(ours.slice(0, leaves.length))) === live.head.manifest.log.root) {
      return new TrustCenterError(
        "rollback",
        `Expected a newer history than the ${size} entries here, found ${leaves.length}: upload this folder instead. Nothing was written.`,
        { local: local.manifest.log, found: live.head.manifest.log },
      );
    }
  }
  const what = `histories (${size} entries here, ${leaves.length} there)`;
  throw parted(live, what, { local: local.head.manifest, found: live.head.next.manifest?.envelope });
}

/** A key that was replaced here must not come back with the roots of who stole it. */
function refuseOtherRoots(local: PublishedTree, live: TrustCenter): void {
  const at = local.head.roots.findIndex(({ payload }, at) => (live.head.roots[at]?.payload ?? payload) !== payload);
  if (at >= 0) throw parted(live, `root ${at + 1}`, { local: local.head.roots[at], found: live.head.roots[at] });
}

const parted = ({ address }: TrustCenter, what: string, evidence: { local: unknown; found: unknown }) =>
  new TrustCenterError(
    "fork",
    `What is here and what is at ${address} have parted, with two ${what}: no reader accepts both. ` +
      "Nothing was written. Go on from the one that your customers saw: docs/guides/restored-backup.md.",
    evidence,
  );
