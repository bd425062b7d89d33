import {
  buildTree,
  check,
  type Envelope,
  type Feed,
  type FeedContent,
  fromBase64url,
  type Manifest,
  manifestSchema,
  parseJson,
  planVersion,
  type RoleSigners,
  type Root,
  type Signer,
  signEnvelope,
  type Timestamp,
  type Tree,
  timestampSchema,
  toInstant,
} from "@trust-center/feed";

export const day = 24 * 60 * 60 * 1000;

export const encode = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

export const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** The head of a tree, free to be changed. */
export const headOf = (tree: Tree) => JSON.parse(decode(tree.get("head.json")));

export const payloadOf = (envelope: Envelope) => JSON.parse(decode(fromBase64url(envelope.payload)));

export interface RootInput {
  address: string;
  version: number;
  now: number;
  keys: RoleSigners;
  /** Who signs it. */
  by: readonly Signer[];
  /** Members that differ from what is right. */
  more?: object;
}

/** The payload of a root; each role's threshold is all of its keys. */
export function rootPayload({ address, version, now, keys }: Omit<RootInput, "by" | "more">): Root {
  const role = (signers: readonly Signer[]) => ({ threshold: signers.length, kids: signers.map(({ kid }) => kid) });
  return {
    type: "root",
    feed: address,
    version,
    issued: toInstant(now),
    expires: toInstant(now + 365 * day),
    keys: Object.fromEntries(
      Object.values(keys)
        .flat()
        .map(({ kid, publicKey }) => [kid, publicKey]),
    ),
    roles: {
      root: role(keys.root),
      manifest: role(keys.manifest),
      timestamp: role(keys.timestamp),
      receipt: role(keys.receipt),
    },
  };
}

export const signRoot = ({ by, more = {}, ...input }: RootInput): Promise<Envelope> =>
  signEnvelope(encode({ ...rootPayload(input), ...more }), "root", by);

/** What a vendor has published last. */
export interface Version {
  tree: Tree;
  feed: Feed;
  manifest: Manifest;
  timestamp: Timestamp;
  roots: readonly Envelope[];
}

export interface VersionInput {
  address: string;
  content: FeedContent;
  keys: Pick<RoleSigners, "manifest" | "timestamp">;
  roots: readonly Envelope[];
  now: number;
  before?: Version | undefined;
}

/** Publishes a version as an honest vendor does. The tree holds everything published so far. */
export async function publishVersion({ address, content, keys, roots, now, before }: VersionInput): Promise<Version> {
  const plan = await planVersion({ content, previous: before?.feed, now });
  const tree = await buildTree({
    address,
    ...plan,
    policies: [],
    roots,
    signers: keys,
    now,
    previous: before && { ...before, history: historyOf(before) },
  });
  const head = headOf(tree);
  return {
    tree: new Map([...(before?.tree ?? []), ...tree]),
    feed: plan.feed,
    manifest: check(manifestSchema, parseJson(fromBase64url(head.manifest.payload), "it"), "it"),
    timestamp: check(timestampSchema, parseJson(fromBase64url(head.timestamp.payload), "it"), "it"),
    roots,
  };
}

export const historyOf = ({ tree, manifest }: Version): Uint8Array<ArrayBuffer> =>
  tree.get(manifest.files.history.path) as Uint8Array<ArrayBuffer>;
