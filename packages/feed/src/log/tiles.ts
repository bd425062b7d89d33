import { TrustCenterError } from "../errors.ts";
import type { Range } from "./consistency.ts";
import { type Hash, nodeHash, splitPoint, treeRoot } from "./merkle.ts";

/** Hashes in a full tile (C2SP tlog-tiles). */
export const tileWidth = 256;

/** A tile's place: `level` counts tiles from the leaves, `hashes` is 1 to 256. */
export interface Tile {
  level: number;
  index: number;
  hashes: number;
}

/** The path below the log's address (C2SP tlog-tiles, "Merkle Tree"): `tile/0/x001/234`, `tile/0/000.p/17`. */
export function tilePath({ level, index, hashes }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0");
  const groups = digits.match(/.../g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${name}${hashes < tileWidth ? `.p/${hashes}` : ""}`;
}

/** Every tile of a tree of `size` leaves, partial ones included. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / tileWidth)) {
    for (let index = 0; index * tileWidth < count; index++) {
      tiles.push({ level, index, hashes: Math.min(tileWidth, count - index * tileWidth) });
    }
  }
  return tiles;
}

/** The bytes of every tile of a tree, by path. */
export async function buildTiles(leaves: readonly Hash[]): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let level = 0, hashes = leaves; hashes.length > 0; level++) {
    const above: Promise<Hash>[] = [];
    for (let index = 0; index * tileWidth < hashes.length; index++) {
      const part = hashes.slice(index * tileWidth, (index + 1) * tileWidth);
      const bytes = new Uint8Array(part.length * 32);
      part.forEach((hash, at) => {
        bytes.set(hash, at * 32);
      });
      files.set(tilePath({ level, index, hashes: part.length }), bytes);
      if (part.length === tileWidth) above.push(treeRoot(part));
    }
    hashes = await Promise.all(above);
  }
  return files;
}

/**
 * Hashes of subtrees from a log's tiles. What comes out is only as good as the tiles: a proof made of it must still be
 * verified.
 *
 * @param size Leaves in the tree that the tiles are of.
 * @param read Gives a tile's bytes.
 */
export function createTileHasher(size: number, read: (tile: Tile) => Promise<Uint8Array>) {
  const tiles = new Map<string, Promise<Uint8Array>>();

  async function hashAt(level: number, index: number): Promise<Hash> {
    const tileIndex = Math.floor(index / tileWidth);
    const count = Math.floor(size / tileWidth ** level);
    const tile = { level, index: tileIndex, hashes: Math.min(tileWidth, count - tileIndex * tileWidth) };
    const path = tilePath(tile);
    const reading = tiles.get(path) ?? read(tile);
    tiles.set(path, reading);
    const bytes = await reading;
    if (bytes.length !== tile.hashes * 32) {
      throw new TrustCenterError("malformed", `Expected ${path} to hold ${tile.hashes} hashes.`, {
        path,
        elsewhere: true,
      });
    }
    const at = (index % tileWidth) * 32;
    return new Uint8Array(bytes.slice(at, at + 32));
  }

  return async function rangeHash([start, end]: Range): Promise<Hash> {
    const length = end - start;
    for (let level = Math.floor(Math.log(length) / Math.log(tileWidth) + 1e-9); level >= 0; level--) {
      if (length === tileWidth ** level && start % length === 0) return hashAt(level, start / length);
    }
    const split = splitPoint(length);
    return nodeHash(await rangeHash([start, start + split]), await rangeHash([start + split, end]));
  };
}
