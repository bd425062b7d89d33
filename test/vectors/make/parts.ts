import {
  addCosignatures,
  appliedAt,
  buildProof,
  consistencyRanges,
  inclusionProof,
  leafHash,
  type PublicKey,
  planVersion,
  signCheckpoint,
  signCosignature,
  signEnvelope,
  thumbprint,
  tilePath,
  toHex,
  toInstant,
  toVerifierKey,
  treeRoot,
  verify,
} from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { firstKeys } from "../../conformance/attacks/keys.ts";
import { encode, publishVersion, type Version } from "../../conformance/attacks/publish.ts";
import { receiptAttacks } from "../../conformance/attacks/receipts.ts";
import { makeScene, type Scene, start } from "../../conformance/attacks/scene.ts";
import { receiptOf } from "../../conformance/attacks/signing.ts";
import { fixedSigner } from "../keys.ts";
import type { Expected, PartVector } from "../vector.ts";
import { from } from "./read.ts";
import { address, firstRoot, later, oneKey, sole } from "./vendor.ts";

const ok = { ok: true } as const;
const no = (code: string) => ({ ok: false, code }) as Expected;

export async function partVectors(): Promise<PartVector[]> {
  const scene = await makeScene(address, "newest");
  return [
    ...(await receipts(scene)),
    ...(await bundles()),
    ...(await notes()),
    ...(await keys()),
    ...(await trees()),
    ...documents(await aFeed()),
    ...(await dates()),
    ...discovery(scene.pin),
  ];
}

async function receipts(scene: Scene): Promise<PartVector[]> {
  const given = { section: "10.2", kind: "receipt", roots: scene.newest.roots, address, pin: scene.pin };
  const make = async (name: string, receipt: string | Promise<string>, expect: Expected): Promise<PartVector> => ({
    name,
    ...given,
    receipt: await receipt,
    expect,
  });
  const filed = (filed: string) => receiptOf(scene, { filed });
  const retired = async (filed: string) => {
    const payload = Buffer.from((await receiptOf(scene, { filed })).split(".")[1] ?? "", "base64url");
    const { signatures } = await signEnvelope(Uint8Array.from(payload), "receipt", firstKeys.receipt);
    return `${signatures[0]?.protected}.${payload.toString("base64url")}.${signatures[0]?.signature}`;
  };
  return [
    await make("a receipt", receiptOf(scene), ok),
    await make(
      "a receipt with a newline behind it",
      receiptOf(scene).then((text) => `${text}\n`),
      ok,
    ),
    await make("by a key that was retired since, filed while it served", retired("2026-01-10T18:00:00Z"), ok),
    await make("by a key that was retired, filed a day after", retired("2026-01-12T12:00:00Z"), ok),
    await make(
      "by a key that was retired, filed a day and a second after",
      retired("2026-01-12T12:00:01Z"),
      no("key-refused"),
    ),
    await make("filed five minutes before its key served", filed("2026-01-11T11:55:00Z"), ok),
    await make(
      "filed five minutes and a second before its key served",
      filed("2026-01-11T11:54:59Z"),
      no("key-refused"),
    ),
    await make("with members that are not known", receiptOf(scene, { note: "x" }), ok),
    await make("of a later format", laterReceipt(scene), no("unsupported")),
    ...(await Promise.all(
      receiptAttacks.map(({ name, code, build }) => make(`attack: ${name}`, build(scene), no(code))),
    )),
  ];
}

async function laterReceipt(scene: Scene): Promise<string> {
  const payload = Buffer.from((await receiptOf(scene)).split(".")[1] ?? "", "base64url").toString();
  const bytes = encode(payload.replace("{", '{"format":2,'));
  const signer = await fixedSigner("newer receipt");
  const { signatures } = await signEnvelope(bytes, "receipt", [signer]);
  return `${signatures[0]?.protected}.${Buffer.from(bytes).toString("base64url")}.${signatures[0]?.signature}`;
}

async function bundles(): Promise<PartVector[]> {
  const keys = oneKey(sole);
  const { root, pin } = await firstRoot(keys);
  const all: Version[] = [];
  for (const [at, content] of [mockContent(), mockChange(), mockContent({ title: "Renamed" })].entries()) {
    const now = start + at * 864e6;
    all.push(await publishVersion({ address, content, keys, roots: [root], now, before: all.at(-1) }));
  }
  const { tree, manifest } = all.at(-1) as Version;
  const read = from(tree);
  const history = tree.get(manifest.files.history.path) as Uint8Array<ArrayBuffer>;
  const center = await verify(read, { feed: address, pin, now: start + 21 * 864e5, strict: true });
  const lines = new TextDecoder().decode(history).trimEnd().split("\n");
  const bundleAt = async (days: number) => {
    const { index, entry } = appliedAt(center.history ?? [], start + days * 864e5);
    return buildProof({
      feed: address,
      at: later(days),
      head: await read("head.json", 1e6),
      history,
      index,
      list: await read(`feed/${entry.feed.sha256}.json`, 1e6),
    });
  };
  const [early, middle, last] = [await bundleAt(0), await bundleAt(5), await bundleAt(20)];
  const make = (name: string, bundle: unknown, expect: Expected, more: object = {}): PartVector => ({
    name,
    section: "8.5",
    kind: "bundle",
    pin,
    now: later(5000),
    history: null,
    bundle: typeof bundle === "string" ? bundle : JSON.stringify(bundle),
    expect,
    ...more,
  });
  const applied = (bundle: typeof early, version: number) => ({ ok: true, version, at: bundle.at }) as const;
  return [
    make("the first list, at its first instant", early, applied(early, 1)),
    make("a list between two", middle, applied(middle, 1)),
    make("the newest list", last, applied(last, 3)),
    make("against the history of today", middle, applied(middle, 1), { history: lines }),
    make("without a pin", middle, { ...applied(middle, 1), trust: "first-seen" }, { pin: null }),
    make("another pin", middle, no("pin-mismatch"), { pin: `sha256-${"A".repeat(43)}` }),
    make("an instant before the first entry", { ...early, at: later(-1) }, no("not-covered")),
    make("an instant at which the next list applied", { ...middle, at: later(10) }, no("not-covered")),
    make("an instant after the log was signed", { ...last, at: later(21) }, no("not-covered")),
    make("the entry after it left out", { ...middle, next: undefined }, no("log-inconsistent")),
    make("another entry for the next", { ...middle, next: last.entry }, no("log-inconsistent")),
    make("another index", { ...middle, entry: { ...middle.entry, index: 1 } }, no("log-inconsistent")),
    make(
      "another line",
      { ...middle, entry: { ...middle.entry, line: middle.entry.line.replace("1", "2") } },
      no("log-inconsistent"),
    ),
    make("another list", { ...middle, list: last.list }, no("hash-mismatch")),
    make("a head of the future", middle, no("clock"), { now: later(1) }),
    make("another history today", middle, no("log-inconsistent"), { history: [lines[1], ...lines.slice(1)] }),
    make("half a character in a text", { ...middle, note: "\ud800" }, no("malformed")),
    make("a member twice", JSON.stringify(middle).replace("{", '{"format":1,'), no("malformed")),
    make("a later format", { ...middle, format: 2 }, no("unsupported")),
    make("no format", { ...middle, format: undefined }, no("malformed")),
  ];
}

async function notes(): Promise<PartVector[]> {
  const [log, witness, stranger] = [sole, await fixedSigner("witness"), await fixedSigner("stranger")];
  const root = Uint8Array.from({ length: 32 }, (_, at) => at);
  const text = await signCheckpoint("acme.example/.well-known/trust-center", 7, root, [log]);
  const name = "witness.example/w1";
  const line = await signCosignature(text, name, witness, start);
  const other = await signCosignature(text, name, stranger, start);
  const known = [await toVerifierKey({ name, key: witness.publicKey })];
  const make = (name: string, checkpoint: string, expect: Expected, more: object = {}): PartVector => ({
    name,
    section: "8.3",
    kind: "note",
    checkpoint,
    keys: [log.publicKey],
    witnesses: [],
    now: toInstant(start),
    expect,
    ...more,
  });
  const signed: Expected = { ok: true, signatures: 1, witnesses: [] };
  const stray = (note: string) => note.replace(/.(?==\n$)/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 1));
  return [
    make("signed by the log", text, signed),
    make("by nobody", text.slice(0, text.indexOf("\n\n") + 2), { ok: true, signatures: 0, witnesses: [] }),
    make(
      "by a key that is not the log's",
      text,
      { ok: true, signatures: 0, witnesses: [] },
      { keys: [stranger.publicKey] },
    ),
    make(
      "with a witness",
      addCosignatures(text, [line]),
      { ok: true, signatures: 1, witnesses: [{ name, at: toInstant(start) }] },
      { witnesses: known },
    ),
    make("with another key under a witness's name", addCosignatures(text, [other]), signed, { witnesses: known }),
    make("another size under the same signature", text.replace("\n7\n", "\n8\n"), no("signature-invalid")),
    make(
      "one key under two names is one witness",
      addCosignatures(text, [line, await signCosignature(text, "witness.example/w2", witness, start + 1000)]),
      { ok: true, signatures: 1, witnesses: [{ name: "witness.example/w2", at: toInstant(start + 1000) }] },
      { witnesses: [...known, await toVerifierKey({ name: "witness.example/w2", key: witness.publicKey })] },
    ),
    make("65,537 characters", text + stranger64(text, line), no("too-large")),
    make("a line cut", `${text}${line.slice(0, 40)}`, no("malformed")),
    make("no newline at the end", text.slice(0, -1), no("malformed")),
    make("stray bits", stray(text), no("malformed")),
    make("an extension line", text.replace("\n\n", "\nmore\n\n"), no("malformed")),
    make("a hyphen for the dash", text.replace("— ", "- "), no("malformed")),
    make("a size with a leading zero", text.replace("\n7\n", "\n07\n"), no("malformed")),
    make(
      "a witness that comes five minutes ahead",
      addCosignatures(text, [line]),
      { ok: true, signatures: 1, witnesses: [{ name, at: toInstant(start) }] },
      { witnesses: known, now: toInstant(start - 300_000) },
    ),
    make("a witness of the future", addCosignatures(text, [line]), no("signature-invalid"), {
      witnesses: known,
      now: toInstant(start - 301_000),
    }),
    make("a witness's key that is none", text, no("malformed"), { witnesses: ["x"] }),
    make("a witness's key under another id", text, no("key-refused"), {
      witnesses: [(known[0] ?? "").replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
    }),
  ];
}

/** Lines of nobody's, up to one character too many. */
function stranger64(text: string, line: string): string {
  const lines = line.repeat(Math.floor((65_537 - text.length) / line.length) - 1);
  const rest = 65_537 - text.length - lines.length;
  return `${lines}— ${"x".repeat(rest - 8)} AAAA\n`;
}

async function keys(): Promise<PartVector[]> {
  const [ed, es] = [
    sole.publicKey,
    (await fixedSigner("es256", "ES256")).publicKey as Extract<PublicKey, { kty: "EC" }>,
  ];
  const point = (hex: string): PublicKey => ({ ...ed, x: Buffer.from(hex, "hex").toString("base64url") }) as PublicKey;
  const make = async (name: string, key: unknown, expect: Expected, id?: string): Promise<PartVector> => ({
    name,
    section: "3.1",
    kind: "key",
    id: id ?? (await thumbprint(key as PublicKey)),
    key,
    expect,
  });
  return [
    await make("Ed25519", ed, ok),
    await make("P-256", es, ok),
    await make("members in another order", Object.fromEntries(Object.entries(es).reverse()), ok),
    await make("under another id", ed, no("key-refused"), "A".repeat(43)),
    await make("of order 1", point(`01${"00".repeat(31)}`), no("key-refused")),
    await make("of order 1 with the other sign", point(`01${"00".repeat(30)}80`), no("key-refused")),
    await make("whose y is no point's: it verifies nothing", point(`02${"00".repeat(31)}`), ok),
    await make("of order 2", point(`ec${"ff".repeat(30)}7f`), no("key-refused")),
    await make("of order 4", point("00".repeat(32)), no("key-refused")),
    await make(
      "of order 8",
      point("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
      no("key-refused"),
    ),
    await make("with y = p + 1", point(`ee${"ff".repeat(30)}7f`), no("key-refused")),
    await make("of 31 bytes", point("07".repeat(31)), no("key-refused")),
    await make("not on P-256", { ...es, y: es.x }, no("key-refused")),
    await make(
      "x with stray bits",
      { ...es, x: es.x.slice(0, -1) + String.fromCharCode(es.x.charCodeAt(42) + 1) },
      no("key-refused"),
    ),
    await make("a member more", { ...ed, use: "sig" }, no("malformed")),
    await make("a private key", { ...ed, d: "AAAA" }, no("malformed")),
    await make("Ed25519, bound to ES256", { ...ed, alg: "ES256" }, no("malformed")),
    await make("no alg", { ...ed, alg: undefined }, no("malformed")),
    await make(
      "another kind of key, under any id",
      { kty: "AKP", alg: "ML-DSA-44", pub: "AAAA" },
      { ok: true, usable: false },
      "x",
    ),
    ...(await signatures()),
  ];
}

async function signatures(): Promise<PartVector[]> {
  const message = encode("message");
  const es = await fixedSigner("es256", "ES256");
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const l = 2n ** 252n + 27742317777372353535851937790883648493n;
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const number = (bytes: Uint8Array) => BigInt(`0x${hex(bytes)}`);
  const big = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
  const ed = Buffer.from(await sole.sign(message));
  const ec = Buffer.from(await es.sign(message));
  const highS = Buffer.concat([ec.subarray(0, 32), big(n - number(ec.subarray(32)))]);
  const s = number(Buffer.from(ed.subarray(32)).reverse());
  const highEd = Buffer.concat([ed.subarray(0, 32), big(s + l).reverse()]);
  const small = Buffer.concat([Buffer.from(`01${"00".repeat(31)}`, "hex"), ed.subarray(32)]);
  const make = (name: string, key: PublicKey, signature: Uint8Array, valid: boolean): PartVector => ({
    name,
    section: "3.2",
    kind: "signature",
    key,
    message: hex(message),
    signature: hex(signature),
    expect: { ok: true, valid },
  });
  const flipped = Buffer.from(ed);
  flipped[40] = (flipped[40] as number) ^ 1;
  return [
    make("Ed25519", sole.publicKey, ed, true),
    make("ES256 with the lower s", es.publicKey, ec, true),
    make("ES256 with the higher s", es.publicKey, highS, false),
    make("Ed25519 with S above the order", sole.publicKey, highEd, false),
    make("Ed25519 with R of order 1", sole.publicKey, small, false),
    make("another bit", sole.publicKey, flipped, false),
    make("63 bytes", sole.publicKey, ed.subarray(0, 63), false),
    make("none", sole.publicKey, new Uint8Array(), false),
    make("by another key", es.publicKey, ed, false),
  ];
}

async function trees(): Promise<PartVector[]> {
  const leaves = await Promise.all(Array.from({ length: 11 }, (_, at) => leafHash(encode(`entry ${at}`))));
  const rootOf = async (size: number) => toHex(await treeRoot(leaves.slice(0, size)));
  const vectors: PartVector[] = [];
  for (const [index, size] of [
    [0, 1],
    [0, 2],
    [1, 2],
    [4, 5],
    [6, 7],
    [3, 8],
    [10, 11],
    [5, 11],
  ] as const) {
    const proof = (await inclusionProof(index, leaves.slice(0, size))).map(toHex);
    const given = {
      section: "8.2",
      kind: "inclusion",
      index,
      size,
      leaf: toHex(leaves[index] as Uint8Array),
      proof,
      root: await rootOf(size),
    };
    vectors.push({ name: `leaf ${index} of ${size}`, ...given, expect: ok });
    vectors.push({
      name: `leaf ${index} of ${size}, one hash more`,
      ...given,
      proof: [...proof, "00".repeat(32)],
      expect: no("log-inconsistent"),
    });
    vectors.push({
      name: `leaf ${index} of ${size}, in another place`,
      ...given,
      index: index === 0 ? size : index - 1,
      expect: no("log-inconsistent"),
    });
  }
  for (const [from, to] of [
    [1, 2],
    [1, 11],
    [2, 3],
    [3, 7],
    [4, 8],
    [6, 11],
    [8, 11],
    [10, 11],
  ] as const) {
    const proof = await Promise.all(
      consistencyRanges(from, to).map(async ([start, end]) => toHex(await treeRoot(leaves.slice(start, end)))),
    );
    const given = {
      section: "8.2",
      kind: "consistency",
      from,
      to,
      proof,
      oldRoot: await rootOf(from),
      newRoot: await rootOf(to),
    };
    vectors.push({ name: `${to} entries begin with ${from}`, ...given, expect: ok });
    vectors.push({
      name: `${to} entries do not begin with ${from} others`,
      ...given,
      oldRoot: "11".repeat(32),
      expect: no("log-inconsistent"),
    });
    vectors.push({
      name: `${to} entries begin with ${from}, a hash missing`,
      ...given,
      proof: proof.slice(1),
      expect: no("log-inconsistent"),
    });
  }
  const empty = {
    section: "8.2",
    kind: "consistency",
    from: 0,
    to: 3,
    proof: [],
    oldRoot: await rootOf(0),
    newRoot: await rootOf(3),
  };
  vectors.push({ name: "an empty log proves nothing", ...empty, expect: no("log-inconsistent") });
  for (const [level, index, hashes] of [
    [0, 0, 256],
    [0, 0, 17],
    [1, 5, 256],
    [0, 1234, 256],
    [2, 1_234_067, 8],
  ] as const) {
    vectors.push({
      name: `the tile ${level}/${index} of ${hashes}`,
      section: "8.2",
      kind: "tile",
      level,
      index,
      hashes,
      expect: { ok: true, path: tilePath({ level, index, hashes }) },
    });
  }
  return vectors;
}

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

async function aFeed() {
  const { feed } = await planVersion({ content: mockContent(), previous: undefined, now: start });
  return feed;
}

function documents(feed: Awaited<ReturnType<typeof aFeed>>): PartVector[] {
  const entry = { id: "a", name: "A" };
  const make = (name: string, text: string, schema = "feed", code?: string): PartVector => ({
    name,
    section: "5",
    kind: "document",
    schema,
    text: Buffer.from(text, "latin1").toString("base64"),
    expect: code === undefined ? ok : no(code),
  });
  const utf8 = (value: unknown) =>
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("latin1");
  const withEntry = (more: object) => utf8({ ...feed, subprocessors: [{ ...entry, ...more }] });
  const withList = (more: object) => utf8({ ...feed, ...more });
  const bad = "malformed";
  const good = (name: string, text: string) => make(name, text);
  const refused = (name: string, text: string, code = bad) => make(name, text, "feed", code);
  return [
    good("a feed", withList({})),
    good("unknown members", withEntry({ later: { x: [null] } })),
    good("white space around it", ` \n${withList({})}\t\r\n`),
    refused("something after it", `${withList({})}{}`),
    refused("a byte order mark", `\xef\xbb\xbf${withList({})}`),
    refused("invalid UTF-8", withList({ title: "x" }).replace('"x"', '"\xff"')),
    refused("a surrogate in UTF-8", withList({ title: "x" }).replace('"x"', '"\xed\xa0\x80"')),
    refused("a member twice", withList({}).replace("{", '{"version":1,')),
    refused("a member twice, one escaped", withList({}).replace("{", '{"v\\u0065rsion":1,')),
    refused("a member twice in what is not known", withEntry({ x: 1 }).replace('"x":1', '"x":{"y":1,"y":1}')),
    good("one name in two objects", withEntry({ x: { y: 1 }, z: { y: 1 } })),
    good("names within strings", withEntry({ x: '{"a":1,"a":1}', "a\\": 1, 'a"': 2 })),
    refused("a comment", withList({}).replace("{", "{/**/")),
    refused("a comma too many", withList({}).replace("{", "{,")),
    refused("a number with a leading zero", withList({}).replace('"version":1', '"version":01')),
    refused("a number that is no integer", withList({ version: 1.5 })),
    good("1.0 is 1", withList({}).replace('"version":1', '"version":1.0')),
    good("1e0 is 1", withList({}).replace('"version":1', '"version":1e0')),
    refused("a version of 0", withList({ version: 0 })),
    refused("a version of 2^53", withList({}).replace('"version":1', '"version":9007199254740992')),
    refused("a number for a text", withEntry({ name: 1 })),
    refused("null for a member that may be absent", withEntry({ role: null })),
    refused("no id", withEntry({ id: undefined })),
    refused("an empty id", withEntry({ id: "" })),
    refused("no format", withList({ format: undefined })),
    refused("format null", withList({ format: null }), "unsupported"),
    refused("format 2", withList({ format: 2, subprocessors: undefined }), "unsupported"),
    refused("format 1.5", withList({ format: 1.5 }), "unsupported"),
    refused('format "1"', withList({ format: "1" }), "unsupported"),
    refused("a word that is in no list", withEntry({ role: "sub_processor" })),
    refused("another type", withList({ type: "list" })),
    ...["2026", "2026-04", "2026-04-30", "2024-02-29", "2000-02-29"].map((since) =>
      good(`the date ${since}`, withEntry({ since })),
    ),
    ...[
      "2026-13",
      "2026-00",
      "2026-04-31",
      "2026-02-29",
      "1900-02-29",
      "2026-4-1",
      "26",
      "2026-04-30T00:00:00Z",
      "",
    ].map((since) => refused(`the date ${JSON.stringify(since)}`, withEntry({ since }))),
    good("a date in words", withEntry({ since: { text: "30rd December", before: "2026" } })),
    refused("an object for a date, without words", withEntry({ since: { before: "2026" } })),
    ...["2026-01-10T12:00:00Z", "2024-02-29T23:59:59Z"].map((published) =>
      good(`the instant ${published}`, withList({ published })),
    ),
    ...[
      "2026-02-29T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-01-10T24:00:00Z",
      "2026-01-10T23:59:60Z",
      "2026-01-10T12:00:00.0Z",
      "2026-01-10T12:00:00+00:00",
      "2026-01-10t12:00:00z",
      "2026-01-10 12:00:00Z",
      "2026-01-10",
    ].map((published) => refused(`the instant ${published}`, withList({ published }))),
    ...["P30D", "P1M", "P99Y999M999W9999D"].map((noticePeriod) =>
      good(`the period ${noticePeriod}`, withList({ noticeTerms: { noticePeriod } })),
    ),
    ...["P", "PT1H", "P1D1M", "P10000D", "P1.5D", "-P1D", "30"].map((noticePeriod) =>
      refused(`the period ${noticePeriod}`, withList({ noticeTerms: { noticePeriod } })),
    ),
    good("business days", withList({ noticeTerms: { noticePeriod: { duration: "P10D", businessDays: true } } })),
    refused("business weeks", withList({ noticeTerms: { noticePeriod: { duration: "P2W", businessDays: true } } })),
    ...["https://a.example", "HTTP://a.example/", "mailto:a", "tel:+1(2)-3.4", "TEL:1"].map((url) =>
      good(`the URL ${url}`, withEntry({ links: [{ url }] })),
    ),
    ...[
      "https://",
      "https:a",
      "javascript:x",
      "tel:",
      "tel:a",
      "//a.example",
      "https://a b",
      "https://a\u00a0b",
      "https://a\\b",
      "mailto:",
    ].map((url) => refused(`the URL ${JSON.stringify(url)}`, withEntry({ links: [{ url }] }))),
    good("a service", withList({ service: "https://a.example/tc/" })),
    ...["https://a.example/tc", "mailto:a/", "https://a.example/?x/", "https://a.example/#/"].map((service) =>
      refused(`the service ${service}`, withList({ service })),
    ),
    good("texts by language", withEntry({ name: { en: "A", "pt-BR": "B", "zh-Hant-TW": "C" } })),
    ...["english speakers", "e", "en_US", ""].map((tag) =>
      refused(`the language ${JSON.stringify(tag)}`, withEntry({ name: { [tag]: "A" } })),
    ),
    refused("languages of a publisher", withList({ publisher: { name: "A", languages: ["English (US)"] } })),
    good("a sub-processor's feed", withEntry({ feed: { url: "https://a.example/", pin: `sha256-${"A".repeat(43)}` } })),
    refused("a pin that is none", withEntry({ feed: { url: "https://a.example/", pin: "sha256-x" } })),
    good(
      "a formatted text",
      withEntry({
        description: { type: "root", children: [{ type: "paragraph", children: [{ type: "text", value: "x" }] }] },
      }),
    ),
    refused(
      "a node that is in no list",
      withEntry({ description: { type: "root", children: [{ type: "html", value: "x" }] } }),
    ),
    good("a country", withEntry({ locations: [{ country: "DE" }] })),
    refused("a country in small letters", withEntry({ locations: [{ country: "de" }] })),
    refused("a list for an entry", withList({ subprocessors: [[]] })),
    refused("no list", utf8("null")),
    good("nested 128 deep", withEntry({ x: nested(125) })),
    refused("nested 129 deep", withEntry({ x: nested(126) })),
    ...entries(make, utf8),
  ];
}

function entries(
  make: (name: string, text: string, schema: string, code?: string) => PartVector,
  utf8: (value: unknown) => string,
) {
  const at = "2026-01-10T12:00:00Z";
  const change = {
    id: "1.1",
    kind: "added",
    mode: "immediate",
    subject: { type: "subprocessor", id: "a" },
    announced: at,
    effective: at,
    content: [],
  };
  const line = (more: object) =>
    utf8({ type: "change", at, feed: { version: 1, sha256: "0".repeat(64) }, change: { ...change, ...more } });
  const put = { op: "put", type: "subprocessor", item: { id: "a", name: "A" } };
  return [
    make("an entry", line({}), "entry"),
    make("an entry that waits", line({ effective: null }), "entry"),
    make("an entry without its day", line({ effective: undefined }), "entry", "malformed"),
    make("an atom that puts", line({ content: [put] }), "entry"),
    make(
      "an atom that puts what no entry may hold",
      line({ content: [{ ...put, item: { id: "a" } }] }),
      "entry",
      "malformed",
    ),
    make(
      "an atom that sets",
      line({ content: [{ op: "set", type: "subprocessor", id: "a", field: "since", after: "2026" }] }),
      "entry",
    ),
    make(
      "an atom that sets what no entry may hold",
      line({ content: [{ op: "set", type: "subprocessor", id: "a", field: "since", after: 2026 }] }),
      "entry",
      "malformed",
    ),
    make(
      "an atom that takes what an entry must have",
      line({ content: [{ op: "set", type: "subprocessor", id: "a", field: "name", before: "A" }] }),
      "entry",
      "malformed",
    ),
    make(
      "an atom that sets an id",
      line({ content: [{ op: "set", type: "subprocessor", id: "a", field: "id", after: "b" }] }),
      "entry",
      "malformed",
    ),
    make(
      "an atom that sets a member that is not known",
      line({ content: [{ op: "set", type: "subprocessor", id: "a", field: "x", after: 1 }] }),
      "entry",
    ),
    make("an op that is in no list", line({ content: [{ op: "merge", type: "subprocessor" }] }), "entry", "malformed"),
    make("a mode that is in no list", line({ mode: "later" }), "entry", "malformed"),
    make("an entry of a later format", utf8({ format: 2, type: "change-2" }), "entry", "unsupported"),
  ];
}

async function dates(): Promise<PartVector[]> {
  const cases: [name: string, announced: string, terms: object][] = [
    ["thirty days", "2026-11-24T09:30:00Z", { noticePeriod: "P30D", objectionPeriod: "P30D" }],
    ["at the last second of a day", "2026-11-24T23:59:59Z", { noticePeriod: "P30D" }],
    ["at the first second of a day", "2026-11-25T00:00:00Z", { noticePeriod: "P30D" }],
    ["a month that lacks the day", "2026-01-31T12:00:00Z", { noticePeriod: "P1M" }],
    ["a month to a leap day", "2028-01-31T12:00:00Z", { noticePeriod: "P1M" }],
    ["a year from a leap day", "2028-02-29T12:00:00Z", { noticePeriod: "P1Y" }],
    ["a month, then days", "2026-01-31T12:00:00Z", { noticePeriod: "P1M1D" }],
    ["weeks", "2026-01-10T12:00:00Z", { noticePeriod: "P2W" }],
    [
      "notice longer than the time to object",
      "2026-01-10T12:00:00Z",
      { noticePeriod: "P30D", objectionPeriod: "P14D" },
    ],
    ["time to object longer than notice", "2026-01-10T12:00:00Z", { noticePeriod: "P10D", objectionPeriod: "P30D" }],
    ["objection alone", "2026-01-10T12:00:00Z", { objectionPeriod: "P14D" }],
    ["ten business days", "2026-01-09T12:00:00Z", { noticePeriod: { duration: "P10D", businessDays: true } }],
    [
      "business days and holidays",
      "2026-12-18T12:00:00Z",
      { noticePeriod: { duration: "P5D", businessDays: true, holidays: ["2026-12-25", "2026-12-28"] } },
    ],
    ["silence refuses", "2026-01-10T12:00:00Z", { noticePeriod: "P30D", silence: "refused" }],
    [
      "a last day that rolls",
      "2026-01-09T12:00:00Z",
      { rules: [{ notice: "P1D", objection: "P1D", calendar: { roll: "nextBusinessDay" } }] },
    ],
    [
      "start after the deadline",
      "2026-01-10T12:00:00Z",
      { rules: [{ notice: "P10D", objection: "P30D", start: "deadline" }] },
    ],
    ["start at once", "2026-01-10T12:00:00Z", { rules: [{ notice: "none", objection: "P30D", start: "now" }] }],
    [
      "approval, early",
      "2026-01-10T12:00:00Z",
      { rules: [{ notice: "P30D", objection: "P30D", authorisation: "specific", earlyOnApproval: true }] },
    ],
    [
      "time to object from the start",
      "2026-01-10T12:00:00Z",
      { rules: [{ notice: "P10D", objection: "P30D", from: "effective" }] },
    ],
    [
      "business days of a calendar",
      "2026-01-09T12:00:00Z",
      { rules: [{ notice: "P3D", objection: "P3D", calendar: { unit: "businessDays", holidays: ["2026-01-13"] } }] },
    ],
    [
      "another zone",
      "2026-01-10T23:30:00Z",
      { rules: [{ notice: "P1D", objection: "P1D", calendar: { zone: "Europe/Berlin" } }] },
    ],
    [
      "a zone whose clocks change",
      "2026-03-27T12:00:00Z",
      { rules: [{ notice: "P2D", objection: "P2D", calendar: { zone: "Europe/Berlin" } }] },
    ],
    ["no notice", "2026-01-10T12:00:00Z", {}],
    ["kinds that need none", "2026-01-10T12:00:00Z", { noticePeriod: "P30D", appliesTo: ["location"] }],
    [
      "a rule for a place",
      "2026-01-10T12:00:00Z",
      { rules: [{ when: { place: ["US"] }, notice: "P60D" }, { notice: "P10D" }] },
    ],
    [
      "a segment",
      "2026-01-10T12:00:00Z",
      {
        noticePeriod: "P30D",
        segments: [{ id: "bank", name: "Banks", noticePeriod: "P60D", objectionPeriod: "P45D" }],
      },
    ],
  ];
  return Promise.all(
    cases.map(async ([name, announced, noticeTerms]): Promise<PartVector> => {
      const before = mockContent({ noticeTerms: noticeTerms as never });
      const { feed } = await planVersion({ content: before, previous: undefined, now: start - 864e5 * 10 });
      const now = Date.parse(announced);
      const content = mockChange({ noticeTerms: noticeTerms as never });
      const { changes } = await planVersion({ content, previous: feed, now });
      const change = changes.find(({ kind }) => kind === "added");
      const { effective = null, due = null, window = null, approval = null } = change ?? {};
      const entry = content.subprocessors.at(-1);
      return {
        name,
        section: "11.6",
        kind: "dates",
        announced,
        terms: noticeTerms,
        entry,
        expect: { ok: true, effective, due, window, approval },
      };
    }),
  );
}

function discovery(pin: string): PartVector[] {
  const feed = address;
  const other = `sha256-${"B".repeat(43)}`;
  const record = (stated = pin, at = feed) => `v=tc1; feed=${at}; pin=${stated}`;
  const make = (name: string, records: string[][], outcome: string): PartVector => ({
    name,
    section: "6.4",
    kind: "discovery",
    feed,
    pin,
    records,
    expect: { ok: true, outcome },
  });
  return [
    make("the record", [[record()]], "agrees"),
    make("its strings joined", [[record().slice(0, 20), record().slice(20)]], "agrees"),
    make("members in another order, with new ones", [[`v=tc1;pin=${pin};note=x;feed=${feed}`]], "agrees"),
    make("the host alone for the address", [[record(pin, "acme.example")]], "agrees"),
    make("no final slash", [[record(pin, feed.slice(0, -1))]], "agrees"),
    make("other records beside it", [["v=spf1 -all"], [record()]], "agrees"),
    make("another feed beside it", [[record()], [record(other, "https://acme.example/other/")]], "agrees"),
    make("another pin", [[record(other)]], "differs"),
    make("another pin beside it", [[record()], [record(other)]], "differs"),
    make("another feed alone", [[record(pin, "https://other.example/trust/")]], "differs"),
    make("a member twice", [[`${record()}; pin=${other}`]], "differs"),
    make("a pin that is none", [["v=tc1; feed=acme.example; pin=abc"]], "differs"),
    make("an address over plain HTTP", [[record(pin, "http://acme.example/.well-known/trust-center/")]], "differs"),
    make("no member", [["v=tc1"]], "differs"),
    make("another version", [["v=tc2; pin=x"]], "absent"),
    make("no record", [], "absent"),
  ];
}
