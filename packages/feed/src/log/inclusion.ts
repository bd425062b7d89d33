import { equalBytes } from "../bytes/equal.ts";
import { type Hash, nodeHash, splitPoint, treeRoot } from "./merkle.ts";

/** The audit path of the leaf at `index`, from the leaf upwards (RFC 6962 §2.1.1). */
export async function inclusionProof(index: number, leaves: readonly Hash[]): Promise<Hash[]> {
  if (leaves.length <= 1) return [];
  const split = splitPoint(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...(await inclusionProof(index, left)), await treeRoot(right)]
    : [...(await inclusionProof(index - split, right)), await treeRoot(left)];
}

/** Whether a proof shows the leaf at `index` in the tree of `size` leaves (RFC 9162 §2.1.3.2). */
export async function verifyInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Promise<boolean> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (leaf.length !== 32 || proof.some((hash) => hash.length !== 32)) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = await nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && equalBytes(hash, root);
}
