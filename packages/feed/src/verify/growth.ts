import { fromHex } from "../bytes/hex.ts";
import { TrustCenterError } from "../errors.ts";
import { consistencyRanges, verifyConsistency } from "../log/consistency.ts";
import { createTileHasher, tilePath } from "../log/tiles.ts";
import { verifyCheckpoint } from "./checkpoint.ts";
import type { VerifiedHead } from "./head.ts";
import type { ReadFile } from "./options.ts";

/**
 * Verifies that the log only grew since the last visit.
 *
 * @throws {TrustCenterError} `log-inconsistent`: history was rewritten
 */
export async function verifyLogGrowth(head: VerifiedHead, read: ReadFile): Promise<void> {
  if (!head.grownFrom) return;
  await verifyCheckpoint(head);
  const { size, root } = head.manifest.log;
  const rangeHash = createTileHasher(size, (tile) => read(`log/${tilePath(tile)}`, tile.hashes * 32));
  const proof = await Promise.all(consistencyRanges(head.grownFrom.size, size).map(rangeHash));
  if (!(await verifyConsistency(head.grownFrom.size, size, fromHex(head.grownFrom.root), fromHex(root), proof))) {
    throw new TrustCenterError("log-inconsistent", "History was rewritten: the entries seen before are not in it.", {
      remembered: head.grownFrom,
      found: head.manifest.log,
    });
  }
}
