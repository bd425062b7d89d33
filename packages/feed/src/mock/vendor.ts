import { fromBase64url } from "../bytes/base64url.ts";
import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { planVersion } from "../changes/plan/plan.ts";
import type { Announce } from "../document/announce.ts";
import { check } from "../document/check.ts";
import type { Feed, FeedContent } from "../document/feed.ts";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner, type Signer } from "../keys/signer.ts";
import {
  type Algorithm,
  type Envelope,
  headSchema,
  type Manifest,
  manifestSchema,
  timestampSchema,
} from "../metadata/schema.ts";
import { buildTree, refreshHead, type Tree } from "../publish/build.ts";

import { createRoot, oneSigner } from "../publish/root.ts";
import type { ReadFile } from "../verify/options.ts";
import { pinOf } from "../verify/roots.ts";

/** A vendor that exists in memory alone and publishes feeds that really verify: for tests of what reads feeds. */
export interface MockVendor {
  readonly address: string;
  readonly pin: string;
  readonly signer: Signer;
  /** Everything published so far, by path. Tests may change it. */
  readonly files: Tree;
  /** Publishes a version as of `now` (milliseconds), of a list as the author's file has it: with what it announces. */
  publish(
    content: FeedContent & { announce?: readonly Announce[] },
    now: number,
    policies?: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<Feed>;
  /** Signs the timestamp again. */
  refresh(now: number): Promise<void>;
  /** Reads as a well-behaved server would let a client read. */
  readonly read: ReadFile;
}

/** Makes a vendor with one key for every role. */
export async function mockVendor(
  address: string,
  now: number,
  { alg = "Ed25519" as Algorithm, signer: given }: { alg?: Algorithm; signer?: Signer } = {},
): Promise<MockVendor> {
  const signer = given ?? (await createSigner(await generatePrivateKey(alg)));
  const signers = oneSigner(signer);
  const root = await createRoot(address, signers, now);
  const pin = pinOf(await sha256Hex(fromBase64url(root.payload)));
  const files: Tree = new Map();
  let feed: Feed | undefined;

  return {
    address,
    pin,
    signer,
    files,
    publish: async ({ announce = [], ...content }, now, policies = []) => {
      const plan = await planVersion({ content, announce, previous: feed, now });
      const previous = feed && published(files);
      const tree = await buildTree({ address, ...plan, policies, roots: [root], signers, previous, now });
      for (const [path, bytes] of tree) files.set(path, bytes);
      feed = plan.feed;
      return feed;
    },
    refresh: async (now) => {
      const before = published(files);
      const manifestBytes = fromBase64url(before.head.manifest.payload);
      files.set("head.json", await refreshHead(before, manifestBytes, signers.timestamp, now));
    },
    read: async (path) => {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`No file ${path}`);
      return bytes;
    },
  };
}

function published(files: Tree) {
  const head = check(headSchema, parseJson(files.get("head.json") ?? new Uint8Array(), "head.json"), "head.json");
  const manifest: Manifest = payload(head.manifest, manifestSchema);
  const history = files.get(manifest.files.history.path) ?? new Uint8Array();
  return { head, manifest, timestamp: payload(head.timestamp, timestampSchema), history };
}

const payload = <T>(envelope: Envelope, schema: Parameters<typeof check<T>>[0]): T =>
  check(schema, parseJson(fromBase64url(envelope.payload), "a payload"), "a payload");
