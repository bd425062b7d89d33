import {
  buildTiles,
  type Envelope,
  inclusionProof,
  leafHash,
  logOrigin,
  pinOf,
  type RoleSigners,
  type Signer,
  sha256Hex,
  signCheckpoint,
  signEnvelope,
  type Tree,
  toHex,
  toInstant,
  treeRoot,
} from "@trust-center/feed";
import { day, encode, headOf, payloadOf, signRoot } from "../../conformance/attacks/publish.ts";
import { fixedSigner } from "../keys.ts";

export const address = "https://acme.example/.well-known/trust-center/";

/** When root 1 is signed, and version 1 published. */
export const start = Date.parse("2026-01-10T12:00:00Z");

/** One key for everything. */
export const oneKey = (signer: Signer): RoleSigners => ({
  root: [signer],
  manifest: [signer],
  timestamp: [signer],
  receipt: [signer],
});

export const sole = await fixedSigner("sole");

/** Root 1. */
export async function firstRoot(keys: RoleSigners, more: object = {}) {
  const root = await signRoot({ address, version: 1, now: start, keys, by: keys.root, more });
  return { root, pin: await pinOfRoot(root) };
}

export const pinOfRoot = async (root: Envelope): Promise<string> =>
  pinOf(await sha256Hex(Uint8Array.from(Buffer.from(root.payload, "base64url"))));

/** What a manifest and a timestamp say otherwise, and who signs them. */
export interface Reissue {
  keys: RoleSigners;
  manifest?: object;
  timestamp?: object;
  /** Writes the timestamp's JSON in another way. */
  spell?: (text: string) => string;
  /** Other members of `head.json`. */
  head?: (head: ReturnType<typeof headOf>) => object;
}

/** A tree whose manifest and timestamp are signed again, with other members. */
export async function reissue(
  tree: Tree,
  { keys, manifest = {}, timestamp = {}, spell = (text) => text, head = () => ({}) }: Reissue,
): Promise<Tree> {
  const before = headOf(tree);
  const payload = encode({ ...payloadOf(before.manifest), ...manifest });
  const { version, log } = JSON.parse(new TextDecoder().decode(payload));
  const issued = { version, sha256: await sha256Hex(payload), length: payload.length };
  const signed = {
    ...before,
    manifest: await signEnvelope(payload, "manifest", keys.manifest),
    timestamp: await signEnvelope(
      encode(spell(JSON.stringify({ ...payloadOf(before.timestamp), manifest: issued, ...timestamp }))),
      "timestamp",
      keys.timestamp,
    ),
    log: {
      ...before.log,
      checkpoint: await signCheckpoint(logOrigin(address), log.size, Buffer.from(log.root, "hex"), keys.manifest),
    },
  };
  return new Map([...tree, ["head.json", encode({ ...signed, ...head(signed) })]]);
}

/** A log of as many corrections of wording, and the feed that all of them name. */
export async function longLog(tree: Tree, keys: RoleSigners, size: number): Promise<{ tree: Tree; roots: string[] }> {
  const { manifest } = headOf(tree);
  const { files } = payloadOf(manifest);
  const first = tree.get(files.history.path) as Uint8Array;
  const lines = [new TextDecoder().decode(first).trimEnd()];
  for (let at = 1; at < size; at++) lines.push(line(at, files.feed.sha256));
  const history = encode(lines.map((text) => `${text}\n`).join(""));
  const leaves = await Promise.all(lines.map((text) => leafHash(encode(text))));
  const sha256 = await sha256Hex(history);
  const reference = { path: `history/${sha256}.ndjson`, sha256, length: history.length };
  const log = { size, root: toHex(await treeRoot(leaves)) };
  const last = { entry: lines.at(-1), proof: (await inclusionProof(size - 1, leaves)).map(toHex) };
  const grown = await reissue(tree, {
    keys,
    manifest: { version: 2, files: { ...files, history: reference }, log },
    timestamp: { version: 2 },
    head: ({ log }) => ({ log: { ...log, last } }),
  });
  for (const [path, tile] of await buildTiles(leaves)) grown.set(`log/${path}`, tile);
  grown.set(reference.path, history);
  return { tree: grown, roots: await Promise.all([1, 256, 300, 65_536].map((n) => rootOf(leaves.slice(0, n)))) };
}

const rootOf = async (leaves: Parameters<typeof treeRoot>[0]) => toHex(await treeRoot(leaves));

const line = (at: number, sha256: string) =>
  JSON.stringify({
    type: "change",
    at: toInstant(start),
    feed: { version: 1, sha256 },
    change: {
      id: `1.${at + 1}`,
      kind: "corrected",
      mode: "correction",
      subject: { type: "list" },
      announced: toInstant(start),
      effective: toInstant(start),
      content: [],
    },
  });

export const later = (days: number): string => toInstant(start + days * day);
