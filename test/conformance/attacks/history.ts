import {
  buildTree,
  type Change,
  type Feed,
  type FeedContent,
  planVersion,
  sha256Hex,
  type Tree,
} from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { firstKeys, newestKeys } from "./keys.ts";
import { day, encode, historyOf, publishVersion, type Version } from "./publish.ts";
import { type Attack, forgedContent, marker, type Scene, start, withManifest } from "./scene.ts";
import { aChange, line, linesOf, withHistory } from "./signed-feed.ts";

const otherPast = (): FeedContent => mockContent({ title: "Another past" });

/** Two versions that never were, under the vendor's own keys. */
async function rewritten({ address, newest }: Scene, contents: readonly FeedContent[]): Promise<Version> {
  let before: Version | undefined;
  for (const [at, content] of contents.entries()) {
    before = await publishVersion({
      address,
      content,
      keys: firstKeys,
      roots: newest.roots.slice(0, at + 1),
      now: start + at * day,
      before,
    });
  }
  return before as Version;
}

/** A next version whose feed and changes need not belong together. */
const published = async ({ address, newest, first }: Scene, feed: Feed, changes: readonly Change[]): Promise<Tree> => {
  const tree = await buildTree({
    address,
    feed,
    changes,
    policies: [],
    roots: newest.roots,
    signers: newestKeys,
    now: start + day,
    previous: { ...first, history: historyOf(first) },
  });
  return new Map([...first.tree, ...tree]);
};

/** The vendor itself, or who has its manifest key, rewrites what was said. */
export const histories: readonly Attack[] = [
  {
    name: "a silent rewrite: the entries seen before are not in it",
    attack: "rewrite",
    code: "log-inconsistent",
    memories: ["first"],
    build: async (scene) => (await rewritten(scene, [otherPast(), forgedContent()])).tree,
  },
  {
    name: "a list edited without an entry",
    attack: "unlogged-edit",
    code: "unlogged-edit",
    build: (scene) => published(scene, { ...scene.newest.feed, title: "Edited" }, []),
  },
  {
    name: "a list that says another version than its entry",
    attack: "unlogged-edit",
    code: "unlogged-edit",
    build: async (scene) => {
      const { changes } = await planVersion({
        content: forgedContent(),
        previous: scene.first.feed,
        now: start + day,
      });
      const feed = { ...scene.newest.feed, version: 7 };
      const entry = { version: 2, sha256: await sha256Hex(encode(feed)) };
      return withHistory(scene, encode(feed), [
        ...linesOf(scene.first),
        ...changes.map((change) => line(entry, change)),
      ]);
    },
  },
  {
    name: "a list that is not what its history makes of the first one",
    attack: "unlogged-edit",
    code: "unlogged-edit",
    strict: true,
    memories: ["none"],
    build: (scene) => published(scene, { ...scene.newest.feed, title: marker }, [aChange]),
  },
  {
    name: "an announced change that stands in the list already",
    attack: "unlogged-edit",
    code: "unlogged-edit",
    strict: true,
    memories: ["none"],
    build: async (scene) => {
      const content = forgedContent();
      const { changes } = await planVersion({ content, previous: scene.first.feed, now: start + day });
      const { open: _, ...feed } = scene.newest.feed;
      return published(scene, { ...feed, subprocessors: content.subprocessors }, changes);
    },
  },
  {
    name: "an open window that is left out of the list",
    attack: "unlogged-edit",
    code: "unlogged-edit",
    strict: true,
    memories: ["none"],
    build: async (scene) => {
      const { feed, changes } = await planVersion({
        content: forgedContent(),
        previous: scene.first.feed,
        now: start + day,
      });
      const open = (feed.open ?? []).map(({ window: _, ...change }) => change);
      return published(scene, { ...feed, open }, changes);
    },
  },
  {
    name: "two lists of one version in the history",
    attack: "unlogged-edit",
    code: "unlogged-edit",
    strict: true,
    memories: ["none"],
    build: async (scene) => {
      const { feed } = scene.newest;
      const change = { ...aChange, id: "2.8" };
      return withHistory(scene, encode(feed), [
        ...linesOf(scene.first),
        line({ version: 2, sha256: "0".repeat(64) }, change),
        line({ version: 2, sha256: await sha256Hex(encode(feed)) }, aChange),
      ]);
    },
  },
  {
    name: "versions that fall within the history",
    attack: "rewrite",
    code: "log-inconsistent",
    strict: true,
    memories: ["none"],
    build: async (scene) => {
      const { feed } = scene.newest;
      return withHistory(scene, encode(feed), [
        line({ version: 9, sha256: "0".repeat(64) }, { ...aChange, id: "9.1" }),
        line({ version: 2, sha256: await sha256Hex(encode(feed)) }, aChange),
      ]);
    },
  },
  {
    name: "a history that is signed and is not the log's",
    attack: "rewrite",
    code: "log-inconsistent",
    strict: true,
    build: (scene) => {
      const { history } = scene.first.manifest.files;
      return withManifest(scene, { change: { version: 3, files: { ...scene.newest.manifest.files, history } } });
    },
  },
  {
    name: "a history whose last line has no end",
    attack: "rewrite",
    code: "malformed",
    strict: true,
    build: async (scene) => {
      const cut = historyOf(scene.newest).slice(0, -1);
      const sha256 = await sha256Hex(cut);
      const history = { path: `history/${sha256}.ndjson`, sha256, length: cut.length };
      const files = { ...scene.newest.manifest.files, history };
      const tree = await withManifest(scene, { change: { version: 3, files } });
      return new Map([...tree, [history.path, cut]]);
    },
  },
  {
    name: "a log without entries",
    attack: "rewrite",
    code: "malformed",
    build: (scene) => withManifest(scene, { change: { log: { size: 0, root: "0".repeat(64) } } }),
  },
  {
    name: "a log that claims to be immense",
    attack: "rewrite",
    code: "log-inconsistent",
    build: (scene) => withManifest(scene, { change: { log: { size: 2 ** 53 - 1, root: "0".repeat(64) } } }),
  },
  {
    name: "two signed histories of one size, and one version",
    attack: "equivocation",
    code: "fork",
    memories: ["newest"],
    build: (scene) => equivocating(scene, {}),
  },
  {
    name: "two signed histories of one size, the second under newer versions",
    attack: "equivocation",
    code: "fork",
    memories: ["newest"],
    build: (scene) => equivocating(scene, { version: 5 }),
  },
];

/** Another history of as many entries as the one that was seen, signed by the same keys. */
async function equivocating(scene: Scene, newer: { version?: number }): Promise<Tree> {
  const other = await rewritten(scene, [
    otherPast(),
    mockContent({ title: "Another past", subprocessors: [...mockContent().subprocessors, forged] }),
  ]);
  if (other.manifest.log.size !== scene.newest.manifest.log.size) throw new Error("Expected one size.");
  if (newer.version === undefined) return other.tree;
  return withManifest({ ...scene, newest: other }, { change: newer, timestamp: { version: 5 } });
}

const forged = { id: "forged", name: marker };
