import { decode, encode, headOf, payloadOf } from "./publish.ts";
import { type Attack, marker, type Scene, withFile, withManifest, withThirdRoot, withTimestamp } from "./scene.ts";
import { linesOf, withHistory, withSignedFeed } from "./signed-feed.ts";

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** What stands in place of `head.json`. */
const heads: [what: string, bytes: (head: string) => string | Uint8Array<ArrayBuffer>][] = [
  ["a member twice", (head) => head.replace('{"type":"head"', '{"type":"head","type":"head"')],
  ["a member twice, spelled in two ways", (head) => head.replace('{"type"', '{"\\u0074ype":"head","type"')],
  ["a member twice within an envelope", (head) => head.replace('{"payload"', '{"payload":"","payload"')],
  ["deep nesting", (head) => head.replace("{", `{"x":${nested(100_000)},`)],
  ["nesting one deeper than allowed", (head) => head.replace("{", `{"x":${nested(16)},`)],
  ["a huge number for a root", (head) => head.replace('"roots":[', '"roots":[1e999,')],
  [
    "invalid UTF-8",
    (head) => new Uint8Array([...encode(head.slice(0, -1)), ...[0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]]),
  ],
  ["an overlong encoding", (head) => new Uint8Array([...encode(head), 0xc0, 0xa0])],
  ["a byte order mark", (head) => `\uFEFF${head}`],
  ["UTF-16", (head) => new Uint8Array(Buffer.from(head, "utf16le"))],
  ["nothing", () => ""],
  ["a page of HTML", () => `<!doctype html><title>${marker}</title>`],
  ["null", () => "null"],
  ["a list", (head) => `[${head}]`],
  ["something after it", (head) => `${head}{}`],
  ["a comment", (head) => `${head}//`],
  ["NUL after it", (head) => `${head}\0`],
  ["__proto__ for its members", (head) => `{"__proto__":${head}}`],
];

/** Bytes that two parsers read in two ways, or that are made to hurt one. */
export const hostileHeads: readonly Attack[] = heads.map(([what, bytes]) => ({
  name: `head.json with ${what}`,
  attack: "hostile-bytes",
  code: "malformed",
  build: (scene) => {
    const found = bytes(decode(scene.newest.tree.get("head.json")));
    return withFile(scene, "head.json", typeof found === "string" ? encode(found) : found);
  },
}));

const text = (scene: Scene) => JSON.stringify(payloadOf(headOf(scene.newest.tree).manifest));

const manifests: [what: string, change: (manifest: string) => string][] = [
  ["a member twice", (manifest) => manifest.replace("{", '{"version":1,')],
  ["a byte order mark", (manifest) => `\uFEFF${manifest}`],
  ["nesting deeper than allowed", (manifest) => manifest.replace("{", `{"x":${nested(17)},`)],
  ["a length beyond all numbers", (manifest) => manifest.replace(/"length":\d+/, '"length":1e999')],
  ["a negative length", (manifest) => manifest.replace(/"length":\d+/, '"length":-1')],
  [
    "a hash in capitals",
    (manifest) => manifest.replace(/"sha256":"(.{64})"/, (_all, hash) => `"sha256":"${hash.toUpperCase()}"`),
  ],
  ["a day that no calendar has", (manifest) => manifest.replace(/"expires":"\d{4}-\d\d-\d\d/, '"expires":"2027-02-31')],
  ["an instant of another zone", (manifest) => manifest.replace(/("expires":"[^"]*)Z"/, '$1+01:00"')],
];

/** The same within what is signed: the vendor's own keys do not make it good. */
export const hostileManifests: readonly Attack[] = manifests.map(([what, change]) => ({
  name: `a signed manifest with ${what}`,
  attack: "hostile-bytes",
  code: "malformed",
  build: (scene) => withManifest(scene, { bytes: encode(change(text(scene))) }),
}));

const feeds: [what: string, change: (feed: string) => string | Uint8Array<ArrayBuffer>][] = [
  ["a member twice", (text) => text.replace('"subprocessors":', '"subprocessors":[],"subprocessors":')],
  ["a member of an entry twice, spelled in two ways", (text) => text.replace('"name":', '"n\\u0061me":"Acme","name":')],
  ["a byte order mark", (feed) => `\uFEFF${feed}`],
  ["invalid UTF-8", (feed) => new Uint8Array([...encode(feed.slice(0, -2)), 0xff, 0x22, 0x7d])],
  [
    "data items nested without end",
    (feed) => feed.replace('"purposes"', `"dataCategories":[{"items":[${items(20_000)}]}],"purposes"`),
  ],
  ["a list for a name", (feed) => feed.replace('"name":"Cloud One"', '"name":["Cloud One"]')],
  ["no format", (feed) => feed.replace('"format":1,', "")],
  ["a day that no calendar has", (feed) => feed.replace('"purposes"', '"since":"2026-02-29","purposes"')],
  [
    "a pin that is none",
    (feed) => feed.replace('"purposes"', '"feed":{"url":"https://a.example/","pin":"x"},"purposes"'),
  ],
  [
    "a service that is no folder",
    (feed) => feed.replace('"publisher"', '"service":"https://a.example/api","publisher"'),
  ],
  ["a language that is none", (feed) => feed.replace('"name":"Acme"', '"languages":["English (US)"],"name":"Acme"')],
  ["a version beyond all numbers", (feed) => feed.replace('"version":2', '"version":1e999')],
  ["__proto__ for its list", (feed) => feed.replace('"subprocessors":', '"__proto__":')],
];

/** Two readers of one list could still read two lists. */
const ambiguous: [what: string, change: (feed: string) => string][] = [
  ["half a character", (feed) => feed.replace('"Cloud One"', '"Cloud \\ud800"')],
  ["half a character in a member's name", (feed) => feed.replace('"purposes"', '"x\\udc00":1,"purposes"')],
  [
    "one id for two entries",
    (feed) => feed.replace(/(?<="subprocessors":\[)({"id":"[^"]+").*?(?=\])/, '$1,"name":"X"},$&'),
  ],
];

/** Its form is right, and programs differ in what it says. */
export const ambiguousFeeds: readonly Attack[] = ambiguous.map(([what, change]) => ({
  name: `a signed list with ${what}`,
  attack: "hostile-bytes",
  code: "malformed",
  strict: true,
  build: (scene) => withSignedFeed(scene, encode(change(JSON.stringify(scene.newest.feed)))),
}));

/** What a later version of the format may look like. No attack, and nothing that an earlier version can read. */
export const laterFormats: readonly Attack[] = [
  ...[2, 0, "1"].map(
    (format): Attack => ({
      name: `a signed list of format ${JSON.stringify(format)}`,
      attack: "later-format",
      code: "unsupported",
      build: (scene) => withSignedFeed(scene, encode({ ...scene.newest.feed, format })),
    }),
  ),
  {
    name: "a signed manifest of format 2",
    attack: "later-format",
    code: "unsupported",
    build: (scene) => withManifest(scene, { change: { format: 2, files: {} } }),
  },
  {
    name: "a signed timestamp of format 2",
    attack: "later-format",
    code: "unsupported",
    build: (scene) => withTimestamp(scene, { format: 2 }),
  },
  {
    name: "a signed root of format 2",
    attack: "later-format",
    code: "unsupported",
    build: (scene) => withThirdRoot(scene, { format: 2 }),
  },
  {
    name: "a newest entry of format 2",
    attack: "later-format",
    code: "unsupported",
    build: (scene) => {
      const [first = "", last = ""] = [linesOf(scene.newest)[0], linesOf(scene.newest).at(-1)];
      return withHistory(scene, encode(scene.newest.feed), [first, last.replace("{", '{"format":2,')]);
    },
  },
  {
    name: "an older entry of format 2",
    attack: "later-format",
    code: "unsupported",
    strict: true,
    memories: ["none"],
    build: (scene) => {
      const [first = "", last = ""] = [linesOf(scene.newest)[0], linesOf(scene.newest).at(-1)];
      return withHistory(scene, encode(scene.newest.feed), [first.replace("{", '{"format":2,'), last]);
    },
  },
  {
    name: "head.json of format 2",
    attack: "later-format",
    code: "unsupported",
    build: (scene) => withFile(scene, "head.json", encode({ format: 2 })),
  },
];

const items = (depth: number) => `${'{"text":"x","items":['.repeat(depth)}"x"${"]}".repeat(depth)}`;

export const hostileFeeds: readonly Attack[] = feeds.map(([what, change]) => ({
  name: `a signed list with ${what}`,
  attack: "hostile-bytes",
  code: "malformed",
  build: (scene) => {
    const found = change(JSON.stringify(scene.newest.feed));
    return withSignedFeed(scene, typeof found === "string" ? encode(found) : found);
  },
}));

const urls = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  " javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://acme.example/x",
  "file:///etc/passwd",
  "//evil.example/",
  "https:evil.example",
  'https://evil.example/"onmouseover=alert(1)',
  "mailto:a@b.example\r\nbcc:c@d.example",
];

/** Addresses that act when they are followed, or that parsers disagree on. */
export const links: readonly Attack[] = urls.map((url) => ({
  name: `a link to ${JSON.stringify(url)}, though it is signed`,
  attack: "links",
  code: "malformed",
  build: (scene) => {
    const entries = scene.newest.feed.subprocessors.map((entry) => ({ ...entry, links: [{ url }] }));
    return withSignedFeed(scene, encode({ ...scene.newest.feed, subprocessors: entries }));
  },
}));

const paths = [
  "../../etc/passwd",
  `feed/../../${"0".repeat(64)}.json`,
  `//evil.example/${"0".repeat(64)}.json`,
  "https://evil.example/feed.json",
  `feed/${"0".repeat(64)}.json?x`,
  `feed/${"0".repeat(64)}.json\n`,
  `feed%2f${"0".repeat(64)}.json`,
  `feed\\${"0".repeat(64)}.json`,
  "head.json",
];

/** A manifest that names a file by another name than its hash. */
export const otherPaths: readonly Attack[] = (
  [
    ["another hash", (sha256: string) => `feed/${"0".repeat(sha256.length)}.json`],
    ["another folder", (sha256: string) => `policies/${sha256}.json`],
    ["another ending", (sha256: string) => `feed/${sha256}.ndjson`],
  ] as const
).map(([what, path]) => ({
  name: `a manifest that names the list by ${what}`,
  attack: "path-traversal",
  code: "malformed",
  build: (scene) => {
    const { files } = scene.newest.manifest;
    const feed = { ...files.feed, path: path(files.feed.sha256) };
    return withManifest(scene, { change: { files: { ...files, feed } } });
  },
}));

/** A manifest that leads a reader out of the feed. */
export const traversals: readonly Attack[] = paths.map((path) => ({
  name: `a manifest that leads to ${JSON.stringify(path)}`,
  attack: "path-traversal",
  code: "malformed",
  build: (scene) => {
    const { files } = scene.newest.manifest;
    return withManifest(scene, { change: { files: { ...files, feed: { ...files.feed, path } } } });
  },
}));
