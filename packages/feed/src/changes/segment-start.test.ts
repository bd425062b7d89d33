import { expect, test } from "vitest";
import type { Change } from "../document/change.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { audit } from "./audit.ts";
import { leftOf } from "./left-of.ts";
import { replay, saysTheSame } from "./replay.ts";
import { partOf } from "./segment-start.ts";
import { standingsAt } from "./standing.ts";
import { ownTerms } from "./testing/histories.ts";
import { day, listOf, World } from "./testing/world.ts";
import { touched } from "./touch.ts";

const a: Subprocessor = { id: "a", name: "Acme Cloud" };
const b: Subprocessor = { id: "b", name: "Bolt Mail" };
const [, , segmentWaits, othersWait] = ownTerms;

/** Bolt Mail is announced to come in thirty days, or, where all others wait, for enterprise in sixty. */
async function announced(terms = segmentWaits) {
  const world = await World.of(listOf(terms, a));
  await world.edit(0, { subprocessors: [a, b] });
  return world;
}
const both = { subprocessors: [a, b] };

const datesOf = ({ feed, now }: World, days = 0) =>
  standingsAt(feed, now + days * day).open.map(({ id, effective, window }) => [
    id,
    effective?.slice(0, 10),
    window?.effective?.slice(0, 10),
    window?.segments?.map((one) => one.effective?.slice(0, 10)),
  ]);

/** What must hold of every log: it makes the feed, nothing can be held against it, and what is open is what is left of it. */
function holds({ first, log, feed, now }: World) {
  expect(saysTheSame(replay(first, log), feed)).toBe(true);
  expect(audit(first, log)).toEqual([]);
  for (const change of feed.open ?? []) expect(leftOf(log, change.id, now)).toEqual(change);
}

test("a segment that alone waits starts on its day, and nobody else's day moves", async () => {
  const world = await announced();
  const started = world.in(45);
  const [change] = await world.edit(1, both, { subject: "b", start: true, effective: started, reason: "Signed" });
  expect(change).toMatchObject({
    mode: "move",
    effective: world.log.find(({ change: { id } }) => id === "2.1")?.change.effective,
    touches: { how: "starts", change: "2.1", segments: [{ id: "enterprise", effective: started }] },
  });
  expect(datesOf(world)).toEqual([["2.1", "2026-02-01", undefined, [started.slice(0, 10)]]]);
  holds(world);
  expect(standingsAt(world.feed, world.now + 40 * day).open.map(({ id }) => id)).toEqual(["2.1"]);
  expect(standingsAt(world.feed, world.now + 45 * day).open).toEqual([]);
});

test("so do others, where a segment alone has a day", async () => {
  const world = await announced(othersWait);
  const started = world.in(90);
  const [change] = await world.edit(1, both, { subject: "b", start: true, effective: started });
  expect(change?.touches).toEqual({ how: "starts", change: "2.1", segments: [{ id: null, effective: started }] });
  expect(datesOf(world).map(([, , others]) => others)).toEqual([started.slice(0, 10)]);
  holds(world);
});

test("once the change is in effect for others it starts as well, and what was said since stays", async () => {
  const world = await announced();
  const reworded = { ...b, name: "Bolt-Mail" };
  await world.edit(40, { subprocessors: [a, reworded] });
  const started = world.in(1);
  await world.edit(0, {}, { subject: "b", start: true, effective: started });
  expect(world.feed.subprocessors).toEqual([a, reworded]);
  expect(world.feed.open?.map(({ id, window }) => [id, window?.segments?.[0]?.effective])).toEqual([["2.1", started]]);
  holds(world);
  expect(standingsAt(world.feed, world.now + day).open).toEqual([]);
});

test("other words for it say nothing, and another day moves the segment's alone", async () => {
  const world = await announced();
  const effective = world.in(45);
  await world.edit(1, both, { subject: "b", start: true, effective });
  const said = { subject: "b", start: true, reason: "Their approval" };
  const days = datesOf(world);
  expect(await world.edit(1, both, { ...said, effective })).toEqual([]);
  expect(datesOf(world)).toEqual(days);
  await world.edit(0, both, { ...said, effective: world.in(60) });
  expect(datesOf(world)).toEqual([["2.1", "2026-02-01", undefined, [world.in(60).slice(0, 10)]]]);
  holds(world);
});

test("of two that wait the one starts that may, and whose day has come keeps it", async () => {
  const world = await announced();
  const moved = { ...b, locations: [{ country: "US" }] };
  await world.edit(32, { subprocessors: [a, moved] });
  const [first] = await world.edit(0, {}, { subject: "b", start: true, effective: world.in(1) });
  expect(first?.touches?.change).toBe("2.1");
  await world.edit(60, {}, { subject: "b", start: true, effective: world.in(61) });
  expect(world.log.slice(-1).map(({ change }) => change.touches?.change)).toEqual(["3.1"]);
  holds(world);
});

test("whose day has come keeps it when the next is started", async () => {
  const own = ["bank", "insurer"].map((id) => ({ when: { segment: [id] }, authorisation: "specific" as const }));
  const world = await announced({
    rules: [...own.map((rule) => ({ ...rule, objection: "P20D" })), { notice: "P30D", objection: "P14D" }],
  });
  await world.edit(40, both, { subject: "b", start: true, effective: world.in(41), audience: ["bank"] });
  const effective = world.in(20);
  const [change] = await world.edit(10, both, { subject: "b", start: true, effective });
  expect(change?.touches).toMatchObject({ segments: [{ id: "insurer", effective }] });
  holds(world);
});

const longer = { when: { segment: ["enterprise"] }, objection: "P40D", authorisation: "specific" as const };

test.each([
  ["before others", segmentWaits, 12],
  ["before its own time to object is over", { rules: [longer, { notice: "P30D", objection: "P14D" }] }, 35],
])("not %s", async (_, terms, days) => {
  const world = await announced(terms);
  const early = world.edit(1, both, { subject: "b", start: true, effective: world.in(days) });
  await expect(early).rejects.toMatchObject({ code: "edit-refused", evidence: { reason: "too-early" } });
});

test.each([
  ["for a segment that has no day of its own", [["trial", 45]], "touches-nothing"],
  ["for nobody", [], "touches-nothing"],
  ["before others", [["enterprise", 20]], "too-early"],
] as const)("a publisher that starts it %s is found", async (_, whom, fault) => {
  const world = await announced();
  await world.edit(1, both, { subject: "b", start: true, effective: world.in(45), reason: "Signed" });
  const log = world.log.map((entry) => {
    const { change } = entry;
    if (change.touches?.how !== "starts") return entry;
    const segments = whom.map(([id, days]) => ({ id, effective: world.in(days) }));
    return { ...entry, change: { ...change, touches: { ...change.touches, segments } } };
  });
  expect(audit(world.first, log).map((one) => one.fault)).toContain(fault);
});

test("where nobody may object there is no day of a segment's own to start", async () => {
  const world = await announced({ rules: [{ notice: "P30D", objection: "none" }] });
  const [open] = world.feed.open as [Change];
  const touches = { how: "starts" as const, change: open.id, segments: [{ id: "bank", effective: world.in(45) }] };
  expect(touched(open, { ...open, mode: "move", content: [], touches })).toEqual([open]);
  expect(partOf(open, "bank")).toBeUndefined();
});
