import {
  buildTiles,
  type Change,
  inclusionProof,
  leafHash,
  sha256Hex,
  type Tree,
  toHex,
  treeRoot,
} from "@trust-center/feed";
import { decode, encode, headOf, historyOf, type Version } from "./publish.ts";
import { type Scene, withManifest } from "./scene.ts";

export const aChange: Change = {
  id: "2.9",
  kind: "corrected",
  mode: "correction",
  subject: { type: "list" },
  announced: "2026-01-11T12:00:00Z",
  effective: "2026-01-11T12:00:00Z",
  content: [],
};

export const linesOf = (version: Version): string[] => decode(historyOf(version)).split("\n").filter(Boolean);

export const line = (feed: { version: number; sha256: string }, change: Change): string =>
  JSON.stringify({ type: "change", at: "2026-01-11T12:00:00Z", feed, change });

/** Version 2 with bytes of one's own for a list: signed, logged, and all that belongs to it in order. */
export async function withSignedFeed(scene: Scene, bytes: Uint8Array<ArrayBuffer>): Promise<Tree> {
  const entry = line({ version: 2, sha256: await sha256Hex(bytes) }, aChange);
  return withHistory(scene, bytes, [...linesOf(scene.first), entry]);
}

/** A list and a history of one's own, and a log made of it as it should be. */
export async function withHistory(
  scene: Scene,
  feed: Uint8Array<ArrayBuffer>,
  lines: readonly string[],
): Promise<Tree> {
  const history = encode(lines.map((text) => `${text}\n`).join(""));
  const leaves = await Promise.all(lines.map((text) => leafHash(encode(text))));
  const files = {
    feed: await file("feed", "json", feed),
    history: await file("history", "ndjson", history),
    policies: [],
  };
  const log = { size: leaves.length, root: toHex(await treeRoot(leaves)) };
  const tree = await withManifest(scene, { change: { version: 3, files, log } });
  const head = headOf(tree);
  head.log.last = { entry: lines.at(-1), proof: (await inclusionProof(leaves.length - 1, leaves)).map(toHex) };
  for (const [path, tile] of await buildTiles(leaves)) tree.set(`log/${path}`, tile);
  return new Map([...tree, [files.feed.path, feed], [files.history.path, history], ["head.json", encode(head)]]);
}

async function file(folder: string, ending: string, content: Uint8Array<ArrayBuffer>) {
  const sha256 = await sha256Hex(content);
  return { path: `${folder}/${sha256}.${ending}`, sha256, length: content.length };
}
