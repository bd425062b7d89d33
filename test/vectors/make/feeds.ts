import {
  addCosignatures,
  type Envelope,
  fromBase64url,
  leafHash,
  limits,
  type Remembered,
  type RoleSigners,
  refreshHead,
  signCosignature,
  signEnvelope,
  type Tree,
  toHex,
  toVerifierKey,
  verify,
} from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import {
  day,
  encode,
  headOf,
  payloadOf,
  publishVersion,
  signRoot,
  type Version,
} from "../../conformance/attacks/publish.ts";
import { fixedSigner } from "../keys.ts";
import { type FeedVector, feedVector } from "../vector.ts";
import { withPolicy } from "./policy.ts";
import { readFeed } from "./read.ts";
import { address, firstRoot, later, longLog, oneKey, reissue, sole, start } from "./vendor.ts";

type Input = Omit<Parameters<typeof feedVector>[0], "name" | "section" | "address" | "now" | "expect"> & {
  now?: string;
};

/** A vector that is accepted: what follows from it is what the reader says. */
async function accepted(name: string, section: string, input: Input): Promise<FeedVector> {
  const vector = feedVector({ name, section, address, now: later(2), expect: { ok: true }, ...input });
  const expect = await readFeed(vector);
  if (!expect.ok) throw new Error(`Expected "${name}" to be accepted, found ${expect.code}.`);
  return { ...vector, expect };
}

const refused = (name: string, section: string, code: string, input: Input): FeedVector =>
  feedVector({ name, section, address, now: later(2), ...input, expect: { ok: false, code: code as never } });

const stateOf = ({ expect }: FeedVector): Remembered => (expect as unknown as { state: Remembered }).state;

const [otherKey, manifestKey, timestampKey, receiptKey, es256, witnessKey, stranger] = await Promise.all([
  fixedSigner("other"),
  fixedSigner("split manifest"),
  fixedSigner("split timestamp"),
  fixedSigner("split receipt"),
  fixedSigner("es256", "ES256"),
  fixedSigner("witness"),
  fixedSigner("stranger"),
]);

const split: RoleSigners = {
  root: [sole, otherKey],
  manifest: [manifestKey],
  timestamp: [timestampKey],
  receipt: [receiptKey],
};

/** Versions of one vendor, one day after another. */
async function versions(keys: RoleSigners, roots: readonly Envelope[], contents = [mockContent()]): Promise<Version[]> {
  const all: Version[] = [];
  for (const [at, content] of contents.entries()) {
    all.push(await publishVersion({ address, content, keys, roots, now: start + at * day, before: all.at(-1) }));
  }
  return all;
}

/** Without the files that a reader of this vector does not ask for. */
const only = (tree: Tree, keep: (path: string) => boolean): Tree => new Map([...tree].filter(([path]) => keep(path)));

/** Every feed that is accepted, and the edges beside it that are not. */
export async function feedVectors(): Promise<FeedVector[]> {
  return [
    ...(await visits()),
    ...(await rotations()),
    ...(await keysOfRoles()),
    ...(await logs()),
    ...(await laterVersions()),
    ...(await edges()),
  ];
}

async function visits(): Promise<FeedVector[]> {
  const keys = oneKey(sole);
  const { root, pin } = await firstRoot(keys);
  const [first, second, third] = (await versions(
    keys,
    [root],
    [mockContent(), mockChange({ title: "Everybody" }), mockChange({ title: "Everybody", intro: "Whom we engage." })],
  )) as [Version, Version, Version];
  const visit = await accepted("a first visit, read strictly", "6.1", {
    pin,
    strict: true,
    files: first.tree,
    now: later(0),
  });
  const state = stateOf(visit);
  const refreshed = new Map(first.tree);
  const head = headOf(first.tree);
  const manifest = fromBase64url(head.manifest.payload);
  refreshed.set("head.json", await refreshHead({ ...first, head }, manifest, keys.timestamp, start + day));
  const policy = await withPolicy(keys, root);
  return [
    visit,
    await accepted("a first visit without a pin is first seen", "6.2", { pin: null, files: first.tree, now: later(0) }),
    await accepted("the same again", "6.1", { pin, state, files: first.tree }),
    await accepted("the same again, without the pin: trust is of this visit", "6.2", {
      pin: null,
      state,
      files: first.tree,
    }),
    await accepted("a timestamp that was signed again", "6.1", { pin, state, files: refreshed }),
    await accepted("several entries of two versions at once, read strictly", "6.1", {
      pin,
      state,
      strict: true,
      files: third.tree,
      now: later(3),
    }),
    await accepted("a change that is open, read strictly by a newcomer", "11.5", {
      pin,
      strict: true,
      files: second.tree,
    }),
    await accepted("a change whose day has come since the first version", "11.5", {
      pin,
      strict: true,
      files: (await grownOld(keys, root)).tree,
      now: later(61),
    }),
    await accepted("a policy's text", "6.1", { pin, files: policy.tree, policies: [policy.sha256] }),
    refused("a policy that the manifest does not name", "6.1", "malformed", {
      pin,
      files: policy.tree,
      policies: ["0".repeat(64)],
    }),
    refused("another feed's state", "6.1", "pin-mismatch", {
      pin: `sha256-${"A".repeat(43)}`,
      state,
      files: first.tree,
    }),
    refused("a file that is not there", "6.1", "network", {
      pin,
      files: only(first.tree, (path) => path === "head.json"),
    }),
    refused("a tile that is not there", "6.1", "network", {
      pin,
      state,
      files: only(second.tree, (path) => !path.startsWith("log/tile")),
    }),
    refused("a first list that is not there, read strictly", "6.1", "network", {
      pin,
      strict: true,
      files: only(second.tree, (path) => path !== first.manifest.files.feed.path),
    }),
  ];
}

/** Announced, and in effect when the next version is published sixty days later. */
async function grownOld(keys: RoleSigners, root: Envelope): Promise<Version> {
  const roots = [root];
  const first = await publishVersion({ address, content: mockContent(), keys, roots, now: start });
  const second = await publishVersion({ address, content: mockChange(), keys, roots, now: start + day, before: first });
  const content = mockChange({ title: "Everybody" });
  return publishVersion({ address, content, keys, roots, now: start + 60 * day, before: second });
}

async function rotations(): Promise<FeedVector[]> {
  const [a, b, c] = [oneKey(sole), { ...oneKey(sole), root: [otherKey] }, { ...split, root: [otherKey] }];
  const { root, pin } = await firstRoot(a);
  const next = (version: number, keys: RoleSigners, by: RoleSigners, more: object = {}) =>
    signRoot({
      address,
      version,
      now: start + version * 60_000,
      keys,
      by: [...new Set([...by.root, ...keys.root])],
      more,
    });
  const roots = [root, await next(2, b, a), await next(3, c, b)];
  const trees = await Promise.all(
    [a, b, c].map(async (keys, at) => {
      const [version] = await versions(keys, roots.slice(0, at + 1));
      return (version as Version).tree;
    }),
  );
  const newest = trees[2] as Tree;
  const states: FeedVector[] = [];
  for (const [at, files] of trees.entries()) {
    states.push(await accepted(`a newcomer walks ${at + 1} roots`, "6.1", { pin, files }));
  }
  const served = (wanted: readonly Envelope[]): Tree =>
    new Map([...newest, ["head.json", encode({ ...headOf(newest), roots: wanted })]]);
  const forward = await reissue(newest, { keys: c, timestamp: { version: 1 } });
  const ahead = { ...stateOf(states[0] as FeedVector) };
  ahead.timestamp = { ...ahead.timestamp, version: 9_000_000 };
  const moved = await next(4, c, c, { successor: { feed: "https://new.example/trust/", pin } });
  return [
    ...states,
    ...(await Promise.all(
      states.map((seen, at) =>
        accepted(`three roots, with memory of root ${at + 1}`, "6.1", { pin, state: stateOf(seen), files: newest }),
      ),
    )),
    await accepted("the remembered root alone is served", "6.1", {
      pin,
      state: stateOf(states[2] as FeedVector),
      files: served(roots.slice(2)),
    }),
    await accepted("the roots after the remembered one alone are served", "6.1", {
      pin,
      state: stateOf(states[0] as FeedVector),
      files: served(roots.slice(1)),
    }),
    await accepted("a timestamp's version that a stolen key drove up is forgotten when keys rotate", "6.1", {
      pin,
      state: ahead,
      files: forward,
    }),
    await accepted("the feed has a successor", "4.2", { pin, files: served([...roots, moved]) }),
    await accepted("a root before the remembered one whose signature is broken", "6.1", {
      pin,
      state: stateOf(states[2] as FeedVector),
      files: served([broken(root), ...roots.slice(1)]),
    }),
    refused("a newcomer meets the same root 1 with a broken signature", "6.1", "signature-invalid", {
      pin,
      files: served([broken(root), ...roots.slice(1)]),
    }),
    refused("a gap before the remembered root", "6.1", "root-chain", {
      pin,
      state: stateOf(states[2] as FeedVector),
      files: served([roots[0] as Envelope, roots[2] as Envelope]),
    }),
  ];
}

const broken = (envelope: Envelope): Envelope => ({
  ...envelope,
  signatures: envelope.signatures.map((one) => ({ ...one, signature: `AAAA${one.signature.slice(4)}` })),
});

async function keysOfRoles(): Promise<FeedVector[]> {
  const make = async (keys: RoleSigners) => {
    const { root, pin } = await firstRoot(keys);
    const [, second] = await versions(keys, [root], [mockContent(), mockChange()]);
    return { pin, files: (second as Version).tree, root };
  };
  const one = await make(oneKey(sole));
  const mixed = await make({ ...oneKey(sole), manifest: [sole, es256], timestamp: [es256, sole] });
  const head = headOf(one.files);
  const foreign = (await signEnvelope(encode({}), "timestamp", [stranger])).signatures[0];
  const odd = (header: object) => ({
    protected: Buffer.from(JSON.stringify(header)).toString("base64url"),
    signature: "AAAA",
  });
  const withSignatures = (...more: unknown[]): Tree => {
    const timestamp = { ...head.timestamp, signatures: [...more, ...head.timestamp.signatures] };
    return new Map([...one.files, ["head.json", encode({ ...head, timestamp })]]);
  };
  const typ = "trust-center-timestamp+json";
  const many = Array.from({ length: 31 }, (_, at) => odd({ alg: "Ed25519", kid: `k${at}`, typ }));
  const cosigned = addCosignatures(head.log.checkpoint, [
    await signCosignature(head.log.checkpoint, "witness.example/w1", witnessKey, start + day),
  ]);
  const witnessed = new Map([
    ...one.files,
    ["head.json", encode({ ...head, log: { ...head.log, checkpoint: cosigned } })],
  ]) as Tree;
  const witness = await toVerifierKey({ name: "witness.example/w1", key: witnessKey.publicKey });
  const unknownWitness = await toVerifierKey({ name: "witness.example/w2", key: stranger.publicKey });
  return [
    await accepted("a key for each role, two of the root", "4.2", { strict: true, ...(await make(split)) }),
    await accepted("ES256 alone: its checkpoint has no signature", "8.3", {
      strict: true,
      ...(await make(oneKey(es256))),
    }),
    await accepted("two of two, Ed25519 and ES256", "8.3", { strict: true, pin: mixed.pin, files: mixed.files }),
    await accepted("a stranger's signature beside the vendor's", "3", { pin: one.pin, files: withSignatures(foreign) }),
    await accepted("a signature by an algorithm that is not known", "1.2", {
      pin: one.pin,
      files: withSignatures(odd({ alg: "ML-DSA-44", kid: "x", typ })),
    }),
    await accepted("32 signatures", "3", { pin: one.pin, files: withSignatures(...many) }),
    refused("33 signatures", "3", "malformed", {
      pin: one.pin,
      files: withSignatures(...many, odd({ alg: "Ed25519", kid: "k31", typ })),
    }),
    refused("a stranger's signature of another typ", "3", "signature-invalid", {
      pin: one.pin,
      files: withSignatures(odd({ alg: "Ed25519", kid: "x", typ: "trust-center-root+json" })),
    }),
    refused("a stranger who signs twice", "3", "signature-invalid", {
      pin: one.pin,
      files: withSignatures(odd({ alg: "Ed25519", kid: "x", typ }), odd({ alg: "ES256", kid: "x", typ })),
    }),
    await accepted("a known witness", "8.6", { pin: one.pin, files: witnessed, witnesses: [witness], needed: 1 }),
    await accepted("a witness that is not known is passed over", "8.6", {
      pin: one.pin,
      files: witnessed,
      witnesses: [unknownWitness],
    }),
    refused("too few witnesses", "8.6", "unwitnessed", {
      pin: one.pin,
      files: witnessed,
      witnesses: [witness, unknownWitness],
      needed: 2,
    }),
    refused("a witness of the future", "8.6", "signature-invalid", {
      pin: one.pin,
      files: new Map([
        ...one.files,
        [
          "head.json",
          encode({
            ...head,
            log: {
              ...head.log,
              checkpoint: addCosignatures(head.log.checkpoint, [
                await signCosignature(head.log.checkpoint, "witness.example/w1", witnessKey, start + 2 * day + 301_000),
              ]),
            },
          }),
        ],
      ]),
      witnesses: [witness],
    }),
  ];
}

async function logs(): Promise<FeedVector[]> {
  const keys = oneKey(sole);
  const { root, pin } = await firstRoot(keys);
  const [first] = (await versions(keys, [root])) as [Version];
  const seen = stateOf(await accepted("", "", { pin, files: first.tree }));
  const at = (size: number, hash: string): Remembered => ({ ...seen, log: { size, root: hash } });
  const small = await longLog(first.tree, keys, 257);
  const large = await longLog(first.tree, keys, 65_537);
  const used = (path: string) => !path.startsWith("history/") && !path.startsWith("root/") && path !== "log/checkpoint";
  const files = await needed(large.tree, pin, [
    at(65_536, large.roots[3] as string),
    at(300, large.roots[2] as string),
  ]);
  return [
    await accepted("a log of 257 entries, from its first", "8.2", {
      pin,
      state: at(1, small.roots[0] as string),
      files: only(small.tree, used),
    }),
    await accepted("a log of 257 entries, from 256", "8.2", {
      pin,
      state: at(256, small.roots[1] as string),
      files: only(small.tree, used),
    }),
    await accepted("a log of 65,537 entries, from 65,536", "8.2", {
      pin,
      state: at(65_536, large.roots[3] as string),
      files,
    }),
    await accepted("a log of 65,537 entries, from 300", "8.2", {
      pin,
      state: at(300, large.roots[2] as string),
      files,
    }),
    refused("a log of 65,537 entries that does not begin with those seen", "8.2", "log-inconsistent", {
      pin,
      state: at(300, large.roots[1] as string),
      files,
    }),
  ];
}

/** The files that readers with these states ask for, and no others: a long log has many. */
async function needed(tree: Tree, pin: string, states: readonly Remembered[]): Promise<Tree> {
  const asked = new Map<string, Uint8Array<ArrayBuffer>>() as Tree;
  for (const state of states) {
    const read = async (path: string) => asked.set(path, tree.get(path) as Uint8Array<ArrayBuffer>).get(path) as never;
    await verify(read, { feed: address, pin, remembered: state, now: start });
  }
  return asked;
}

async function laterVersions(): Promise<FeedVector[]> {
  const other = { kty: "AKP", alg: "ML-DSA-44", pub: "AAAA" };
  const role = (keys: readonly { kid: string }[], threshold = 1) => ({
    threshold,
    kids: [...keys.map(({ kid }) => kid), "a-key-of-tomorrow"],
  });
  const withOther = (threshold: number) => ({
    keys: { [sole.kid]: sole.publicKey, "a-key-of-tomorrow": other },
    roles: {
      root: role([sole]),
      manifest: role([sole]),
      timestamp: role([sole], threshold),
      receipt: role([sole]),
      auditor: { anything: true },
    },
    unknown: { member: [1, null, "x"] },
  });
  const make = async (more: object) => {
    const { root, pin } = await firstRoot(oneKey(sole), more);
    const [first] = (await versions(oneKey(sole), [root])) as [Version];
    return { pin, files: first.tree };
  };
  const { pin, files } = await make({});
  const unknown = { unknown: { member: [1, null, "x"] }, format: 1 };
  return [
    await accepted("members that are not known, in all metadata", "1.2", {
      pin,
      files: await reissue(files, { keys: oneKey(sole), manifest: unknown, timestamp: unknown, head: () => unknown }),
    }),
    await accepted("a key of a kind that is not known, beside one that is", "1.2", {
      strict: true,
      ...(await make(withOther(1))),
    }),
    refused("a threshold that needs a key of a kind that is not known", "1.2", "unsupported", await make(withOther(2))),
    await accepted("integers that are written as fractions", "4", {
      pin,
      files: await reissue(files, {
        keys: oneKey(sole),
        spell: (text) => text.replace('"version":1,', '"version":1.0,').replace('"root":1,', '"root":10e-1,'),
      }),
    }),
  ];
}

async function edges(): Promise<FeedVector[]> {
  const keys = oneKey(sole);
  const { root, pin } = await firstRoot(keys);
  const [first] = (await versions(keys, [root])) as [Version];
  const files = first.tree;
  const deep = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
  const padded = (length: number): Tree => {
    const bytes = new Uint8Array(length).fill(0x20);
    bytes.set(files.get("head.json") as Uint8Array);
    return new Map([...files, ["head.json", bytes]]);
  };
  const walk = async (count: number): Promise<Tree> => {
    const roots = [root];
    for (let version = 2; version <= count; version++) {
      roots.push(await signRoot({ address, version, now: start, keys, by: [sole] }));
    }
    return new Map([...files, ["head.json", encode({ ...headOf(files), roots })]]);
  };
  const at = (offset: number) => new Date(start + offset).toISOString().replace(".000", "");
  const expires = Date.parse(payloadOf(headOf(files).timestamp).expires) - start;
  const seen = stateOf(await accepted("", "", { pin, files, now: at(0) }));
  const [, second] = (await versions(keys, [root], [mockContent(), mockChange()])) as [Version, Version];
  const grown = headOf(second.tree);
  const unsigned = { ...grown, log: { ...grown.log, checkpoint: grown.log.checkpoint.replace(/— .*\n$/, "") } };
  const history = first.manifest.files.history.path;
  const odd = JSON.stringify({ type: "change", note: "x".repeat(200) });
  return [
    await accepted("issued five minutes ahead", "6.1", { pin, files, now: at(-300_000) }),
    refused("issued five minutes and a second ahead", "6.1", "clock", { pin, files, now: at(-301_000) }),
    refused("a manifest issued five minutes and a second ahead", "6.1", "clock", {
      pin,
      files: await reissue(files, { keys, manifest: { issued: at(2 * day + 301_000) } }),
    }),
    refused("a newest entry of another form", "6.1", "malformed", {
      pin,
      files: await reissue(files, {
        keys,
        manifest: { log: { size: 1, root: toHex(await leafHash(encode(odd))) } },
        head: ({ log }) => ({ log: { ...log, last: { entry: odd, proof: [] } } }),
      }),
    }),
    refused("a log that grew, and a checkpoint that nobody signed", "6.1", "signature-invalid", {
      pin,
      state: seen,
      files: new Map([...second.tree, ["head.json", encode(unsigned)]]),
    }),
    refused("a history that is longer than signed", "6.1", "too-large", {
      pin,
      strict: true,
      files: new Map([...files, [history, encode(`${new TextDecoder().decode(files.get(history))}\n`)]]),
    }),
    await accepted("a second before it expires", "6.1", { pin, files, now: at(expires - 1000) }),
    refused("in the second in which it expires", "6.1", "expired", { pin, files, now: at(expires) }),
    await accepted("metadata nested 16 deep", "4", {
      pin,
      files: await reissue(files, { keys, manifest: { x: deep(15) } }),
    }),
    refused("metadata nested 17 deep", "4", "malformed", {
      pin,
      files: await reissue(files, { keys, manifest: { x: deep(16) } }),
    }),
    await accepted("the greatest version that counts", "4", {
      pin,
      files: await reissue(files, { keys, timestamp: { version: 2 ** 53 - 1 } }),
    }),
    refused("a version one too great", "4", "malformed", {
      pin,
      files: await reissue(files, { keys, timestamp: { version: 2 ** 53 } }),
    }),
    await accepted("a head of 524,288 bytes", "12", { pin, files: padded(limits.head) }),
    refused("a head of 524,289 bytes", "12", "too-large", { pin, files: padded(limits.head + 1) }),
    await accepted("256 new roots", "12", { pin, files: await walk(limits.rootSteps + 1) }),
    refused("257 new roots", "12", "root-chain", { pin, files: await walk(limits.rootSteps + 2) }),
  ];
}
