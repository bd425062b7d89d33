import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isAlarm, type TrustCenterError } from "@trust-center/feed";
import { type MockVendor, mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
import { LoadError } from "./error.ts";
import { loadHistory } from "./history.ts";
import { load } from "./load.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");

let server: Server;
let vendor: MockVendor;
let requests: string[];
/** What the server does instead of serving a file. */
let trick: ((path: string, response: import("node:http").ServerResponse) => boolean) | undefined;

beforeEach(async () => {
  requests = [];
  trick = undefined;
  server = createServer((request, response) => {
    const path = (request.url ?? "").slice("/feed/".length);
    requests.push(path);
    if (trick?.(path, response)) return;
    const bytes = vendor.files.get(path);
    if (!bytes) return void response.writeHead(404).end();
    const etag = `"${bytes.length}-${vendor.files.size}"`;
    if (path === "head.json" && request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
    response.writeHead(200, path === "head.json" ? { etag } : {}).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`;
  vendor = await mockVendor(address, start);
  await vendor.publish(mockContent(), start);
});

afterEach(
  () =>
    new Promise((closed) => {
      server.closeAllConnections();
      server.close(closed);
    }),
);

const options = (more: object = {}) => ({ pin: vendor.pin, now: () => start + day, timeout: 60_000, ...more });

const failure = async (loading: Promise<unknown>): Promise<LoadError> => {
  const error = await loading.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(LoadError);
  return error as LoadError;
};

test("a first view takes two requests", async () => {
  const center = await load(vendor.address, options());
  expect(center).toMatchObject({ trust: "verified", freshness: "fresh", feed: { version: 1 } });
  expect(requests).toHaveLength(2);
});

describe("the feed is asked for before its head is verified", () => {
  /** The head as it is served, with a manifest that names another file, which nobody signed. */
  const forged = (feed: object) => {
    const head = JSON.parse(new TextDecoder().decode(vendor.files.get("head.json")));
    const manifest = JSON.parse(Buffer.from(head.manifest.payload, "base64url").toString());
    const payload = Buffer.from(JSON.stringify({ ...manifest, files: { ...manifest.files, feed } }));
    head.manifest.payload = payload.toString("base64url");
    vendor.files.set("head.json", new TextEncoder().encode(JSON.stringify(head)));
  };
  const path = `feed/${"a".repeat(64)}.json`;

  test("a head that does not hold is refused, whatever the file holds", async () => {
    forged({ path, length: 9, sha256: "a".repeat(64) });
    vendor.files.set(path, new TextEncoder().encode("unsigned!"));
    const { code, lastVerified } = await failure(load(vendor.address, options()));
    expect({ code, lastVerified }).toEqual({ code: "signature-invalid", lastVerified: undefined });
    expect(requests).toEqual(["head.json", path]);
  });

  test.each([
    ["outside the folder of lists", { path: "feed/../../private.json", length: 9 }],
    ["on another origin", { path: "https://other.example/feed.json", length: 9 }],
    ["of many bytes", { path, length: 64 * 1024 * 1024 }],
    ["of no length", { path, length: "9" }],
    ["without a name", { length: 9 }],
  ])("nothing is asked for %s", async (_where, feed) => {
    forged({ sha256: "a".repeat(64), ...feed });
    await failure(load(vendor.address, options()));
    expect(requests).toEqual(["head.json"]);
  });
});

test("without a pin it is first seen, never verified", async () => {
  const center = await load(vendor.address, options({ pin: undefined }));
  expect(center.trust).toBe("first-seen");
  expect(center.pin).toBe(vendor.pin);
});

test("a second visit takes one request, answered with 304", async () => {
  const store = memoryStore();
  await load(vendor.address, options({ store }));
  requests.length = 0;
  const center = await load(vendor.address, options({ store }));
  expect(center.freshness).toBe("fresh");
  expect(requests).toEqual(["head.json"]);
});

test("growth is proved from the log's tiles, and history replays", async () => {
  const store = memoryStore();
  await load(vendor.address, options({ store }));
  await vendor.publish(mockChange(), start + day);
  const center = await load(vendor.address, options({ store, strict: true }));
  expect(center.feed.open).toHaveLength(1);
  expect(center.faults).toEqual([]);
  expect((await loadHistory(center)).map(({ change }) => change.kind)).toEqual(["initial", "added"]);
  expect(requests.some((path) => path.startsWith("log/tile/"))).toBe(true);
});

describe("what an honest vendor also meets gives the last verified copy", () => {
  test.each([
    ["no server", () => server.closeAllConnections(), "network"],
    ["an error status", () => {}, "network"],
    ["a redirect", () => {}, "network"],
  ])("%s", async (what, _act, code) => {
    const store = memoryStore();
    await load(vendor.address, options({ store }));
    trick = (_path, response) => {
      if (what === "no server") response.destroy();
      else if (what === "a redirect") response.writeHead(302, { location: "/elsewhere" }).end();
      else response.writeHead(404).end();
      return true;
    };
    const center = await load(vendor.address, options({ store }));
    expect(center).toMatchObject({ freshness: "stale", feed: { version: 1 }, verified: "2026-01-11T12:00:00Z" });
    expect(center.problem?.code).toBe(code);
  });

  test("an expired timestamp", async () => {
    const store = memoryStore();
    await load(vendor.address, options({ store }));
    const center = await load(vendor.address, options({ store, now: () => start + 31 * day }));
    expect(center).toMatchObject({ freshness: "stale", problem: { code: "expired" } });
  });

  test("slow data", async () => {
    const store = memoryStore();
    await load(vendor.address, options({ store }));
    trick = (_path, response) => {
      response.writeHead(200);
      response.write("{");
      return true;
    };
    const center = await load(vendor.address, options({ store, timeout: 300 }));
    expect(center).toMatchObject({ freshness: "stale", problem: { code: "timeout" } });
  });
});

test("a redirect is not followed, and said", async () => {
  trick = (path, response) =>
    path === "head.json" && !!response.writeHead(302, { location: "/feed/root/1.json" }).end();
  const error = await failure(load(vendor.address, options()));
  expect(error).toMatchObject({ code: "network", message: expect.stringContaining("redirect") });
  expect(requests).toEqual(["head.json"]);
});

test.each(["", "sha256-abc", "vMDOroK0K8RrTifZGB"])(
  "%j is no pin: the reader's own words are at fault, and nothing is asked",
  async (pin) => {
    const error = await load(vendor.address, options({ pin })).catch((cause: TrustCenterError) => cause);
    expect(error).toMatchObject({ code: "malformed", message: expect.stringContaining("sha256- and 43 characters") });
    expect(isAlarm(error as TrustCenterError)).toBe(false);
    expect(requests).toEqual([]);
  },
);

test("with nothing remembered a network failure is an error without a copy", async () => {
  trick = (_path, response) => !!response.destroy();
  const error = await failure(load(vendor.address, options()));
  expect(error).toMatchObject({ code: "network", lastVerified: undefined });
});

test("a changed byte is refused, with the last verified copy beside the error", async () => {
  const store = memoryStore();
  await load(vendor.address, options({ store }));
  await vendor.publish(mockChange(), start + day);
  const feed = [...vendor.files.keys()].filter((path) => path.startsWith("feed/")).at(-1) as string;
  const bytes = vendor.files.get(feed) as Uint8Array<ArrayBuffer>;
  bytes[40] = (bytes[40] as number) ^ 1;
  const error = await failure(load(vendor.address, options({ store })));
  expect(error.code).toBe("hash-mismatch");
  expect(error.lastVerified).toMatchObject({ freshness: "stale", feed: { version: 1 } });
});

test("a rollback is refused", async () => {
  const store = memoryStore();
  const old = new Map(vendor.files);
  await vendor.publish(mockChange(), start + day);
  await load(vendor.address, options({ store }));
  for (const [path, bytes] of old) vendor.files.set(path, bytes);
  expect((await failure(load(vendor.address, options({ store })))).code).toBe("rollback");
});

test("endless data is cut off", async () => {
  let sent = 0;
  trick = (_path, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && sent < 1e9) {
        sent += 65536;
        if (!response.write(Buffer.alloc(65536))) return void response.once("drain", more);
      }
    };
    more();
    return true;
  };
  expect((await failure(load(vendor.address, options()))).code).toBe("too-large");
  expect(sent).toBeLessThan(64e6);
});

test("the caller can end it", async () => {
  trick = () => true;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  expect((await failure(load(vendor.address, options({ signal: controller.signal })))).code).toBe("aborted");
});

test.each([
  "http://acme.example/feed/",
  "ftp://127.0.0.1/",
  "/feed/",
  "https://u:p@acme.example/",
  "https://acme.example/?x",
])("refuses the address %s", async (address) => {
  await expect(load(address)).rejects.toMatchObject({ code: "malformed" });
});

test("an unreadable memory is an error, unless the store is disposable", async () => {
  const broken = { read: async () => ({ format: 9 }), update: async () => {} };
  await expect(load(vendor.address, options({ store: broken }))).rejects.toMatchObject({ code: "storage" });
  const center = await load(vendor.address, options({ store: { ...broken, disposable: true } }));
  expect(center.freshness).toBe("fresh");
});
