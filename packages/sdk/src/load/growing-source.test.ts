import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  buildTree,
  type Change,
  createRoot,
  createSigner,
  type Feed,
  fromBase64url,
  generatePrivateKey,
  type Manifest,
  oneSigner,
  pinOf,
  sha256Hex,
  type Timestamp,
  type Tree,
} from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
import { load } from "./load.ts";

const start = Date.parse("2026-01-10T12:00:00Z");
const at = "2026-01-10T12:00:00Z";

/** Files served, what was asked for, and how many bytes of bodies went out. */
const files: Tree = new Map();
let asked: { path: string; range: string | undefined; status: number; bytes: number }[];
/** What the server answers to a range. */
let ranges: "yes" | "none" | "refused" | "shifted" | "rubbish" | "endless";

const server = createServer((request, response) => answer(request, response));

function answer(request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? "").slice("/feed/".length);
  const { range } = request.headers;
  const bytes = files.get(path);
  const send = (status: number, body: Uint8Array, headers: Record<string, string> = {}) => {
    asked.push({ path, range, status, bytes: body.length });
    response.writeHead(status, headers).end(body);
  };
  if (!bytes) return send(404, new Uint8Array());
  if (path === "head.json") {
    const etag = `"${bytes.length}-${files.size}"`;
    return request.headers["if-none-match"] === etag
      ? send(304, new Uint8Array(), { etag })
      : send(200, bytes, { etag });
  }
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1]);
  if (Number.isNaN(from) || ranges === "none") return send(200, bytes);
  if (ranges === "refused") return send(416, new Uint8Array());
  const rest = bytes.slice(from);
  if (ranges === "rubbish") rest.fill(0x20);
  const first = ranges === "shifted" ? from + 1 : from;
  const body = ranges === "endless" ? Buffer.concat([rest, Buffer.alloc(10)]) : rest;
  send(206, body, { "content-range": `bytes ${first}-${bytes.length - 1}/${bytes.length}` });
}

let vendor: Awaited<ReturnType<typeof bigVendor>>;

beforeEach(async () => {
  files.clear();
  asked = [];
  ranges = "yes";
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  vendor = await bigVendor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`);
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

/** A vendor that publishes versions of any number of log entries. */
async function bigVendor(address: string) {
  const signers = oneSigner(await createSigner(await generatePrivateKey("Ed25519")));
  const root = await createRoot(address, signers, start);
  let previous: { manifest: Manifest; timestamp: Timestamp; history: Uint8Array<ArrayBuffer> } | undefined;
  let version = 0;
  let described: string | undefined;
  const payload = <T>(envelope: { payload: string }): T =>
    JSON.parse(new TextDecoder().decode(fromBase64url(envelope.payload)));
  return {
    address,
    pin: pinOf(await sha256Hex(fromBase64url(root.payload))),
    publish: async (count: number) => {
      version += 1;
      const ids = Array.from({ length: count }, (_, index) => `${version}.${index + 1}`);
      const changes = ids.map((id, index) =>
        change(id, index === 0 ? described : said(version, index), said(version, index + 1)),
      );
      described = said(version, count);
      const content = mockContent();
      const subprocessors = content.subprocessors.map((entry) => ({ ...entry, description: described ?? "" }));
      const feed: Feed = { type: "feed", format: 1, version, published: at, ...content, subprocessors };
      const tree = await buildTree({
        address,
        feed,
        changes,
        policies: [],
        roots: [root],
        signers,
        previous,
        now: start,
      });
      for (const [path, bytes] of tree) files.set(path, bytes);
      const head = JSON.parse(new TextDecoder().decode(tree.get("head.json")));
      const manifest: Manifest = payload(head.manifest);
      const history = tree.get(manifest.files.history.path) ?? new Uint8Array();
      previous = { manifest, timestamp: payload(head.timestamp), history };
      return history.length;
    },
  };
}

const said = (version: number, number: number) => `As it is since ${version}.${number}`;

const change = (id: string, before: string | undefined, after: string): Change => ({
  id,
  kind: "purpose",
  mode: "immediate",
  subject: { type: "subprocessor", id: "cloud-one" },
  name: "Cloud One",
  announced: at,
  effective: at,
  content: [
    {
      op: "set",
      type: "subprocessor",
      id: "cloud-one",
      field: "description",
      ...(before !== undefined && { before }),
      after,
    },
  ],
});

const store = () => ({ pin: vendor.pin, now: () => start + 1000, strict: true, store: memoryStore() });
const bytesAsked = () => asked.reduce((sum, { bytes }) => sum + bytes, 0);
const historyRequests = () => asked.filter(({ path }) => path.startsWith("history/"));

test("of a log of 10,000 entries a second run fetches what is new alone, and a third nothing but the head", async () => {
  const options = store();
  const length = await vendor.publish(10_000);
  const began = performance.now();
  expect((await load(vendor.address, options)).history).toHaveLength(10_000);
  console.log(`10,000 entries, ${length} bytes: first run ${Math.round(performance.now() - began)} ms`);
  expect(bytesAsked()).toBeGreaterThan(length);

  await vendor.publish(5);
  asked = [];
  const again = performance.now();
  expect((await load(vendor.address, options)).history).toHaveLength(10_005);
  console.log(`second run ${Math.round(performance.now() - again)} ms, ${bytesAsked()} bytes`);
  expect(bytesAsked()).toBeLessThan(20_000);
  expect(historyRequests()).toMatchObject([{ range: `bytes=${length}-`, status: 206 }]);

  asked = [];
  expect((await load(vendor.address, options)).history).toHaveLength(10_005);
  expect(asked).toEqual([{ path: "head.json", range: undefined, status: 304, bytes: 0 }]);
});

describe("a history that does not come in parts is fetched whole", () => {
  test.each(["refused", "shifted", "rubbish", "endless"] as const)("%s", async (how) => {
    const options = store();
    await vendor.publish(3);
    await load(vendor.address, options);
    const length = await vendor.publish(2);
    ranges = how;
    asked = [];
    expect((await load(vendor.address, options)).history).toHaveLength(5);
    expect(historyRequests().at(-1)).toMatchObject({ range: undefined, status: 200, bytes: length });
  });

  test("by a server that knows no ranges, in one request", async () => {
    const options = store();
    await vendor.publish(3);
    await load(vendor.address, options);
    await vendor.publish(2);
    ranges = "none";
    asked = [];
    expect((await load(vendor.address, options)).history).toHaveLength(5);
    expect(historyRequests()).toMatchObject([{ status: 200 }]);
  });
});

test("a part that is refused, and the whole after it, have one deadline together", async () => {
  const signals: unknown[] = [];
  const spied: typeof fetch = (input, init) => {
    if (String(input).includes("/history/")) signals.push(init?.signal);
    return fetch(input, init);
  };
  const options = { ...store(), fetch: spied };
  await vendor.publish(3);
  await load(vendor.address, options);
  await vendor.publish(2);
  ranges = "refused";
  signals.length = 0;
  expect((await load(vendor.address, options)).history).toHaveLength(5);
  expect(signals).toHaveLength(2);
  expect(signals[0]).toBe(signals[1]);
});

test("a memory that another wrote into does not reach the history", async () => {
  const options = store();
  await vendor.publish(3);
  await load(vendor.address, options);
  await options.store.update(vendor.address, (kept) => {
    const record = kept as { history: string };
    return { ...record, history: record.history.replace("Cloud One", "Cloud Two") };
  });
  asked = [];
  const center = await load(vendor.address, options);
  expect(center.history?.map(({ change }) => change.name)).toEqual(Array(3).fill("Cloud One"));
  expect(historyRequests()).toMatchObject([{ range: undefined, status: 200 }]);
});

test("what is kept of the history outlives a visit that does not read it", async () => {
  const options = store();
  const length = await vendor.publish(3);
  await load(vendor.address, options);
  await vendor.publish(2);
  await load(vendor.address, { ...options, strict: false });
  asked = [];
  expect((await load(vendor.address, options)).history).toHaveLength(5);
  expect(historyRequests()).toMatchObject([{ range: `bytes=${length}-`, status: 206 }]);
});

test("where the history is too much for a store, the rest is kept", async () => {
  await vendor.publish(3);
  const kept = memoryStore();
  const small = {
    read: kept.read,
    update: (key: string, next: (kept: unknown) => unknown) =>
      kept.update(key, (before) => {
        const record = next(before);
        if (JSON.stringify(record).includes('"history":"')) throw new Error("QuotaExceededError");
        return record;
      }),
  };
  const center = await load(vendor.address, { ...store(), store: small });
  expect(await kept.read(vendor.address)).toMatchObject({ state: { log: { size: center.head.manifest.log.size } } });
});
