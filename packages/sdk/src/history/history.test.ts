import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type MockVendor, mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { load } from "../load/load.ts";
import { memoryStore } from "../store/memory.ts";
import { diffVersions } from "./diff.ts";
import { instantOf } from "./instant.ts";
import { asOf, listOfVersion } from "./list.ts";
import { proveAsOf, verifyAsOf } from "./prove.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");

let server: Server;
let vendor: MockVendor;
let requests: string[];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    const path = (request.url ?? "").slice("/feed/".length);
    requests.push(path);
    const bytes = vendor.files.get(path);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  vendor = await mockVendor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`, start);
  await vendor.publish(mockContent(), start);
  await vendor.publish(mockChange(), start + 10 * day);
  await vendor.publish(mockContent({ title: "Renamed" }), start + 20 * day);
  await vendor.refresh(start + 25 * day);
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

const loaded = (more: object = {}) =>
  load(vendor.address, { pin: vendor.pin, now: () => start + 26 * day, strict: true, ...more });

const pathOf = async (version: number) => {
  const entry = (await loaded()).history?.find(({ feed }) => feed.version === version);
  return `feed/${entry?.feed.sha256}.json`;
};

describe("as of", () => {
  test.each([
    ["2026-01-10", 1, "2026-01-10T12:00:00Z", "2026-01-20T12:00:00Z"],
    ["2026-01-20T11:59:59Z", 1, "2026-01-10T12:00:00Z", "2026-01-20T12:00:00Z"],
    ["2026-01-20T13:00:00+01:00", 2, "2026-01-20T12:00:00Z", "2026-01-30T12:00:00Z"],
    ["2026-01-20", 2, "2026-01-20T12:00:00Z", "2026-01-30T12:00:00Z"],
    ["2026-02-05T12:00:00Z", 3, "2026-01-30T12:00:00Z", undefined],
    // The day on which the list was verified is not over: until then.
    ["2026-02-05", 3, "2026-01-30T12:00:00Z", undefined],
  ])("%s applied version %i", async (when, version, from, until) => {
    const list = await asOf(await loaded(), when);
    expect([list.feed.version, list.from, list.until]).toEqual([version, from, until]);
    expect(JSON.parse(list.text)).toMatchObject({ version });
  });

  test("the newest list takes no request, nor does the first, an old one takes one", async () => {
    const [center, path] = [await loaded(), await pathOf(2)];
    requests.length = 0;
    await asOf(center, "2026-02-01");
    await asOf(center, "2026-01-15");
    expect(requests).toEqual([]);
    await asOf(center, "2026-01-25");
    expect(requests).toEqual([path]);
  });

  test("the last copy of a vendor that is gone still answers for the time until it was verified", async () => {
    const store = memoryStore();
    await loaded({ store });
    vendor.files.clear();
    const stale = await loaded({ store, now: () => start + 27 * day });
    expect(stale.freshness).toBe("stale");
    expect((await asOf(stale, "2026-02-01")).feed.version).toBe(3);
    await expect(asOf(stale, "2026-02-06")).rejects.toMatchObject({ code: "not-covered" });
  });

  test("before the first entry, after the last look, and no date are told apart", async () => {
    const center = await loaded();
    await expect(asOf(center, "2026-01-09")).rejects.toMatchObject({
      code: "not-covered",
      message: expect.stringContaining("2026-01-10T12:00:00Z"),
    });
    await expect(asOf(center, "2026-02-06")).rejects.toMatchObject({
      code: "not-covered",
      evidence: { until: "2026-02-05T12:00:00Z" },
    });
    for (const when of ["soon", "2026-02-30", "2026-13-01", "20260101", "2026-01-15T12:00:00"]) {
      await expect(asOf(center, when)).rejects.toMatchObject({ code: "malformed" });
    }
    expect(instantOf(new Date(start), start + day)).toBe(start);
  });

  test("a version that the server has no longer, or has changed, is an error that says so", async () => {
    const center = await loaded();
    const path = await pathOf(2);
    const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
    vendor.files.set(
      path,
      Uint8Array.from(bytes, (byte, at) => (at === 60 ? byte ^ 1 : byte)),
    );
    await expect(asOf(center, "2026-01-25")).rejects.toMatchObject({ code: "hash-mismatch" });
    vendor.files.delete(path);
    await expect(asOf(center, "2026-01-25")).rejects.toMatchObject({
      code: "network",
      evidence: { version: 2, path, status: 404 },
    });
  });
});

describe("a proof", () => {
  test("holds when the vendor is gone, and in years", async () => {
    const text = JSON.stringify(await proveAsOf(await loaded(), "2026-01-25"));
    vendor.files.clear();
    requests.length = 0;
    expect(await verifyAsOf(text, { pin: vendor.pin })).toMatchObject({
      feed: { version: 2 },
      at: "2026-01-25T23:59:59Z",
      from: "2026-01-20T12:00:00Z",
      until: "2026-01-30T12:00:00Z",
      trust: "verified",
    });
    expect(requests).toEqual([]);
  });

  test("is not made of what the vendor has not signed yet", async () => {
    await expect(proveAsOf(await loaded(), "2026-02-05")).rejects.toMatchObject({
      code: "not-covered",
      evidence: { until: "2026-02-04T12:00:00Z" },
    });
  });
});

describe("versions", () => {
  test("are compared by number, date and as the newest", async () => {
    const center = await loaded();
    const found = await diffVersions(center, 1, 2);
    expect(found).toMatchObject({ before: { feed: { version: 1 } }, after: { feed: { version: 2 } } });
    expect(found.differences).toMatchObject([{ kind: "added", subject: { id: "mail-two" } }]);
    // By date it is what was in effect: what version 2 announced was not yet.
    const applied = await diffVersions(center, 1, "2026-01-25");
    expect([applied.after.feed.version, applied.differences]).toEqual([2, []]);
    const whole = await diffVersions(center, 1);
    expect(whole.after.feed.version).toBe(3);
    expect((await diffVersions(center, 3, "latest")).differences).toEqual([]);
  });

  test("that never were are named with those that are", async () => {
    await expect(listOfVersion(await loaded(), 4)).rejects.toMatchObject({
      code: "not-covered",
      message: expect.stringContaining("1 to 3"),
    });
  });
});
