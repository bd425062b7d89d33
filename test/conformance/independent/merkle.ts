import { createHash } from "node:crypto";

/*
 * RFC 6962 §2.1, word for word, on Buffers. It shares no code with packages/, knows no better way than the definition,
 * and is slow on purpose.
 */

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The entries of a log: D[0] … D[n-1]. */
export type Entries = readonly Uint8Array[];

/** k: the largest power of two smaller than n. */
function k(n: number): number {
  let power = 1;
  while (power < n) power *= 2;
  return power / 2;
}

/** MTH(D[n]) */
export function mth(entries: Entries): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0] as Uint8Array);
  const split = k(entries.length);
  return sha256(Buffer.of(1), mth(entries.slice(0, split)), mth(entries.slice(split)));
}

/** PATH(m, D[n]) (§2.1.1) */
export function path(m: number, entries: Entries): Buffer[] {
  if (entries.length === 1) return [];
  const split = k(entries.length);
  return m < split
    ? [...path(m, entries.slice(0, split)), mth(entries.slice(split))]
    : [...path(m - split, entries.slice(split)), mth(entries.slice(0, split))];
}

/** The root that an audit path leads to from an entry: PATH, read backwards. */
export function rootFromPath(m: number, n: number, leaf: Buffer, proof: readonly Buffer[]): Buffer | undefined {
  if (n === 1) return proof.length === 0 ? leaf : undefined;
  const sibling = proof.at(-1);
  if (!sibling) return undefined;
  const split = k(n);
  const left = m < split;
  const inner = left
    ? rootFromPath(m, split, leaf, proof.slice(0, -1))
    : rootFromPath(m - split, n - split, leaf, proof.slice(0, -1));
  if (!inner) return undefined;
  return left ? sha256(Buffer.of(1), inner, sibling) : sha256(Buffer.of(1), sibling, inner);
}

export const leafHash = (entry: Uint8Array): Buffer => sha256(Buffer.of(0), entry);

/** Ranges of entries whose hashes PROOF(m, D[n]) consists of (§2.1.2). */
export function proofRanges(m: number, start: number, end: number, complete = true): [start: number, end: number][] {
  const n = end - start;
  if (m === n) return complete ? [] : [[start, end]];
  const split = k(n);
  return m <= split
    ? [...proofRanges(m, start, start + split, complete), [start + split, end]]
    : [...proofRanges(m - split, start + split, end, false), [start, start + split]];
}

/** The old and the new root that a consistency proof leads to: PROOF, read backwards. */
export function rootsFromProof(
  m: number,
  n: number,
  proof: readonly Buffer[],
  oldRoot: Buffer | undefined,
): [old: Buffer, new_: Buffer] | undefined {
  if (m === n) {
    const known = oldRoot ?? proof[0];
    return known && proof.length === (oldRoot ? 0 : 1) ? [known, known] : undefined;
  }
  const sibling = proof.at(-1);
  if (!sibling) return undefined;
  const split = k(n);
  const rest = proof.slice(0, -1);
  if (m <= split) {
    const inner = rootsFromProof(m, split, rest, oldRoot);
    return inner && [inner[0], sha256(Buffer.of(1), inner[1], sibling)];
  }
  const inner = rootsFromProof(m - split, n - split, rest, undefined);
  return inner && [sha256(Buffer.of(1), sibling, inner[0]), sha256(Buffer.of(1), sibling, inner[1])];
}

/** The hash of entries [start, end) from a way to get the hashes of whole subtrees of 256^level entries. */
export function hashFromTiles(
  start: number,
  end: number,
  subtree: (level: number, index: number) => Buffer | undefined,
): Buffer | undefined {
  const n = end - start;
  for (let level = 8; level >= 0; level--) {
    if (n === 256 ** level && start % n === 0) return subtree(level, start / n);
  }
  const split = k(n);
  const left = hashFromTiles(start, start + split, subtree);
  const right = hashFromTiles(start + split, end, subtree);
  return left && right && sha256(Buffer.of(1), left, right);
}
