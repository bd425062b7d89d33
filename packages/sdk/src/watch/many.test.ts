import type { ServerResponse } from "node:http";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StorageFailure } from "../store/failure.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { collect } from "../testing/collect.ts";
import { type Site, type Sites, startSites } from "../testing/sites.ts";
import type { Report } from "./finding.ts";
import type { WatchOptions } from "./options.ts";
import type { Vendor } from "./vendor.ts";
import { watch } from "./watch.ts";

const start = Date.parse("2026-01-10T12:00:00Z");
let sites: Sites;
let options: WatchOptions;

beforeEach(async () => {
  sites = await startSites();
  options = { store: memoryStore(), once: true, perHost: 0, now: () => start + 1000, timeout: 60_000 };
});

afterEach(() => sites.close());

/** Vendors on hosts of their own, or all on one. */
async function vendors(count: number, oneHost = false): Promise<Site[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const site = await sites.add(`127.0.0.${oneHost ? 1 : at + 1}`, `/v${at}/`, start);
      await site.publish(mockContent(), start);
      return site;
    }),
  );
}

const listed = (all: readonly Site[]): Vendor[] => all.map(({ address, pin }) => ({ address, pin }));

test("never more vendors are asked at a time than allowed, and as many as that are", async () => {
  const all = await vendors(40);
  let [received, most] = [0, 0];
  let waiting: (() => void)[] = [];
  const go = () => {
    // Every answer waits until five are asked for, or all that are left: fewer at a time would wait for ever.
    if (waiting.length < Math.min(5, all.length - received)) return;
    for (const each of waiting) each();
    waiting = [];
  };
  sites.before = () =>
    new Promise((answer) => {
      most = Math.max(most, new Set(sites.asked.map((path) => path.split("/")[0])).size - received);
      waiting.push(answer);
      go();
    });
  for await (const { outcome } of watch(listed(all), { ...options, concurrency: 5, patience: 60_000 })) {
    expect(outcome).toBe("verified");
    received += 1;
    go();
  }
  expect([received, most]).toEqual([40, 5]);
});

test("one host is asked for one vendor at a time, with a pause", async () => {
  const all = await vendors(6, true);
  const began = performance.now();
  const reports = await collect(watch(listed(all), { ...options, perHost: 40 }));
  expect(reports).toHaveLength(6);
  // Requests of one vendor may overlap; those of two never do.
  const order = sites.asked.map((path) => path.split("/")[1]);
  expect(order.filter((name, at) => name !== order[at - 1])).toHaveLength(6);
  expect(performance.now() - began).toBeGreaterThanOrEqual(5 * 40);
});

test("vendors that hang hold nobody up", async () => {
  const all = await vendors(12);
  for (const site of all.slice(0, 4)) site.trick = "hang";
  const controller = new AbortController();
  const reports = watch(listed(all), { ...options, concurrency: 5, timeout: 600_000, signal: controller.signal });
  for (let verified = 0; verified < 8; verified += 1) {
    expect((await reports.next()).value).toMatchObject({ outcome: "verified" });
  }
  controller.abort();
  await expect(reports.next()).rejects.toMatchObject({ code: "aborted" });
});

test("twenty that hang at the head of the list do not hold up the first report", async () => {
  const all = await vendors(24);
  for (const site of all.slice(0, 20)) site.trick = "hang";
  const controller = new AbortController();
  const reports = watch(listed(all), { ...options, timeout: 600_000, signal: controller.signal });
  expect((await reports.next()).value).toMatchObject({ outcome: "verified" });
  controller.abort();
  await expect(reports.next()).rejects.toMatchObject({ code: "aborted" });
});

test("those with a window that is open are looked at first, and those that were not reached last", async () => {
  const all = await vendors(6);
  const [gone, , , , late, soon] = all as [Site, Site, Site, Site, Site, Site];
  await soon.publish(mockChange(), start);
  await late.publish(mockChange(), start + 1000);
  gone.trick = "gone";
  const look = async () =>
    (await collect(watch(listed(all), { ...options, now: () => start + 2000, concurrency: 1 }))).map(({ vendor }) =>
      all.findIndex(({ address }) => address === vendor.address),
    );
  expect(await look()).toEqual([0, 1, 2, 3, 4, 5]);
  await late.publish(mockChange({ noticeTerms: { noticePeriod: "P60D" } }), start + 1500);
  expect((await look()).slice(0, 2).sort()).toEqual([4, 5]);
  expect((await look()).at(-1)).toBe(0);
});

describe("a server that says when to come again", () => {
  const busy = (seconds: string) => (response: ServerResponse) =>
    void response.writeHead(503, { "retry-after": seconds }).end();

  test("soon is looked at again in the same round, once, and holds nobody up", async () => {
    const all = await vendors(3);
    const [site] = all as [Site];
    const times: number[] = [];
    site.answer = (response) => {
      times.push(performance.now());
      site.answer = undefined;
      busy("6")(response);
    };
    const order: string[] = [];
    for await (const { vendor, outcome } of watch(listed(all), options)) order.push(`${vendor.address} ${outcome}`);
    expect(order.at(-1)).toBe(`${site.address} verified`);
    expect(order).toHaveLength(3);
    expect(times).toHaveLength(1);
  });

  test("later is left alone until then, is stale meanwhile, and cannot silence its monitor for more than a day", async () => {
    const [site] = (await vendors(1)) as [Site];
    let now = start + 1000;
    const look = async () => (await collect(watch(listed([site]), { ...options, now: () => now })))[0];
    await look();
    site.answer = busy("999999999");
    now += 1000;
    expect((await look())?.findings).toMatchObject([{ kind: "stale", reason: "busy" }]);
    site.answer = undefined;
    const asked = sites.asked.length;
    now += 23 * 60 * 60 * 1000;
    const left = await look();
    expect(left).toMatchObject({ outcome: "stale", version: 1 });
    expect(left?.findings).toMatchObject([{ kind: "stale", reason: "busy", since: "2026-01-10T12:00:02Z" }]);
    expect(sites.asked.length).toBe(asked);
    now += 60 * 60 * 1000;
    expect((await look())?.findings).toMatchObject([{ kind: "recovered" }]);
  });
});

test("where nothing can be remembered the watch ends with that, once, and blames no vendor", async () => {
  const all = await vendors(6);
  const store: Store = {
    read: async () => undefined,
    update: async () => {
      throw new StorageFailure("state", Object.assign(new Error("write"), { code: "ENOSPC" }));
    },
  };
  const reports: unknown[] = [];
  const watching = (async () => {
    for await (const report of watch(listed(all), { ...options, store })) reports.push(report);
  })();
  await expect(watching).rejects.toMatchObject({ code: "storage", message: expect.stringContaining("ENOSPC") });
  expect(reports).toEqual([]);
});

test("what was said to be handled does not come again, though the loop is left or goes on unconfirmed", async () => {
  const all = await vendors(3);
  for await (const report of watch(listed(all), { ...options, concurrency: 1 })) {
    await report.handled();
    break;
  }
  const kinds = async (more: Partial<WatchOptions>) =>
    (await collect(watch(listed(all), { ...options, ...more }))).map(({ findings }) => findings.length);
  expect((await kinds({ confirm: true })).sort()).toEqual([0, 1, 1]);
  expect((await kinds({ confirm: true })).sort()).toEqual([0, 1, 1]);
  await Promise.all((await collect(watch(listed(all), { ...options, confirm: true }))).map((one) => one.handled()));
  expect(await kinds({})).toEqual([0, 0, 0]);
});

test("a vendor that hangs has failed when its time is over", async () => {
  const [site] = (await vendors(1)) as [Site];
  site.trick = "hang";
  const [report] = await collect(watch(listed([site]), { ...options, timeout: 100 }));
  expect(report).toMatchObject({ outcome: "failed", findings: [{ kind: "failure", code: "timeout" }] });
});

test("while a report is handled no more looks are made than are allowed at a time", async () => {
  const all = await vendors(20);
  const reports = watch(listed(all), { ...options, concurrency: 3, patience: 60_000 });
  await reports.next();
  // Everything that could start has started: wait until nothing new is asked for any more.
  for (let before = -1; before !== sites.asked.length; ) {
    before = sites.asked.length;
    await new Promise((later) => setTimeout(later, 50));
  }
  const hosts = new Set(sites.asked.map((path) => path.split("/")[0]));
  expect(hosts.size).toBeLessThanOrEqual(1 + 3);
  expect(await collect(reports)).toHaveLength(19);
});

test("an abort ends everything under way at once", async () => {
  const all = await vendors(6);
  for (const site of all) site.trick = "hang";
  const controller = new AbortController();
  const running = collect(watch(listed(all), { ...options, timeout: 60_000, signal: controller.signal }));
  const failure = expect(running).rejects.toMatchObject({ code: "aborted" });
  while (sites.asked.length < 6) await new Promise((later) => setTimeout(later, 5));
  controller.abort();
  await failure;
  const [pausing] = await vendors(1);
  const second = new AbortController();
  const forever = watch(listed([pausing as Site]), { ...options, once: false, signal: second.signal });
  await forever.next();
  const next = forever.next();
  second.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
});

test("rounds follow one another", async () => {
  const [site] = await vendors(1);
  const seen: string[][] = [];
  for await (const { findings } of watch(listed([site as Site]), { ...options, once: false, interval: 1 })) {
    seen.push(findings.map(({ kind }) => kind));
    if (seen.length === 1) await site?.publish(mockContent({ title: "Renamed" }), start);
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([["first-look"], ["change"], []]);
});

test("chains are followed to their depth, each vendor once, and back to none", async () => {
  const [a, b, c, d] = (await vendors(4)) as [Site, Site, Site, Site];
  await link(a, b, c);
  await link(b, c, a);
  await link(c, d);
  const walk = async (chains: number) => {
    const reports = await collect(watch(listed([a]), { ...options, store: memoryStore(), chains }));
    return reports.map(({ vendor, via, outcome }: Report) => [vendor.address, via, outcome]);
  };
  expect(await walk(0)).toEqual([[a.address, [], "verified"]]);
  const one = await walk(1);
  expect(one).toHaveLength(3);
  expect(one).toContainEqual([b.address, [a.address], "verified"]);
  const two = await walk(2);
  expect(two).toHaveLength(4);
  expect(two).toContainEqual([d.address, [a.address, c.address], "verified"]);
  expect(await walk(9)).toHaveLength(4);
});

/** Publishes a list in which each link is an entry. */
const link = (from: Site, ...to: { address: string; pin?: string }[]) => {
  const entry = (pin: string | undefined) => (pin === undefined ? {} : { pin });
  const subprocessors = to.map(({ address, pin }, at) => ({
    id: `s${at}`,
    name: `Sub ${at}`,
    feed: { url: address, ...entry(pin) },
  }));
  return from.publish(mockContent({ subprocessors }), start);
};

const otherPin = `sha256-${"A".repeat(43)}`;

/** The reports of one round along chains, and those of them that say that pins differ. */
async function followed(...vendors: Vendor[]) {
  const reports = await collect(watch(vendors, { ...options, chains: 1 }));
  return {
    outcomes: reports.map(({ vendor, outcome }) => [vendor.address, outcome]),
    told: reports.flatMap(({ via, findings }) =>
      findings.flatMap((finding) => (finding.kind === "failure" ? [{ via, ...finding }] : [])),
    ),
  };
}

test("two entries that state different pins for one feed are told, with both", async () => {
  const [a, b, c] = (await vendors(3)) as [Site, Site, Site];
  await link(a, c);
  await link(b, { address: c.address, pin: otherPin });
  const { told } = await followed(...listed([a, b]));
  const pins = [
    { pin: c.pin, by: a.address },
    { pin: otherPin, by: b.address },
  ];
  const said = told.find(({ message }) => message.startsWith("Expected one pin"));
  expect(said).toMatchObject({
    code: "pin-mismatch",
    evidence: { feed: c.address, pins: expect.arrayContaining(pins) },
  });
  for (const { pin, by } of pins) expect(said?.message).toContain(`${pin} stated by ${by}`);
});

test("the pin of the own list counts before that of any entry, which is told", async () => {
  const [a, b, c] = (await vendors(3)) as [Site, Site, Site];
  await link(a, { address: b.address, pin: otherPin });
  await link(c, b);
  const { outcomes, told } = await followed(...listed([a, b, c]));
  expect(outcomes).toContainEqual([b.address, "verified"]);
  expect(told).toMatchObject([
    { code: "pin-mismatch", via: [a.address], evidence: { pins: [{ pin: b.pin, by: "the list of vendors" }, {}] } },
  ]);
});

test("a feed of the own list without a pin that is not the one an entry states is told", async () => {
  const [a, b] = (await vendors(2)) as [Site, Site];
  await link(a, { address: b.address, pin: otherPin });
  const { outcomes, told } = await followed({ address: b.address }, ...listed([a]));
  expect(outcomes).toContainEqual([b.address, "first-seen"]);
  expect(told).toMatchObject([{ code: "pin-mismatch" }]);
  await link(a, b);
  expect((await followed({ address: b.address }, ...listed([a]))).told).toEqual([]);
});

test("of two entries that lead to one feed the one with a pin pins it", async () => {
  const [a, b] = (await vendors(2)) as [Site, Site];
  await link(a, { address: b.address }, b);
  const { outcomes, told } = await followed(...listed([a]));
  expect(told).toEqual([]);
  expect(outcomes).toEqual([
    [a.address, "verified"],
    [b.address, "verified"],
  ]);
});

test("links beyond the most that are followed are told, and one feed's many entries are one link", async () => {
  const [a, b] = (await vendors(2)) as [Site, Site];
  const gone = Array.from({ length: 200 }, (_, at) => ({ address: `http://gone${at}.example/` }));
  await link(a, ...Array.from({ length: 150 }, () => b), ...gone);
  const { told } = await followed(...listed([a]));
  expect(told.filter(({ code }) => code === "too-large")).toMatchObject([
    { via: [a.address], evidence: { feed: a.address, found: 201, followed: 200 } },
  ]);
  await link(a, ...Array.from({ length: 150 }, () => b), ...gone.slice(1));
  expect((await followed(...listed([a]))).told.filter(({ code }) => code === "too-large")).toEqual([]);
});

test("a link that cannot be followed is told as such", async () => {
  const [a] = (await vendors(1)) as [Site];
  await link(a, { address: "http://elsewhere.example/feed/" });
  const reports = await collect(watch(listed([a]), { ...options, chains: 1 }));
  expect(reports.map(({ outcome, via }) => [outcome, via])).toEqual([
    ["verified", []],
    ["failed", [a.address]],
  ]);
});
