import { sha256 } from "../bytes/sha256.ts";
import { type Hash, nodeHash } from "./hash.ts";

export { type Hash, leafHash, nodeHash } from "./hash.ts";

/** The largest power of two smaller than `size`, which must be at least 2. */
export function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Merkle tree hash of a list of leaf hashes; that of the empty list is SHA-256 of nothing (RFC 6962 §2.1). */
export async function treeRoot(leaves: readonly Hash[]): Promise<Hash> {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  // A node without a sibling moves up as it is: the same tree as RFC 6962's recursion.
  while (level.length > 1) {
    const above: (Hash | Promise<Hash>)[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at] as Hash;
      const right = level[at + 1];
      above.push(right ? nodeHash(left, right) : left);
    }
    level = await Promise.all(above);
  }
  return level[0] as Hash;
}
