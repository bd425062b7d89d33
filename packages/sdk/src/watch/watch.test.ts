import { createRoot, faults, oneSigner, signEnvelope } from "@trust-center/feed";
import { mockChange, mockContent, publishLying } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
import { collect } from "../testing/collect.ts";
import { type Site, type Sites, startSites } from "../testing/sites.ts";
import type { Finding, Report } from "./finding.ts";
import type { WatchOptions } from "./options.ts";
import { watch } from "./watch.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");

let sites: Sites;
let site: Site;
let now: number;
const store = () => options.store;
let options: WatchOptions;

beforeEach(async () => {
  sites = await startSites();
  site = await sites.add("127.0.0.1", "/feed/", start);
  await site.publish(mockContent(), start);
  now = start + 1000;
  options = { store: memoryStore(), once: true, perHost: 0, now: () => now, timeout: 60_000 };
});

afterEach(() => sites.close());

/** One round; the report of the one vendor. */
async function look(more: Partial<WatchOptions> = {}): Promise<Report> {
  const reports = await collect(watch([{ address: site.address, pin: site.pin }], { ...options, ...more }));
  expect(reports).toHaveLength(1);
  return reports[0] as Report;
}

const kinds = ({ findings }: Report) => findings.map(({ kind }) => kind);
const only = <K extends Finding["kind"]>({ findings }: Report, kind: K) =>
  findings.filter((finding): finding is Extract<Finding, { kind: K }> => finding.kind === kind);

test("a first look tells the list and what is announced, a second one nothing", async () => {
  await site.publish(mockChange(), start);
  const first = await look();
  expect(first).toMatchObject({ outcome: "verified", version: 2, via: [], at: "2026-01-10T12:00:01Z" });
  expect(first.findings).toMatchObject([
    { kind: "first-look", version: 2, entries: 2 },
    { kind: "planned", deadline: "2026-02-09T23:59:59Z", effective: "2026-02-10T00:00:00Z" },
  ]);
  expect(kinds(await look())).toEqual([]);
});

test("without a pin it is first seen, never verified", async () => {
  const [report] = await collect(watch([{ address: site.address }], options));
  expect(report?.outcome).toBe("first-seen");
});

test("each new entry of the log is told once", async () => {
  await look();
  await site.publish(mockChange(), start + day);
  await site.publish(mockChange({ title: "Renamed" }), start + 2 * day);
  now = start + 3 * day;
  const report = await look();
  expect(kinds(report)).toEqual(["change", "planned", "change"]);
  expect(only(report, "change").map(({ change, version }) => [change.kind, version])).toEqual([
    ["added", 2],
    ["list", 3],
  ]);
  expect(kinds(await look())).toEqual([]);
});

test("a deadline is told once, within the warning time", async () => {
  await site.publish(mockChange(), start);
  await look();
  await site.refresh(start + 20 * day);
  now = Date.parse("2026-02-02T00:00:00Z") - 1000;
  expect(kinds(await look({ warnBefore: 8 * day - 1 }))).toEqual([]);
  const report = await look({ warnBefore: 9 * day });
  expect(report.findings).toMatchObject([{ kind: "deadline", deadline: "2026-02-09T23:59:59Z" }]);
  expect(kinds(await look({ warnBefore: 9 * day }))).toEqual([]);
});

test("a deadline of a customer segment is told apart", async () => {
  const segments = [{ id: "enterprise", name: "Enterprise", noticePeriod: "P60D", objectionPeriod: "P60D" }];
  const noticeTerms = { noticePeriod: "P10D", segments };
  await site.publish(mockContent({ noticeTerms }), start);
  await site.publish(mockChange({ noticeTerms }), start);
  await look();
  await site.refresh(start + 50 * day);
  now = start + 55 * day;
  expect(only(await look(), "deadline")).toMatchObject([{ segment: "enterprise", deadline: "2026-03-11T23:59:59Z" }]);
});

test("a change takes effect though nothing is published, and publishing says nothing more", async () => {
  await site.publish(mockChange(), start);
  await look();
  await site.refresh(start + 25 * day);
  now = Date.parse("2026-02-10T00:00:00Z");
  expect(only(await look(), "effective")).toMatchObject([{ effective: "2026-02-10T00:00:00Z" }]);
  expect(kinds(await look())).toEqual([]);
  await site.publish(mockChange(), now + 1000);
  now += 2000;
  expect(kinds(await look())).toEqual([]);
});

test("what is held against the publisher is told once: of new entries, and of all at a first look", async () => {
  await look();
  await publishLying(site, {
    edit: (list) => ({ ...list, subprocessors: mockChange().subprocessors }),
    lie: ({ window: _, ...change }) => change,
    now: start + 1000,
  });
  const fault = { kind: "fault", change: "2.1", fault: "hidden-window", message: faults["hidden-window"] };
  now += 1000;
  const report = await look();
  expect([report.outcome, only(report, "fault")]).toEqual(["verified", [fault]]);
  expect(kinds(await look())).toEqual([]);
  expect(only(await look({ store: memoryStore() }), "fault")).toEqual([fault]);
});

test("an announcement dated before a look that did not show it is told, and none that was only not looked at", async () => {
  await look();
  await site.refresh(start + 25 * day);
  now = start + 26 * day;
  await look();
  await site.publish(mockChange(), start + day);
  const fault = { kind: "fault", change: "2.1", fault: "announced-late", message: faults["announced-late"] };
  const report = await look();
  expect([report.outcome, only(report, "fault")]).toEqual(["verified", [fault]]);
});

test("what was published between two looks, however long ago, is no late announcement", async () => {
  await look();
  await site.publish(mockChange(), start + day);
  await site.refresh(start + 25 * day);
  now = start + 26 * day;
  expect(only(await look(), "fault")).toEqual([]);
});

describe("a day that came before the next version", () => {
  const due = Date.parse("2026-02-10T00:00:00Z");
  const titled = (title: string) => ({ ...mockChange(), title });
  const told = (report: Report) =>
    only(report, "effective").map(({ change, effective }) => [change.id, effective.slice(0, 10)]);

  test("is told though the list has it already, and once", async () => {
    await site.publish(mockChange(), start);
    await look();
    await site.publish(titled("One"), due + day);
    await site.publish(titled("Two"), due + 2 * day);
    now = due + 3 * day;
    expect(told(await look())).toEqual([["2.1", "2026-02-10"]]);
    expect(kinds(await look())).toEqual([]);
  });

  test("is not told again where a look was in time", async () => {
    await site.publish(mockChange(), start);
    await look();
    await site.refresh(due);
    now = due;
    expect(told(await look())).toEqual([["2.1", "2026-02-10"]]);
    await site.publish(titled("One"), due + day);
    now = due + 2 * day;
    expect(kinds(await look())).toEqual(["change"]);
  });

  test("is told where it came in the very second of the next version", async () => {
    await site.publish(mockChange(), start);
    await look();
    await site.publish(titled("One"), due);
    now = due;
    expect(told(await look())).toEqual([["2.1", "2026-02-10"]]);
    expect(kinds(await look())).toEqual([]);
  });

  test("is told of what was announced since the last look too, and not of what was withdrawn", async () => {
    await look();
    await site.publish(mockChange(), start + day);
    await site.publish(mockContent(), start + 2 * day);
    await site.publish(mockChange(), start + 3 * day);
    await site.publish(titled("One"), due + 10 * day);
    now = due + 11 * day;
    expect(told(await look())).toEqual([["4.1", "2026-02-13"]]);
  });
});

test("a memory of one entry more than the history is of another feed: all is told as at a first look", async () => {
  await site.publish(mockChange(), start);
  await look();
  await store().update(`watch:${site.address}`, (memory) => ({ ...(memory as object), size: 3 }));
  expect(kinds(await look())).toEqual(["first-look", "planned"]);
  expect(kinds(await look())).toEqual([]);
});

test("a timestamp near its end is told once, and told again of the next one", async () => {
  await look();
  now = start + 22 * day;
  expect(kinds(await look())).toEqual([]);
  now = start + 24 * day;
  expect((await look()).findings).toMatchObject([{ kind: "expiring", expires: "2026-02-09T12:00:00Z" }]);
  expect(kinds(await look())).toEqual([]);
  await site.refresh(now);
  expect(kinds(await look())).toEqual([]);
});

test("a vendor that is gone is stale, fails without a copy, and recovers", async () => {
  await look();
  site.trick = "gone";
  now += 1000;
  const gone = await look();
  expect(gone).toMatchObject({ outcome: "stale", version: 1 });
  expect(gone.findings).toMatchObject([{ kind: "stale", code: "network", since: gone.at }]);
  now += 1000;
  expect((await look()).findings).toMatchObject([{ since: gone.at }]);
  expect(await look({ store: memoryStore() })).toMatchObject({ outcome: "failed", findings: [{ code: "network" }] });
  site.trick = undefined;
  expect((await look()).findings).toMatchObject([{ kind: "recovered", code: "network", since: gone.at }]);
});

test("deadlines come while the vendor is gone", async () => {
  await site.publish(mockChange(), start);
  await look();
  site.trick = "gone";
  now = Date.parse("2026-02-09T00:00:00Z");
  expect(kinds(await look())).toEqual(["deadline", "stale"]);
});

describe("what an honest vendor does not do is a failure with its evidence", () => {
  test("a rollback", async () => {
    const old = new Map(site.files);
    await site.publish(mockChange(), start);
    await look();
    for (const [path, bytes] of old) site.files.set(path, bytes);
    const report = await look();
    expect(report).toMatchObject({ outcome: "failed", version: 2 });
    expect(report.findings).toMatchObject([
      { kind: "failure", code: "rollback", lastVerified: 2, evidence: { remembered: {}, found: {} } },
    ]);
  });

  test("a fork", async () => {
    await look();
    const twin = await sites.add("127.0.0.1", "/twin/", start);
    const forked = Object.assign(twin, { address: site.address });
    const { mockVendor } = await import("@trust-center/feed/mock");
    const other = await mockVendor(forked.address, start, { signer: site.signer });
    await other.publish(mockContent({ title: "Another list" }), start);
    for (const [path, bytes] of other.files) site.files.set(path, bytes);
    expect((await look()).findings).toMatchObject([{ kind: "failure", code: "fork", evidence: { found: {} } }]);
  });

  test("another pin", async () => {
    const pin = `sha256-${"A".repeat(43)}`;
    const [report] = await collect(watch([{ address: site.address, pin }], options));
    expect(report).toMatchObject({ outcome: "failed", findings: [{ code: "pin-mismatch" }] });
  });

  test("what other sources contradict", async () => {
    const { TrustCenterError } = await import("@trust-center/feed");
    const crossCheck = async () => new TrustCenterError("pin-mismatch", "DNS names another pin.", { pins: [1, 2] });
    expect(await look({ crossCheck })).toMatchObject({
      outcome: "failed",
      version: 1,
      findings: [{ kind: "failure", code: "pin-mismatch" }, { kind: "first-look" }],
    });
  });
});

test("a feed that has moved says where to, once, and is not followed", async () => {
  const successor = { feed: "https://new.example/feed/", pin: `sha256-${"B".repeat(43)}` };
  const signers = oneSigner(site.signer);
  const root = await createRoot(site.address, signers, start);
  const first = JSON.parse(Buffer.from(root.payload, "base64url").toString());
  const bytes = new TextEncoder().encode(JSON.stringify({ ...first, version: 2, successor }));
  const next = await signEnvelope(bytes, "root", signers.root);
  await look();
  const head = JSON.parse(new TextDecoder().decode(site.files.get("head.json")));
  head.roots.push(next);
  site.files.set("head.json", new TextEncoder().encode(JSON.stringify(head)));
  sites.asked.length = 0;
  expect((await look()).findings).toMatchObject([{ kind: "moved", successor }]);
  expect(kinds(await look())).toEqual([]);
  expect(new Set(sites.asked)).toEqual(new Set(["127.0.0.1/feed/head.json"]));
});

describe("what was told", () => {
  test("is remembered once the next report was asked for, not before", async () => {
    const vendors = [{ address: site.address, pin: site.pin }];
    for await (const report of watch(vendors, options)) {
      expect(kinds(report)).toEqual(["first-look"]);
      // Whoever is killed here, or leaves, has not handled it.
      break;
    }
    expect(kinds(await look())).toEqual(["first-look"]);
    expect(kinds(await look())).toEqual([]);
  });

  test("that cannot be read is an error of the memory, and is not written over", async () => {
    await look();
    await store().update(`watch:${site.address}`, () => ({ format: 9 }));
    expect(await look()).toMatchObject({ outcome: "failed", findings: [{ kind: "failure", code: "storage" }] });
    expect(await store().read(`watch:${site.address}`)).toEqual({ format: 9 });
  });
});

test.each([
  [[{ address: "ftp://a.example/" }], "malformed"],
  [[{ address: "a.example", pin: "abc" }], "malformed"],
  [
    [
      { address: "a.example", pin: `sha256-${"A".repeat(43)}` },
      { address: "https://a.example/.well-known/trust-center/", pin: `sha256-${"B".repeat(43)}` },
    ],
    "malformed",
  ],
])("refuses the vendors %j", async (vendors, code) => {
  await expect(watch(vendors, options).next()).rejects.toMatchObject({ code });
});
