import { type Envelope, limits, type Role, type Root, type Signer, signEnvelope, type Tree } from "@trust-center/feed";
import { fixedSigner } from "../../vectors/keys.ts";
import { firstKeys, newestKeys, thief } from "./keys.ts";
import { encode, rootPayload, signRoot } from "./publish.ts";
import { type Attack, type Scene, start, withHead, withManifest, withThirdRoot } from "./scene.ts";

const allOf = (signer: Signer) => ({ root: [signer], manifest: [signer], timestamp: [signer], receipt: [signer] });

const rootBy = ({ address }: Scene, version: number, keys = newestKeys, by: readonly Signer[] = newestKeys.root) =>
  signRoot({ address, version, now: start, keys, by });

/** The newest tree with other roots. */
const withRoots = (scene: Scene, change: (roots: Envelope[]) => readonly Envelope[]): Tree =>
  withHead(scene, (head) => ({ ...head, roots: change(head.roots) }));

/** Everything that follows a root, signed by a thief. */
async function signedByThief(scene: Scene, roots: readonly Envelope[]): Promise<Tree> {
  const tree = await withManifest(scene, { manifestBy: [thief], timestampBy: [thief], change: { version: 3 } });
  return withHead({ ...scene, newest: { ...scene.newest, tree } }, (head) => ({ ...head, roots }));
}

/** The chain from key to key is broken. */
export const rotations: readonly Attack[] = [
  {
    name: "a root is skipped",
    attack: "root-skipped",
    code: "root-chain",
    build: async (scene) => {
      const fourth = await rootBy(scene, 4);
      return withRoots(scene, (roots) => [...roots, fourth]);
    },
  },
  {
    name: "the root after the remembered one is missing",
    attack: "root-skipped",
    code: "root-chain",
    memories: ["first"],
    build: async (scene) => {
      const third = await rootBy(scene, 3);
      return withRoots(scene, () => [third]);
    },
  },
  {
    name: "the pinned root is missing",
    attack: "root-skipped",
    code: "pin-mismatch",
    memories: ["none"],
    build: (scene) => withRoots(scene, (roots) => roots.slice(1)),
  },
  {
    name: "without a pin, a feed that starts at root 2",
    attack: "root-skipped",
    code: "root-chain",
    memories: ["none"],
    unpinned: true,
    build: (scene) => withRoots(scene, (roots) => roots.slice(1)),
  },
  {
    name: "roots are repeated",
    attack: "root-repeated",
    code: "root-chain",
    build: (scene) => withRoots(scene, (roots) => [...roots, ...roots]),
  },
  {
    name: "the last root is repeated",
    attack: "root-repeated",
    code: "root-chain",
    build: (scene) => withRoots(scene, (roots) => [...roots, roots[1] as Envelope]),
  },
  {
    name: "a root is repeated before the remembered one",
    attack: "root-repeated",
    code: "root-chain",
    memories: ["newest"],
    build: (scene) => withRoots(scene, ([first, second]) => [first, first, second] as Envelope[]),
  },
  {
    name: "a later root stands before the remembered one",
    attack: "root-repeated",
    code: "root-chain",
    memories: ["newest"],
    build: async (scene) => {
      const third = await rootBy(scene, 3);
      return withRoots(scene, (roots) => [third, ...roots]);
    },
  },
  {
    name: "no root at all",
    attack: "root-skipped",
    code: "malformed",
    build: (scene) => withRoots(scene, () => []),
  },
  {
    name: "more roots than a reader walks",
    attack: "root-skipped",
    code: "root-chain",
    build: async (scene) => {
      // Of one key each, so that as many as that fit under the cap of head.json.
      const [sole] = newestKeys.timestamp as [Signer];
      const further = [await rootBy(scene, 3, allOf(sole), [...newestKeys.root, sole])];
      for (let version = 4; version <= limits.rootSteps + 3; version++) {
        further.push(await rootBy(scene, version, allOf(sole), [sole]));
      }
      return withRoots(scene, (roots) => [...roots, ...further]);
    },
  },
  {
    name: "a new root unsigned by the old keys, everything after it signed by the thief",
    attack: "root-unsigned-by-old",
    code: "signature-invalid",
    build: async (scene) => {
      const stolen = await rootBy(scene, 3, allOf(thief), [thief]);
      return signedByThief(scene, [...scene.newest.roots, stolen]);
    },
  },
  {
    name: "a new root signed by one of the two old keys",
    attack: "root-unsigned-by-old",
    code: "signature-invalid",
    build: async (scene) => {
      const stolen = await rootBy(scene, 3, allOf(thief), [thief, newestKeys.root[0] as Signer]);
      return signedByThief(scene, [...scene.newest.roots, stolen]);
    },
  },
  {
    name: "a new root signed by keys retired before",
    attack: "root-unsigned-by-old",
    code: "signature-invalid",
    build: async (scene) => {
      const stolen = await rootBy(scene, 3, allOf(thief), [thief, ...firstKeys.root]);
      return signedByThief(scene, [...scene.newest.roots, stolen]);
    },
  },
  {
    name: "a new root unsigned by its own keys",
    attack: "root-unsigned-by-new",
    code: "signature-invalid",
    build: async (scene) => {
      const third = await rootBy(scene, 3, { ...newestKeys, root: [thief] });
      return withRoots(scene, (roots) => [...roots, third]);
    },
  },
  {
    name: "stolen root keys, retired since: another root 2, to a reader who remembers the true one",
    attack: "retired-root-key",
    code: "fork",
    memories: ["newest"],
    build: async (scene) => {
      const stolen = await rootBy(scene, 2, allOf(thief), [thief, ...firstKeys.root]);
      return signedByThief(scene, [scene.newest.roots[0] as Envelope, stolen]);
    },
  },
  {
    name: "root 1 again, to a reader who remembers root 2",
    attack: "retired-root-key",
    code: "rollback",
    memories: ["newest"],
    build: (scene) => withRoots(scene, (roots) => roots.slice(0, 1)),
  },
  {
    name: "a manifest signed by the manifest key that was retired",
    attack: "retired-key",
    code: "signature-invalid",
    build: async (scene) => {
      const third = await rootBy(scene, 3, { ...newestKeys, manifest: [await fixedSigner("newer manifest")] });
      const tree = await withManifest(scene, { change: { version: 3, root: 3 } });
      return withRoots({ ...scene, newest: { ...scene.newest, tree } }, (roots) => [...roots, third]);
    },
  },
  {
    name: "a timestamp signed by the timestamp key that was retired",
    attack: "retired-key",
    code: "signature-invalid",
    build: async (scene) => {
      const third = await rootBy(scene, 3, { ...newestKeys, timestamp: [await fixedSigner("newer timestamp")] });
      return withRoots(scene, (roots) => [...roots, third]);
    },
  },
  {
    name: "a stranger's root, with a role that is nothing",
    attack: "odd-root",
    code: "signature-invalid",
    build: async (scene) => {
      const { roles, ...root } = rootPayload({ address: scene.address, version: 3, now: start, keys: newestKeys });
      const odd = await signEnvelope(encode({ ...root, roles: { ...roles, auditor: null } }), "root", [thief]);
      return withRoots(scene, (roots) => [...roots, odd]);
    },
  },
  {
    name: "a root of another feed",
    attack: "cross-feed-replay",
    code: "wrong-feed",
    build: (scene) => withThirdRoot(scene, { feed: "https://other.example/" }),
  },
];

/** A change of one role of a root. */
const role = (name: Role, change: (kids: string[]) => object) => (root: Root) => ({
  roles: { ...root.roles, [name]: { ...root.roles[name], ...change(root.roles[name].kids) } },
});

const oddRoles: [what: string, Attack["code"], ReturnType<typeof role>][] = [
  ["a threshold of 0", "malformed", role("manifest", () => ({ threshold: 0 }))],
  ["a threshold of one and a half", "malformed", role("manifest", () => ({ threshold: 1.5 }))],
  ["a threshold above its keys", "key-refused", role("timestamp", () => ({ threshold: 2 }))],
  ["no keys", "malformed", role("receipt", () => ({ kids: [] }))],
  ["one key twice", "key-refused", role("timestamp", ([kid]) => ({ kids: [kid, kid], threshold: 2 }))],
  ["a key that is not there", "key-refused", role("timestamp", () => ({ kids: ["x"] }))],
  ["a key named __proto__", "key-refused", role("timestamp", () => ({ kids: ["__proto__"] }))],
  ["a key named constructor", "key-refused", role("manifest", () => ({ kids: ["constructor"] }))],
];

/** Roots that their holders signed, and that say what no root may. */
export const oddRoots: readonly Attack[] = oddRoles.map(([what, code, change]) => ({
  name: `a role with ${what}`,
  attack: "odd-root",
  code,
  build: (scene) => withThirdRoot(scene, change),
}));
