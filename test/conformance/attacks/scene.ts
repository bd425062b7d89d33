import {
  type Envelope,
  type ErrorCode,
  type FeedContent,
  fromBase64url,
  fromHex,
  logOrigin,
  pinOf,
  type Root,
  type Signer,
  sha256Hex,
  signCheckpoint,
  signEnvelope,
  type Tree,
} from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { firstKeys, newestKeys } from "./keys.ts";
import { day, encode, headOf, payloadOf, publishVersion, signRoot, type Version } from "./publish.ts";
import type { Trick } from "./tricks.ts";

/** Stands in whatever a reader must not be shown. */
export const marker = "Forged-By-Mallory";

export const start = Date.parse("2026-01-10T12:00:00Z");

/** When the reader comes. */
export const visit = start + 2 * day;

/** What the reader has seen before: nothing, version 1, or version 2. */
export type Memory = "none" | "first" | "newest";

/** A vendor with two versions and two roots, and a reader who has seen none, one or both. */
export interface Scene {
  address: string;
  pin: string;
  /** Version 1, under root 1. */
  first: Version;
  /** Version 2, under roots 1 and 2. */
  newest: Version;
}

/** One attack. What `build` makes is served to a reader; the reader must fail with `code`. */
export interface Attack {
  /** The test's name. */
  name: string;
  /** Which row of docs/attacks.md it is. */
  attack: string;
  code: ErrorCode;
  /** Which readers must fail. Those without memory and those who saw version 1, where absent. */
  memories?: readonly Memory[];
  /** The reader's clock; two days after version 1 where absent. */
  now?: number;
  /** Found only by who reads the whole history. */
  strict?: true;
  /** The reader brings no pin. */
  unpinned?: true;
  build(scene: Scene): Tree | Promise<Tree>;
  /** What the server does besides serving files: only who reads over HTTP meets it. */
  trick?: () => Trick;
}

/**
 * @param memory A reader who has seen version 2 may be shown it again; to every other it carries the marker.
 */
export async function makeScene(address: string, memory: Memory): Promise<Scene> {
  const root = await signRoot({ address, version: 1, now: start, keys: firstKeys, by: firstKeys.root });
  const pin = pinOf(await sha256Hex(fromBase64url(root.payload)));
  const first = await publishVersion({ address, content: mockContent(), keys: firstKeys, roots: [root], now: start });
  const second = await signRoot({
    address,
    version: 2,
    now: start + day,
    keys: newestKeys,
    by: [...firstKeys.root, ...newestKeys.root],
  });
  const newest = await publishVersion({
    address,
    content: memory === "newest" ? mockChange() : forgedContent(),
    keys: newestKeys,
    roots: [root, second],
    now: start + day,
    before: first,
  });
  return { address, pin, first, newest };
}

/** A list that says whose it is. */
export const forgedContent = (more: Partial<FeedContent> = {}): FeedContent => {
  const content = mockChange({ intro: marker, ...more });
  return { ...content, subprocessors: [...content.subprocessors, { id: "forged", name: marker }] };
};

/** The newest tree with another head. */
export function withHead(scene: Scene, change: (head: ReturnType<typeof headOf>) => unknown): Tree {
  const head = headOf(scene.newest.tree);
  return withFile(scene, "head.json", encode(change(head) ?? head));
}

/** The newest tree with another file. */
export const withFile = ({ newest }: Scene, path: string, bytes: Uint8Array<ArrayBuffer>): Tree =>
  new Map([...newest.tree, [path, bytes]]);

/** Signs a changed payload. */
export const resign = (
  envelope: Envelope,
  type: "root" | "manifest" | "timestamp",
  signers: readonly Signer[],
  change: object,
): Promise<Envelope> => signEnvelope(encode({ ...payloadOf(envelope), ...change }), type, signers);

/** The newest tree whose timestamp differs: whoever has its key can do that. */
export async function withTimestamp(scene: Scene, change: object): Promise<Tree> {
  const timestamp = await resign(headOf(scene.newest.tree).timestamp, "timestamp", newestKeys.timestamp, change);
  return withHead(scene, (head) => ({ ...head, timestamp }));
}

interface Vouching {
  change?: object;
  /** The manifest's bytes instead of a changed payload. */
  bytes?: Uint8Array<ArrayBuffer>;
  manifestBy?: readonly Signer[];
  timestampBy?: readonly Signer[];
  timestamp?: object;
}

/** The newest tree whose manifest differs, with a timestamp that names it and a checkpoint that agrees. */
export async function withManifest(
  scene: Scene,
  { change = {}, bytes, manifestBy = newestKeys.manifest, timestampBy = newestKeys.timestamp, timestamp }: Vouching,
): Promise<Tree> {
  const head = headOf(scene.newest.tree);
  const payload = bytes ?? encode({ ...payloadOf(head.manifest), ...change });
  const manifest = await signEnvelope(payload, "manifest", manifestBy);
  const { version, log } = payloadOf(bytes ? head.manifest : manifest);
  const vouched = await resign(head.timestamp, "timestamp", timestampBy, {
    version: payloadOf(head.timestamp).version + 1,
    manifest: { version, sha256: await sha256Hex(payload), length: payload.length },
    ...timestamp,
  });
  const checkpoint = await signCheckpoint(logOrigin(scene.address), log.size, fromHex(log.root), manifestBy);
  return withHead(scene, () => ({ ...head, manifest, timestamp: vouched, log: { ...head.log, checkpoint } }));
}

/** The newest tree with a root 3 that the holders of the root keys have signed. */
export async function withThirdRoot(scene: Scene, more: object | ((root: Root) => object) = {}): Promise<Tree> {
  const root = await signRoot({
    address: scene.address,
    version: 3,
    now: start + day,
    keys: newestKeys,
    by: newestKeys.root,
    more: typeof more === "function" ? more(payloadOf(scene.newest.roots[1] as Envelope)) : more,
  });
  return withHead(scene, (head) => ({ ...head, roots: [...head.roots, root] }));
}
