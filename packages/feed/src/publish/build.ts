import { fromHex, toHex } from "../bytes/hex.ts";
import { sha256, sha256Hex } from "../bytes/sha256.ts";
import { refuseLoneSurrogates } from "../bytes/well-formed.ts";
import type { Change } from "../document/change.ts";
import { toInstant } from "../document/date.ts";
import type { Feed } from "../document/feed.ts";
import { signEnvelope } from "../envelope/sign.ts";
import type { Signer } from "../keys/signer.ts";
import {
  checkpointBody,
  countCheckpointSignatures,
  logOrigin,
  parseCheckpoint,
  signCheckpoint,
} from "../log/checkpoint.ts";
import { addCosignatures } from "../log/cosignature.ts";
import type { LogEntry } from "../log/entry.ts";
import { inclusionProof } from "../log/inclusion.ts";
import { type Hash, leafHash, treeRoot } from "../log/merkle.ts";
import { buildTiles } from "../log/tiles.ts";
import type { Envelope, FileReference, Head, Manifest, Timestamp } from "../metadata/schema.ts";
import { splitLines } from "../verify/history.ts";
import type { RoleSigners } from "./root.ts";

const day = 24 * 60 * 60 * 1000;

/** How long signatures vouch, in milliseconds. */
export interface Lifetimes {
  manifest: number;
  timestamp: number;
}

export const defaultLifetimes: Lifetimes = { manifest: 365 * day, timestamp: 30 * day };

/** What is published already. */
export interface Published {
  roots: Envelope[];
  manifest: Manifest;
  manifestEnvelope: Envelope;
  timestamp: Timestamp;
  /** The bytes of the history file. */
  history: Uint8Array<ArrayBuffer>;
  head: Head;
}

export interface BuildInput {
  /** The feed's address, ending in `/`. */
  address: string;
  feed: Feed;
  changes: readonly Change[];
  /** Bytes of every policy body that the feed names. */
  policies: readonly Uint8Array<ArrayBuffer>[];
  roots: readonly Envelope[];
  signers: Pick<RoleSigners, "manifest" | "timestamp"> & {
    /** Signs the checkpoint beside the manifest's keys, whatever these are: a key that witnesses know the log by. */
    log?: Signer | undefined;
  };
  previous?: (Pick<Published, "manifest" | "timestamp" | "history"> & Partial<Pick<Published, "head">>) | undefined;
  now: number;
  lifetimes?: Lifetimes;
}

/** Files by path below the feed's address. `head.json` is the last: whoever writes them must keep that order. */
export type Tree = Map<string, Uint8Array<ArrayBuffer>>;

/** Builds the signed files of one version. The same input gives the same bytes with Ed25519 keys (RFC 8032 §5.1.6). */
export async function buildTree(input: BuildInput): Promise<Tree> {
  const { address, signers, now, lifetimes = defaultLifetimes } = input;
  refuseLoneSurrogates(input.feed, "the feed");
  const feedBytes = encode(JSON.stringify(input.feed));
  const history = await extendHistory(input, await sha256Hex(feedBytes));
  const leaves = await Promise.all(splitLines(history).map((line) => leafHash(line)));
  const root = await treeRoot(leaves);
  const signed = await signCheckpoint(logOrigin(address), leaves.length, root, signers.manifest);
  const kept = keepSignatures(signed, input.previous?.head?.log.checkpoint);
  const checkpoint = signers.log ? await addLogSignature(kept, signers.log) : kept;
  const manifest = await describe(input, feedBytes, history, { size: leaves.length, root: toHex(root) }, lifetimes);
  const manifestBytes = encode(JSON.stringify(manifest));
  const manifestEnvelope = await signEnvelope(manifestBytes, "manifest", signers.manifest);
  const timestamp = await signTimestamp({
    manifest,
    manifestBytes,
    version: (input.previous?.timestamp.version ?? 0) + 1,
    signers: signers.timestamp,
    now,
    lifetime: lifetimes.timestamp,
  });
  const head: Head = {
    type: "head",
    roots: [...input.roots],
    timestamp,
    manifest: manifestEnvelope,
    log: { checkpoint, last: await lastEntry(history, leaves) },
  };
  const tree: Tree = new Map();
  input.roots.forEach((envelope, at) => {
    tree.set(`root/${at + 1}.json`, encode(JSON.stringify(envelope)));
  });
  tree.set(manifest.files.feed.path, feedBytes);
  manifest.files.policies.forEach((file, at) => {
    tree.set(file.path, input.policies[at] as Uint8Array<ArrayBuffer>);
  });
  tree.set(manifest.files.history.path, history);
  for (const [path, bytes] of await buildTiles(leaves)) tree.set(`log/${path}`, bytes);
  tree.set("log/checkpoint", encode(checkpoint));
  tree.set("head.json", encode(JSON.stringify(head)));
  return tree;
}

/** Signs again that a manifest is the newest: what `refresh` does, with the timestamp's keys alone. */
export async function refreshHead(
  published: Pick<Published, "manifest" | "timestamp" | "head">,
  manifestBytes: Uint8Array<ArrayBuffer>,
  signers: RoleSigners["timestamp"],
  now: number,
  lifetime: number = defaultLifetimes.timestamp,
): Promise<Uint8Array<ArrayBuffer>> {
  const timestamp = await signTimestamp({
    manifest: published.manifest,
    manifestBytes,
    version: published.timestamp.version + 1,
    signers,
    now,
    lifetime,
  });
  return encode(JSON.stringify({ ...published.head, timestamp }));
}

/** What witnesses and the log's own key signed stays with the log that they saw, whoever signs that log anew. */
function keepSignatures(checkpoint: string, before: string | undefined): string {
  if (before === undefined || checkpointBody(before) !== checkpointBody(checkpoint)) return checkpoint;
  return addCosignatures(checkpoint, parseCheckpoint(before).signatures);
}

/**
 * Signs a checkpoint with the log's own key, where that has not signed it yet. It signs nothing else, and no root names it:
 * a change of the root does not change it.
 *
 * @throws {TrustCenterError} `malformed`; `signature-invalid` for a line of this key that does not verify
 */
export async function addLogSignature(checkpoint: string, signer: Signer): Promise<string> {
  if ((await countCheckpointSignatures(checkpoint, [signer.publicKey])) > 0) return checkpoint;
  const { origin, size, root } = parseCheckpoint(checkpoint);
  const signed = await signCheckpoint(origin, size, fromHex(root), [signer]);
  return addCosignatures(checkpoint, parseCheckpoint(signed).signatures);
}

async function extendHistory({ feed, changes, previous, now }: BuildInput, feedSha256: string) {
  const lines = changes.map((change) => {
    const entry: LogEntry = {
      type: "change",
      at: toInstant(now),
      feed: { version: feed.version, sha256: feedSha256 },
      change,
    };
    return `${JSON.stringify(entry)}\n`;
  });
  const added = encode(lines.join(""));
  const before = previous?.history ?? new Uint8Array();
  const history = new Uint8Array(before.length + added.length);
  history.set(before);
  history.set(added, before.length);
  return history;
}

async function describe(
  { address, policies, roots, previous, now }: BuildInput,
  feed: Uint8Array<ArrayBuffer>,
  history: Uint8Array<ArrayBuffer>,
  log: Manifest["log"],
  lifetimes: Lifetimes,
): Promise<Manifest> {
  return {
    type: "manifest",
    feed: address,
    root: roots.length,
    version: (previous?.manifest.version ?? 0) + 1,
    issued: toInstant(now),
    expires: toInstant(now + lifetimes.manifest),
    files: {
      feed: await reference("feed", "json", feed),
      history: await reference("history", "ndjson", history),
      policies: await Promise.all(policies.map((bytes) => reference("policies", "json", bytes))),
    },
    log,
  };
}

async function reference(folder: string, extension: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileReference> {
  const sha256 = await sha256Hex(bytes);
  return { path: `${folder}/${sha256}.${extension}`, sha256, length: bytes.length };
}

interface TimestampInput {
  manifest: Manifest;
  manifestBytes: Uint8Array<ArrayBuffer>;
  version: number;
  signers: RoleSigners["timestamp"];
  now: number;
  lifetime: number;
}

async function signTimestamp({ manifest, manifestBytes, version, signers, now, lifetime }: TimestampInput) {
  const timestamp: Timestamp = {
    type: "timestamp",
    feed: manifest.feed,
    root: manifest.root,
    version,
    issued: toInstant(now),
    expires: toInstant(now + lifetime),
    manifest: {
      version: manifest.version,
      sha256: toHex(await sha256(manifestBytes)),
      length: manifestBytes.length,
    },
  };
  return signEnvelope(encode(JSON.stringify(timestamp)), "timestamp", signers);
}

async function lastEntry(history: Uint8Array<ArrayBuffer>, leaves: readonly Hash[]): Promise<Head["log"]["last"]> {
  const line = splitLines(history).at(-1);
  const proof = await inclusionProof(leaves.length - 1, leaves);
  return { entry: new TextDecoder().decode(line), proof: proof.map(toHex) };
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
