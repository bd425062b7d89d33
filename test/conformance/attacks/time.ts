import { fromHex, leafHash, nodeHash, type Tree, toHex } from "@trust-center/feed";
import { firstKeys, newestKeys, thief } from "./keys.ts";
import { day, headOf, publishVersion, signRoot } from "./publish.ts";
import {
  type Attack,
  forgedContent,
  resign,
  type Scene,
  start,
  withHead,
  withManifest,
  withThirdRoot,
  withTimestamp,
} from "./scene.ts";

const far = "2099-01-01T00:00:00Z";

/** What was true once is served as what is true. */
export const rollbacks: readonly Attack[] = [
  {
    name: "version 1, to a reader who saw version 2",
    attack: "rollback",
    code: "rollback",
    memories: ["newest"],
    build: (scene) => scene.first.tree,
  },
  {
    name: "timestamp and manifest of version 1 under today's root",
    attack: "rollback",
    code: "rollback",
    memories: ["newest"],
    build: (scene) => {
      const { roots } = headOf(scene.newest.tree);
      const tree = withHead(scene, () => ({ ...headOf(scene.first.tree), roots }));
      return new Map([...scene.first.tree, ["head.json", tree.get("head.json") as Uint8Array<ArrayBuffer>]]);
    },
  },
  {
    name: "a shorter history under newer versions",
    attack: "rollback",
    code: "rollback",
    memories: ["newest"],
    build: (scene) => {
      const { log, files } = scene.first.manifest;
      return withManifest(scene, { change: { version: 3, log, files } });
    },
  },
  {
    name: "two timestamps of one version",
    attack: "rollback",
    code: "fork",
    memories: ["newest"],
    build: (scene) => withTimestamp(scene, { expires: far }),
  },
  {
    name: "two manifests of one version",
    attack: "rollback",
    code: "fork",
    memories: ["newest"],
    build: (scene) => withManifest(scene, { change: { expires: far } }),
  },
];

/** The reader is kept from what is new, or the clock is made to lie. */
export const freezes: readonly Attack[] = [
  {
    name: "yesterday's head for ever: the timestamp runs out",
    attack: "freeze",
    code: "expired",
    now: start + 40 * day,
    build: (scene) => scene.newest.tree,
  },
  {
    name: "an expired manifest under a fresh timestamp",
    attack: "expired",
    code: "expired",
    now: start + 10 * day,
    build: (scene) => withManifest(scene, { change: { expires: "2026-01-15T00:00:00Z" } }),
  },
  {
    name: "an expired root, all else fresh",
    attack: "expired",
    code: "expired",
    now: start + 10 * day,
    build: (scene) => withThirdRoot(scene, { expires: "2026-01-15T00:00:00Z" }),
  },
  {
    name: "a timestamp that ends in the second of the visit",
    attack: "expired",
    code: "expired",
    now: start + 10 * day,
    build: (scene) => withTimestamp(scene, { expires: "2026-01-20T12:00:00Z" }),
  },
  {
    name: "a timestamp that never was valid: it ends on a day that no month has",
    attack: "expired",
    code: "malformed",
    build: (scene) => withTimestamp(scene, { expires: "2026-13-45T00:00:00Z" }),
  },
  {
    name: "a clock set back",
    attack: "clock",
    code: "clock",
    now: start - 90 * day,
    build: (scene) => scene.newest.tree,
  },
  {
    name: "a timestamp from the future",
    attack: "clock",
    code: "clock",
    build: (scene) => withTimestamp(scene, { issued: "2026-01-12T12:06:00Z", version: 9 }),
  },
];

/** Versions so high that nobody can follow. Recovery is in recovery.test.ts. */
export const fastForwards: readonly Attack[] = [
  ...[2 ** 53, 1e300, 1.5, 0, -1, "2"].map(
    (version): Attack => ({
      name: `a timestamp of version ${JSON.stringify(version)}`,
      attack: "fast-forward",
      code: "malformed",
      build: (scene) => withTimestamp(scene, { version }),
    }),
  ),
  // Over the newest entry alone: its siblings, and so the root, are the thief's to choose.
  ...[2 ** 53 - 1, 2 ** 20, 1].map(
    (size): Attack => ({
      name: `a log of ${size} entries over those that there are`,
      attack: "fast-forward",
      code: "log-inconsistent",
      memories: ["none"],
      build: (scene) => withLogOf(scene, size),
    }),
  ),
  {
    name: "a log of 2^53 − 1 entries with a sibling for each",
    attack: "fast-forward",
    code: "log-inconsistent",
    memories: ["none"],
    build: (scene) => withLogOf(scene, 2 ** 53 - 1, 52),
  },
];

/** Signed by a thief of both keys: a log whose newest entry is the true one, under siblings of the thief's choice. */
async function withLogOf(scene: Scene, size: number, siblings?: number): Promise<Tree> {
  const { entry, proof } = headOf(scene.newest.tree).log.last;
  const chosen = siblings === undefined ? proof : Array.from({ length: siblings }, () => "ab".repeat(32));
  let hash = await leafHash(new TextEncoder().encode(entry));
  for (const sibling of chosen) hash = await nodeHash(fromHex(sibling), hash);
  const tree = await withManifest(scene, { change: { version: 3, log: { size, root: toHex(hash) } } });
  return withHead({ ...scene, newest: { ...scene.newest, tree } }, (head) => ({
    ...head,
    log: { ...head.log, last: { entry, proof: chosen } },
  }));
}

/** Parts that are each genuine, and were never one. */
export const mixes: readonly Attack[] = [
  {
    name: "the manifest of another version",
    attack: "mix-and-match",
    code: "hash-mismatch",
    build: (scene) => withHead(scene, (head) => ({ ...head, manifest: headOf(scene.first.tree).manifest })),
  },
  {
    name: "the timestamp of another version",
    attack: "mix-and-match",
    code: "hash-mismatch",
    build: (scene) => withHead(scene, (head) => ({ ...head, timestamp: headOf(scene.first.tree).timestamp })),
  },
  {
    name: "the list of another version",
    attack: "mix-and-match",
    code: "hash-mismatch",
    build: ({ first, newest }) => {
      const old = first.tree.get(first.manifest.files.feed.path) as Uint8Array<ArrayBuffer>;
      return new Map([...newest.tree, [newest.manifest.files.feed.path, old]]);
    },
  },
  {
    name: "the history of another version",
    attack: "mix-and-match",
    code: "hash-mismatch",
    strict: true,
    build: ({ first, newest }) => {
      const old = first.tree.get(first.manifest.files.history.path) as Uint8Array<ArrayBuffer>;
      return new Map([...newest.tree, [newest.manifest.files.history.path, old]]);
    },
  },
  {
    name: "the checkpoint of another version",
    attack: "mix-and-match",
    code: "log-inconsistent",
    build: (scene) =>
      withHead(scene, (head) => {
        head.log.checkpoint = headOf(scene.first.tree).log.checkpoint;
      }),
  },
  {
    name: "the newest entry of another version",
    attack: "mix-and-match",
    code: "log-inconsistent",
    build: (scene) =>
      withHead(scene, (head) => {
        head.log.last = headOf(scene.first.tree).log.last;
      }),
  },
  {
    name: "a manifest that somebody else has signed",
    attack: "mix-and-match",
    code: "signature-invalid",
    build: async (scene) => {
      const other = headOf(await otherFeed(scene.address));
      return withHead(scene, (head) => ({ ...head, manifest: other.manifest }));
    },
  },
  {
    name: "a timestamp that names a root still to come",
    attack: "mix-and-match",
    code: "root-chain",
    build: (scene) => withTimestamp(scene, { root: 3 }),
  },
  {
    name: "a manifest that names a root still to come",
    attack: "mix-and-match",
    code: "root-chain",
    build: (scene) => withManifest(scene, { change: { root: 3 } }),
  },
];

/** What another vendor, or the same one elsewhere, has signed. */
export const replays: readonly Attack[] = [
  {
    name: "another vendor's valid head",
    attack: "cross-feed-replay",
    code: "wrong-feed",
    build: () => otherFeed("https://other.example/.well-known/trust-center/"),
  },
  {
    name: "the head of the same vendor's other feed, under the same keys",
    attack: "cross-feed-replay",
    code: "wrong-feed",
    build: async (scene) => {
      const { timestamp, manifest } = headOf(scene.newest.tree);
      const feed = `${scene.address}other/`;
      const other = {
        timestamp: await resign(timestamp, "timestamp", newestKeys.timestamp, { feed }),
        manifest: await resign(manifest, "manifest", newestKeys.manifest, { feed }),
      };
      return withHead(scene, (head) => ({ ...head, ...other }));
    },
  },
  {
    name: "a manifest of another feed under a timestamp of this one",
    attack: "cross-feed-replay",
    code: "wrong-feed",
    build: (scene) => withManifest(scene, { change: { feed: `${scene.address}other/` } }),
  },
  {
    name: "a feed of the same address under other keys, to a reader with a pin",
    attack: "cross-feed-replay",
    code: "pin-mismatch",
    memories: ["none"],
    build: (scene) => otherFeed(scene.address),
  },
  {
    name: "a feed of the same address under other keys, to a reader without a pin who has been here",
    attack: "cross-feed-replay",
    code: "fork",
    memories: ["first"],
    unpinned: true,
    build: (scene) => otherFeed(scene.address),
  },
];

/** A whole feed of somebody else. */
async function otherFeed(address: string) {
  const keys = { ...firstKeys, root: [thief], manifest: [thief], timestamp: [thief] };
  const root = await signRoot({ address, version: 1, now: start, keys, by: [thief] });
  const first = await publishVersion({ address, content: forgedContent(), keys, roots: [root], now: start });
  const more = forgedContent({ title: "More" });
  return (await publishVersion({ address, content: more, keys, roots: [root], now: start + day, before: first })).tree;
}
