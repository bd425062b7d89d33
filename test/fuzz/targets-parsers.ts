import { generateKeyPairSync } from "node:crypto";
import {
  buildProof,
  check,
  differencesBetween,
  feedSchema,
  fromBase64url,
  fromHex,
  fromPem,
  isSafeUrl,
  limits,
  listAt,
  parseCheckpoint,
  parseJson,
  policyBodySchema,
  rootSchema,
  signReceipt,
  splitLines,
  toBase64url,
  toHex,
  verifyProof,
  verifyReceipt,
} from "@trust-center/feed";
import { headOf, payloadOf } from "../conformance/attacks/publish.ts";
import { bytesOf, encode, single, type Target, textOf, Violation } from "./target.ts";
import { address, vendor } from "./vendor.ts";

const head = headOf(vendor.newest.tree);
const { files, log } = vendor.newest.manifest;
const feedBytes = vendor.newest.tree.get(files.feed.path) as Uint8Array<ArrayBuffer>;
const history = vendor.newest.tree.get(files.history.path) as Uint8Array<ArrayBuffer>;
const roots = head.roots.map((root: never) => check(rootSchema, payloadOf(root), "the root"));

const policy = {
  type: "policy",
  id: "p",
  language: "en",
  body: {
    type: "root",
    children: [
      { type: "heading", depth: 1, children: [{ type: "text", value: "Title" }] },
      {
        type: "list",
        ordered: true,
        start: 2,
        children: [{ type: "listItem", children: [{ type: "thematicBreak" }] }],
      },
      {
        type: "table",
        children: [{ type: "tableRow", children: [{ type: "tableCell", children: [{ type: "break" }] }] }],
      },
      {
        type: "blockquote",
        children: [{ type: "paragraph", children: [{ type: "link", url: "https://a.example/", children: [] }] }],
      },
    ],
  },
};

const receipt = await signReceipt(
  {
    type: "receipt",
    feed: address,
    pin: vendor.pin,
    id: "a-receipt",
    action: "objection-filed",
    change: "2.1",
    version: 2,
    sha256: files.feed.sha256,
    log,
    filed: "2026-01-12T00:00:00Z",
    deadline: "2026-02-12T00:00:00Z",
    objection: "0".repeat(64),
  },
  vendor.keys.receipt[0] as never,
);
const honestReceipt = JSON.stringify(await verifyReceipt(receipt, roots, vendor.pin));

const proofBundle = encode(
  await buildProof({
    feed: address,
    at: "2026-01-11T12:00:00Z",
    head: vendor.newest.tree.get("head.json") as Uint8Array,
    history,
    index: log.size - 1,
    list: feedBytes,
  }),
);
/** A reader in years to come. */
const late = Date.parse("2099-01-01T00:00:00Z");
const provenFeed = JSON.stringify((await verifyProof(proofBundle, { pin: vendor.pin, now: late })).feed);

/** What node writes: PBES2 of few rounds, as quick as a fuzzer needs it. */
const pem = (cipher?: string) =>
  generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem", ...(cipher && { cipher, passphrase: "secret" }) },
  }).privateKey;

/** Every address in a document, wherever it stands. */
function urlsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value !== "object" || value === null) return found;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "url" && typeof inner === "string") found.push(inner);
    else urlsIn(inner, found);
  }
  return found;
}

/** Parsers, each of its own kind of file. */
export const parsers: readonly Target[] = [
  {
    name: "strict-json",
    seeds: async () => [single(vendor.newest.tree.get("head.json") as never), single(encode(payloadOf(head.roots[1])))],
    run: async (input) => {
      const value = parseJson(bytesOf(input), "it", limits.depth);
      const again = parseJson(encode(JSON.stringify(value)), "it", limits.depth);
      if (JSON.stringify(again) !== JSON.stringify(value)) throw new Violation("Read another value again.");
      return "accepted";
    },
  },
  {
    name: "base64url",
    seeds: async () => [single(encode(head.manifest.payload)), single(encode("")), single(encode("AQ"))],
    run: async (input) => {
      const text = textOf(input);
      if (toBase64url(fromBase64url(text)) !== text) throw new Violation("Accepted a second spelling.");
      return "accepted";
    },
  },
  {
    name: "hex",
    seeds: async () => [single(encode(files.feed.sha256))],
    run: async (input) => {
      if (toHex(fromHex(textOf(input))) !== textOf(input)) throw new Violation("Accepted a second spelling.");
      return "accepted";
    },
  },
  {
    name: "checkpoint",
    seeds: async () => [
      single(encode(head.log.checkpoint)),
      single(encode(`${head.log.checkpoint}— w.example AAAAAAAA\n`)),
    ],
    run: async (input) => {
      const { size, root } = parseCheckpoint(textOf(input));
      if (!/^[0-9a-f]{64}$/.test(root) || !(size >= 0)) throw new Violation("Read no size or no root.");
      return "accepted";
    },
  },
  {
    name: "receipt",
    seeds: async () => [single(encode(receipt))],
    run: async (input) => {
      const found = JSON.stringify(await verifyReceipt(textOf(input), roots, vendor.pin));
      if (found !== honestReceipt) throw new Violation(`Accepted a receipt that nobody signed: ${found}`);
      return "accepted";
    },
  },
  {
    name: "proof-bundle",
    seeds: async () => [single(proofBundle)],
    run: async (input) => {
      const { feed } = await verifyProof(bytesOf(input), { pin: vendor.pin, now: late });
      if (JSON.stringify(feed) !== provenFeed) throw new Violation("Accepted a list that nobody signed.");
      return "accepted";
    },
  },
  {
    name: "policy",
    seeds: async () => [single(encode(policy))],
    run: async (input) => {
      const { body } = check(policyBodySchema, parseJson(bytesOf(input), "the policy"), "the policy");
      const unsafe = urlsIn(knownNodes(body)).filter((url) => !isSafeUrl(url));
      if (unsafe.length > 0) throw new Violation(`Accepted the link ${unsafe[0]}`);
      return "accepted";
    },
  },
  {
    name: "feed",
    seeds: async () => [single(feedBytes), single(encode(vendor.first.feed))],
    run: async (input) => {
      const feed = check(feedSchema, parseJson(bytesOf(input), "the feed"), "the feed");
      differencesBetween(vendor.first.feed, feed);
      differencesBetween(feed, vendor.newest.feed);
      for (const at of [0, Date.parse(feed.published), Number.POSITIVE_INFINITY]) listAt(feed, at);
      return "accepted";
    },
  },
  {
    name: "lines",
    seeds: async () => [single(history)],
    run: async (input) => {
      const lines = splitLines(bytesOf(input));
      const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
      if (length !== bytesOf(input).length) throw new Violation("Lost a byte between lines.");
      return "accepted";
    },
  },
  {
    name: "pem",
    seeds: async () => [single(encode(pem())), single(encode(pem("aes-256-cbc")))],
    run: async (input) => {
      await fromPem(textOf(input), "secret");
      return "accepted";
    },
  },
];

/** Nodes whose `url` is followed: links alone. Members that the format does not name are never shown. */
function knownNodes(body: unknown): unknown {
  const links: unknown[] = [];
  const walk = (node: { type?: string; children?: unknown }) => {
    if (node.type === "link") links.push(node);
    if (Array.isArray(node.children)) for (const child of node.children) walk(child as never);
  };
  walk(body as never);
  return links.map((link) => ({ url: (link as { url: string }).url }));
}
