import { equalBytes } from "../bytes/equal.ts";
import { type Hash, nodeHash, splitPoint, treeRoot } from "./merkle.ts";

/** Leaves `[start, end)` of the tree. */
export type Range = readonly [start: number, end: number];

/** Which subtrees' hashes make the proof that the tree of `from` leaves is a prefix of the one of `to` (RFC 6962 §2.1.2). */
export function consistencyRanges(from: number, to: number): Range[] {
  // Of an empty tree, or a larger one, there is no proof; verifyConsistency refuses that.
  return from < 1 || from > to ? [] : subproof(from, 0, to, true);
}

function subproof(from: number, start: number, end: number, whole: boolean): Range[] {
  if (from === end - start) return whole ? [] : [[start, end]];
  const split = splitPoint(end - start);
  return from <= split
    ? [...subproof(from, start, start + split, whole), [start + split, end]]
    : [...subproof(from - split, start + split, end, false), [start, start + split]];
}

/** The proof that a log of these leaves grew from its first `from` (RFC 6962 §2.1.2); empty where `from` is 0 or all. */
export const consistencyProof = (from: number, leaves: readonly Hash[]): Promise<Hash[]> =>
  Promise.all(consistencyRanges(from, leaves.length).map(([start, end]) => treeRoot(leaves.slice(start, end))));

/**
 * Whether a proof shows that the tree of `from` leaves is a prefix of the tree of `to` leaves (RFC 9162 §2.1.4.2).
 * An empty old tree proves nothing and is refused.
 */
export async function verifyConsistency(
  from: number,
  to: number,
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): Promise<boolean> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 1 || from > to) return false;
  if (from === to) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldRoot.length !== 32 || newRoot.length !== 32 || proof.some((hash) => hash.length !== 32)) return false;
  const path = isPowerOfTwo(from) ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let fn = from - 1;
  let sn = to - 1;
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      oldHash = await nodeHash(sibling, oldHash);
      newHash = await nodeHash(sibling, newHash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      newHash = await nodeHash(newHash, sibling);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}

function isPowerOfTwo(size: number): boolean {
  return size === 1 || splitPoint(size) * 2 === size;
}
