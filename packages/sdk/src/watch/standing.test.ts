import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
import { collect } from "../testing/collect.ts";
import { type Site, type Sites, startSites } from "../testing/sites.ts";
import { standing } from "./standing.ts";
import { watch } from "./watch.ts";

const start = Date.parse("2026-01-10T12:00:00Z");
const store = memoryStore();
let sites: Sites;
let site: Site;

beforeEach(async () => {
  sites = await startSites();
  site = await sites.add("127.0.0.1", "/feed/", start);
});

afterEach(() => sites.close());

const vendors = () => [{ address: site.address, pin: site.pin }];
const look = (at: number) =>
  collect(watch(vendors(), { store, once: true, perHost: 0, now: () => at, timeout: 60_000 }));

/** The windows and the coming changes at an instant, by what is remembered. */
async function openAt(instant: string) {
  const [found] = await standing(vendors(), { store, now: () => Date.parse(instant) });
  return [
    found?.open.windows.map(({ deadline, segment }) => [deadline.slice(0, 10), ...(segment ? [segment] : [])]),
    found?.open.coming.map(({ effective }) => effective?.slice(0, 10)),
  ];
}

test("a window is open from the look that saw it to the end of its last second, however often it is asked", async () => {
  const segments = [{ id: "big", name: "Big", noticePeriod: "P60D", objectionPeriod: "P60D" }];
  await site.publish(mockContent({ noticeTerms: { noticePeriod: "P30D", segments } }), start);
  await site.publish(mockChange({ noticeTerms: { noticePeriod: "P30D", segments } }), start);
  await look(start + 1000);
  const asked = sites.asked.length;
  const both = [["2026-02-09"], ["2026-03-11", "big"]];
  expect(await openAt("2026-01-10T12:00:01Z")).toEqual([both, ["2026-02-10"]]);
  for (const _ of [1, 2, 3]) expect(await openAt("2026-02-09T23:59:59Z")).toEqual([both, ["2026-02-10"]]);
  expect(await openAt("2026-02-10T00:00:00Z")).toEqual([[["2026-03-11", "big"]], []]);
  expect(await openAt("2026-03-12T00:00:00Z")).toEqual([[], []]);
  expect(sites.asked.length).toBe(asked);
});

test("a vendor that was not reached says since when, and what is open by the copy that is kept", async () => {
  await site.publish(mockChange(), start);
  await site.publish(mockChange({ title: "List" }), start);
  await look(start + 1000);
  site.trick = "gone";
  await look(start + 2000);
  const [found] = await standing(vendors(), { store, now: () => start + 3000 });
  expect(found).toMatchObject({
    failing: { code: "network", since: "2026-01-10T12:00:02Z" },
    center: { trust: "verified" },
  });
});

test("one that was never seen has nothing, and a memory that others changed is told", async () => {
  const [unseen] = await standing([{ address: "https://never.example/" }], { store });
  expect(unseen).toMatchObject({ open: { windows: [], coming: [] } });
  expect(unseen).not.toHaveProperty("center");
  await site.publish(mockContent(), start);
  await look(start + 1000);
  await store.update(site.address, (kept) => ({ ...(kept as object), feed: "{}" }));
  const [changed] = await standing(vendors(), { store });
  expect(changed?.problem).toMatchObject({ code: "hash-mismatch" });
});
