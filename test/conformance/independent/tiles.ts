import { type Entries, hashFromTiles, leafHash, mth, proofRanges, rootsFromProof } from "./merkle.ts";

/* C2SP tlog-tiles, "Merkle Tree". No code of packages/. */

/** `<L>/<N>[.p/<W>]` */
export function pathOfTile(level: number, index: number, hashes: number): string {
  let n = index;
  let name = String(n % 1000).padStart(3, "0");
  while (n >= 1000) {
    n = Math.floor(n / 1000);
    name = `x${String(n % 1000).padStart(3, "0")}/${name}`;
  }
  return `tile/${level}/${name}${hashes === 256 ? "" : `.p/${hashes}`}`;
}

/** Every tile that a log of these entries must serve, by the formula: MTH(D[(n*256+i)*256^l : (n*256+i+1)*256^l]). */
export function tilesOf(entries: Entries): Map<string, Buffer> {
  const tiles = new Map<string, Buffer>();
  for (let level = 0; 256 ** level <= entries.length; level++) {
    const span = 256 ** level;
    const count = Math.floor(entries.length / span);
    for (let index = 0; index * 256 < count; index++) {
      const hashes = Math.min(256, count - index * 256);
      const parts = Array.from({ length: hashes }, (_, i) => {
        const at = (index * 256 + i) * span;
        return level === 0 ? leafHash(entries[at] as Uint8Array) : mth(entries.slice(at, at + span));
      });
      tiles.set(pathOfTile(level, index, hashes), Buffer.concat(parts));
    }
  }
  return tiles;
}

/** Reads a file of the log, or nothing. */
export type ReadTile = (path: string) => Buffer | undefined;

/** Whether the tree of `n` entries, as its tiles have it, has the tree of `m` entries with this root as its beginning. */
export function isConsistent(m: number, n: number, oldRoot: Buffer, newRoot: Buffer, read: ReadTile): boolean {
  if (m < 1 || m >= n) return false;
  const subtree = subtreeFrom(n, read);
  const proof = proofRanges(m, 0, n).map(([start, end]) => hashFromTiles(start, end, subtree));
  if (proof.some((hash) => hash === undefined)) return false;
  const [old, found] = rootsFromProof(m, n, proof as Buffer[], oldRoot) ?? [];
  return Boolean(old?.equals(oldRoot) && found?.equals(newRoot));
}

/** The root of a tree of `n` entries, as its tiles have it. */
export const rootFromTiles = (n: number, read: ReadTile): Buffer | undefined =>
  hashFromTiles(0, n, subtreeFrom(n, read));

const subtreeFrom = (n: number, read: ReadTile) => (level: number, index: number) => {
  const tile = Math.floor(index / 256);
  const hashes = Math.min(256, Math.floor(n / 256 ** level) - tile * 256);
  const bytes = read(pathOfTile(level, tile, hashes));
  if (bytes?.length !== hashes * 32) return undefined;
  return bytes.subarray((index % 256) * 32, (index % 256) * 32 + 32);
};
