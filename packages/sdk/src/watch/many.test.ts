import { mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
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
  options = { store: memoryStore(), once: true, perHost: 0, now: () => start + 1000, timeout: 2_000 };
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
  for await (const { outcome } of watch(listed(all), { ...options, concurrency: 5 })) {
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

test("a vendor that hangs has failed when its time is over", async () => {
  const [site] = (await vendors(1)) as [Site];
  site.trick = "hang";
  const [report] = await collect(watch(listed([site]), { ...options, timeout: 100 }));
  expect(report).toMatchObject({ outcome: "failed", findings: [{ kind: "failure", code: "timeout" }] });
});

test("while a report is handled no more looks are made than are allowed at a time", async () => {
  const all = await vendors(20);
  const reports = watch(listed(all), { ...options, concurrency: 3 });
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
  const links = async (from: Site, ...to: { address: string; pin?: string }[]) => {
    const subprocessors = to.map(({ address, pin }, at) => ({
      id: `s${at}`,
      name: `Sub ${at}`,
      feed: { url: address, ...(pin !== undefined && { pin }) },
    }));
    await from.publish(mockContent({ subprocessors }), start);
  };
  await links(a, b, c);
  await links(b, c, a);
  await links(c, d);
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

test("a link that cannot be followed is told as such", async () => {
  const [a] = (await vendors(1)) as [Site];
  const subprocessors = [{ id: "s", name: "Sub", feed: { url: "http://elsewhere.example/feed/" } }];
  await a.publish(mockContent({ subprocessors }), start);
  const reports = await collect(watch(listed([a]), { ...options, chains: 1 }));
  expect(reports.map(({ outcome, via }) => [outcome, via])).toEqual([
    ["verified", []],
    ["failed", [a.address]],
  ]);
});
