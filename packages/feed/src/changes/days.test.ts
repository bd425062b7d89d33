import { describe, expect, test } from "vitest";
import type { Change, ObjectionWindow } from "../document/change.ts";
import type { Rule } from "../document/notice-terms.ts";
import type { LogEntry } from "../log/entry.ts";
import { asOf } from "./as-of.ts";
import { audit } from "./audit.ts";
import { dayFor } from "./day-for.ts";
import { replay } from "./replay.ts";
import { at, cirrus, cloud, everything, fact, mail, make, open, refused } from "./testing/small-list.ts";
import { day, listOf, saidBy, start, World } from "./testing/world.ts";

test("the day comes between two publishes: nothing to say, nothing written", async () => {
  const w = await make();
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  expect([fact(w, "a", "locations"), fact(w, "a", "locations", w.now + 40 * day)]).toEqual([at("DE"), at("US")]);
  expect(await w.edit(60, {})).toEqual([]);
});

test("words explain one change; a day can be moved later without another fact, never before it is due", async () => {
  const w = await make();
  const edited = { ...cloud, locations: at("US") };
  const words = { subject: "a", reason: "Cheaper", effective: w.in(60) };
  await w.edit(1, { subprocessors: [edited, mail] }, words);
  expect(await w.edit(1, {}, words)).toEqual([]);
  const more = { subprocessors: [{ ...edited, dataCategories: [{ items: ["Logs"] }] }, mail] };
  await expect(w.edit(1, more, words)).rejects.toMatchObject(refused("words-used"));
  const [move] = await w.edit(
    1,
    { subprocessors: [edited, mail] },
    { subject: "a", reason: "Delayed", effective: w.in(80) },
  );
  expect([move?.mode, move?.touches?.how, w.feed.open?.[0]?.effective]).toEqual(["move", "moves", move?.effective]);
  await expect(w.edit(1, {}, { subject: "a", effective: w.in(2) })).rejects.toMatchObject(refused("too-early"));
});

test("where the time to object counts from the day on which a change starts, another day is announced anew", async () => {
  const w = await make({ rules: [{ notice: "P30D", objection: "P14D", from: "effective" }] });
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  const [announced] = w.feed.open ?? [];
  const soon = w.edit(10, {}, { subject: "c", reason: "Delayed", effective: w.in(39) });
  await expect(soon).rejects.toMatchObject({
    ...refused("too-early"),
    message: expect.stringContaining("announced anew"),
  });
  const [anew] = await w.edit(0, {}, { subject: "c", reason: "Delayed", effective: w.in(50) });
  expect([anew?.mode, anew?.kind, anew?.touches?.how, open(w)]).toEqual([
    ...["amendment", "added", "amends"],
    ["3.1 amendment added"],
  ]);
  const timeOf = (change = anew) => Date.parse(change?.window?.deadline ?? "") - Date.parse(change?.effective ?? "");
  expect([timeOf(announced), timeOf()].map((time) => Math.floor(time / day))).toEqual([14, 14]);
  expect(audit(w.first, w.log)).toEqual([]);
  // A day sooner takes no time from anybody: the deadline that was told stays.
  const sooner = await w.edit(1, {}, { subject: "c", reason: "Sooner", effective: w.in(40) });
  expect(sooner.map(({ mode }) => mode)).toEqual(["move"]);
  expect(w.feed.open?.[0]?.window).toEqual(anew?.window);
  expect(audit(w.first, w.log)).toEqual([]);
  // Whoever signs a later day as a mere move keeps back time that the terms promise.
  const later = { ...(w.log.at(-1) as LogEntry).change, effective: w.in(60) };
  const lied = [...w.log.slice(0, -1), { ...(w.log.at(-1) as LogEntry), change: later }];
  expect(audit(w.first, lied)).toMatchObject([{ change: "4.1", fault: "hidden-window" }]);
});

test("specific authorisation: no day until the publisher says that it was approved", async () => {
  const w = await make({ noticePeriod: "P30D", silence: "refused" });
  const [change] = await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  expect([change?.effective, change?.approval]).toEqual([null, "required"]);
  expect(fact(w, "c", "name", w.now + 999 * day)).toBeUndefined();
  expect(fact(w, "c", "name", Infinity)).toBe("Cirrus");
  await expect(w.edit(1, {}, { subject: "c", start: true, effective: w.in(2) })).rejects.toMatchObject(
    refused("too-early"),
  );
  await w.edit(40, {}, { subject: "c", start: true, effective: w.in(41) });
  expect(fact(w, "c", "name", w.now + 2 * day)).toBe("Cirrus");
});

test("what waited for everybody's approval starts for every segment, and is over once it has", async () => {
  const specific = { notice: "P30D", authorisation: "specific" as const };
  const kind = ["added" as const];
  const own = { ...specific, when: { kind, segment: ["enterprise"] }, objection: "P20D" };
  const w = await make({ rules: [own, { ...specific, when: { kind }, objection: "P14D" }] });
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  expect(w.feed.open?.[0]?.window?.segments).toMatchObject([{ id: "enterprise", effective: null }]);
  await w.edit(40, {}, { subject: "c", start: true, effective: w.in(41) });
  expect(dayFor(w.feed.open?.[0] as Change, "enterprise")).toBe(w.in(1));
  const { subprocessors } = asOf(w.first, w.log, w.now + 2 * day, { segment: "enterprise" });
  expect(subprocessors.map(({ id }) => id)).toContain("c");
  await w.edit(3, { subprocessors: [{ ...cloud, locations: at("US") }, mail, cirrus] });
  expect(w.feed.open ?? []).toEqual([]);
  expect(audit(w.first, w.log)).toEqual([]);
});

describe("where a segment has a shorter notice than everybody else", () => {
  const kind = ["added" as const];
  const trial = { when: { kind, segment: ["trial"] }, notice: "P7D", objection: "P5D" };
  const others = { when: { kind }, notice: "P30D", objection: "P14D" };
  const made = async (...rules: Rule[]) => {
    const w = await make({ rules });
    await w.edit(0, { subprocessors: [cloud, mail, cirrus] });
    return { w, change: w.feed.open?.[0] as Change };
  };

  test("the list has the first day, everybody else the later one, and as-of dates know it", async () => {
    const { w, change } = await made(trial, others);
    const [first, later] = ["2026-01-09T00:00:00Z", "2026-02-01T00:00:00Z"];
    expect(change).toMatchObject({ effective: first, window: { effective: later } });
    expect([dayFor(change, "trial"), dayFor(change), dayFor(change, "unknown")]).toEqual([first, later, later]);
    const has = (segment?: string) =>
      asOf(w.first, w.log, Date.parse(first), { ...(segment && { segment }) }).subprocessors.some(
        ({ id }) => id === "c",
      );
    expect([has(), has("trial"), has("other")]).toEqual([true, true, false]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("a day behind all of these is everybody's", async () => {
    const { w } = await made(trial, others);
    const day = w.in(90);
    await w.edit(1, {}, { subject: "c", reason: "Delayed", effective: day });
    const [change] = w.feed.open as [Change];
    expect([dayFor(change, "trial"), dayFor(change)]).toEqual([day, day]);
  });

  test("everybody else's approval is waited for", async () => {
    const { change } = await made(trial, { ...others, authorisation: "specific" });
    expect([dayFor(change, "trial"), dayFor(change)]).toEqual(["2026-01-09T00:00:00Z", null]);
  });

  test("an emergency has one day for everybody, and so has what begins sooner as one", async () => {
    const longer = { ...others, when: { kind, segment: ["enterprise"] }, notice: "P60D" };
    const w = await make({ rules: [trial, longer, others] });
    await w.edit(0, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", emergency: true, reason: "Outage" });
    const dolt = { ...cirrus, id: "d", name: "Dolt" };
    await w.edit(1, { subprocessors: [cloud, mail, cirrus, dolt] });
    await w.edit(1, {}, { subject: "d", emergency: true, effective: w.in(1), reason: "Outage" });
    for (const change of w.feed.open ?? [])
      for (const segment of [undefined, "trial", "enterprise"]) expect(dayFor(change, segment)).toBe(change.effective);
    expect(w.log.at(-3)?.change.window?.segments).toMatchObject([{ effective: w.feed.open?.[0]?.effective }, {}]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("who takes the later day, or the approval, off is held against the publisher", async () => {
    for (const authorisation of ["general", "specific"] as const) {
      const { w, change } = await made(trial, { ...others, authorisation });
      const { effective: _, ...window } = change.window as ObjectionWindow;
      const lied = w.log.map((entry) =>
        entry.change.id === change.id ? { ...entry, change: { ...change, window } } : entry,
      );
      const fault = authorisation === "general" ? "too-early" : "not-approved";
      expect(audit(w.first, lied)).toMatchObject([{ change: change.id, fault }]);
    }
  });
});

test("a segment that may not object has its own day all the same", async () => {
  const kind = ["added" as const];
  const own = { when: { kind, segment: ["enterprise"] }, notice: "P60D", objection: "none" as const };
  const w = await make({ rules: [own, { when: { kind }, notice: "P30D", objection: "P14D" }] });
  await w.edit(0, { subprocessors: [cloud, mail, cirrus] });
  const change = w.feed.open?.[0] as Change;
  expect([dayFor(change), dayFor(change, "enterprise")]).toEqual(["2026-02-01T00:00:00Z", "2026-03-03T00:00:00Z"]);
  const segments = [{ ...change.window?.segments?.[0], effective: change.effective }];
  const lied = { ...change, window: { ...change.window, segments } } as Change;
  expect(
    audit(
      w.first,
      w.log.map((entry) => (entry.change.id === change.id ? { ...entry, change: lied } : entry)),
    ),
  ).toMatchObject([{ change: change.id, fault: "too-early" }]);
});

test("what one segment alone waits for goes on waiting for it, whatever day the others are given", async () => {
  const kind = ["added" as const];
  const own = { when: { kind, segment: ["enterprise"] }, objection: "P20D", authorisation: "specific" as const };
  const w = await make({ rules: [own, { when: { kind }, notice: "P30D", objection: "P14D" }] });
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  await w.edit(1, {}, { subject: "c", effective: w.in(60) });
  await w.edit(70, { subprocessors: [{ ...cloud, locations: at("US") }, mail, cirrus] });
  expect(w.feed.open).toMatchObject([{ window: { segments: [{ id: "enterprise", effective: null }] } }]);
});

test("what waits for approval goes on waiting when it is amended, whatever terms came since", async () => {
  const specific = { when: { kind: ["added" as const] }, notice: "P30D", authorisation: "specific" as const };
  const w = await make({ rules: [specific] });
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  await w.edit(1, { noticeTerms: { noticePeriod: "P30D" } });
  await w.edit(1, { subprocessors: [cloud, mail, { ...cirrus, locations: at("US") }] });
  expect(w.feed.open).toMatchObject([{ mode: "amendment", effective: null, approval: "required" }]);
  expect(fact(w, "c", "name", w.now + 999 * day)).toBeUndefined();
});

test("a day before the one that the terms allow is refused, not moved", async () => {
  const w = await make();
  const early = { subject: "c", effective: w.in(10) };
  await expect(w.edit(1, { subprocessors: [cloud, mail, cirrus] }, early)).rejects.toMatchObject(refused("too-early"));
});

test("a plan without a day waits for one", async () => {
  const w = await make({});
  const [change] = await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2027" });
  expect([change?.effective, change?.expected, fact(w, "c", "name", w.now + 999 * day)]).toEqual([
    null,
    "2027",
    undefined,
  ]);
  await w.edit(1, {}, { subject: "c", effective: w.in(10) });
  expect([w.feed.open?.[0]?.expected, fact(w, "c", "name", w.now + 11 * day)]).toEqual([undefined, "Cirrus"]);
});

test("segments: in the list from the first day it holds for anyone; as-of knows each one's day", async () => {
  const segments = [{ id: "enterprise", name: "Enterprise", noticePeriod: "P90D", objectionPeriod: "P60D" }];
  const w = await make({ noticePeriod: "P30D", objectionPeriod: "P14D", segments });
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  const t = w.now + 40 * day;
  expect(fact(w, "c", "name", t)).toBe("Cirrus");
  const enterprise = asOf(w.first, w.log, t, { known: t, segment: "enterprise" });
  expect(enterprise.subprocessors.map(({ id }) => id)).toEqual(["a", "b"]);
  await w.edit(40, { subprocessors: [{ ...cloud, name: "ACME cloud" }, mail, cirrus] });
  expect(open(w)).toEqual(["2.1 announcement added"]);
});

test("the first disclosure: what is dated later is announced, the rest is in effect", async () => {
  const w = await World.of(listOf(everything, cloud, mail), [{ subject: "b", effective: "2026-03-15" }]);
  expect(w.feed.subprocessors.map(({ id }) => id)).toEqual(["a"]);
  expect(w.log.map(({ change }) => [change.mode, change.content.length])).toEqual([
    ["initial", 0],
    ["announcement", 1],
  ]);
  expect(saidBy(replay(w.first, w.log))).toBe(saidBy(w.feed));
});

test("the first disclosure: what is only expected is announced, without a day", async () => {
  const w = await World.of(listOf(everything, cloud, mail), [{ subject: "b", expected: "2026-06" }]);
  expect(w.feed.subprocessors.map(({ id }) => id)).toEqual(["a"]);
  expect(w.feed.open).toMatchObject([{ kind: "added", effective: null, expected: "2026-06" }]);
});

test("in use since today, under a notice period, cannot both be: the author must say which", async () => {
  const w = await make({ noticePeriod: "P30D" });
  const entry = { ...cirrus, since: "2026-01-02" };
  await expect(w.edit(1, { subprocessors: [cloud, mail, entry] })).rejects.toMatchObject(refused("in-use-already"));
  const said = { subject: "c", emergency: true, effective: "2026-01-02", reason: "The other one failed" };
  const [change] = await w.edit(0, { subprocessors: [cloud, mail, entry] }, said);
  expect([change?.mode, change?.effective, fact(w, "c", "name")]).toEqual([
    "emergency",
    "2026-01-02T00:00:00Z",
    "Cirrus",
  ]);
});

test("a new place and its mechanism take effect on one day", async () => {
  const w = await make({ rules: [{ when: { kind: ["location"] }, notice: "P30D" }] });
  const edited = { ...cloud, locations: at("US"), transferMechanisms: [{ type: "scc" as const }], "x-odd": 1 };
  await w.edit(1, { subprocessors: [edited, mail] });
  expect([fact(w, "a", "transferMechanisms"), fact(w, "a", "x-odd")]).toEqual([undefined, 1]);
  expect(new Set(w.feed.open?.map(({ effective }) => effective)).size).toBe(1);
  await w.edit(1, { subprocessors: [{ ...cloud, "x-odd": 1 }, mail] });
  expect(w.feed.open).toBeUndefined();
});

test("a publish at the very deadline leaves the window open", async () => {
  const w = await make();
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", emergency: true });
  w.now = Date.parse(w.feed.open?.[0]?.window?.deadline ?? "");
  await w.edit(0, { subprocessors: [{ ...cloud, "x-odd": 1 }, mail, cirrus] });
  expect(open(w)).toContain("2.1 emergency added");
});

test("a clock set back says what it says at the time of the version before", async () => {
  const w = await make({});
  const [change] = await w.edit(-3, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  expect([change?.announced, w.feed.published]).toEqual([w.first.published, w.first.published]);
  expect(Date.parse(w.feed.published)).toBe(start);
});

describe("a day that comes to be known", () => {
  const terms = { rules: [{ notice: "P10D", objection: "P30D", from: "effective" as const }] };

  test("gives the time to object that is counted from it", async () => {
    const w = await make(terms);
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2026-06" });
    const [change] = await w.edit(90, {}, { subject: "c", effective: "2026-06-15" });
    expect([change?.mode, change?.effective, change?.window?.deadline]).toEqual([
      "amendment",
      "2026-06-15T00:00:00Z",
      "2026-07-15T23:59:59Z",
    ]);
    expect([w.feed.open?.length, audit(w.first, w.log)]).toEqual([1, []]);
  });

  test("that is expected at another time is announced anew, and stays without a day", async () => {
    for (const rules of [terms, {}]) {
      const w = await make(rules);
      await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2026-06" });
      const later = { subject: "c", expected: "2026-09", reason: "Delayed" };
      const [change, ...others] = await w.edit(20, {}, later);
      expect(change).toMatchObject({ mode: "amendment", effective: null, expected: "2026-09", reason: "Delayed" });
      expect([others, w.feed.open?.map(({ expected }) => expected)]).toEqual([[], ["2026-09"]]);
      expect(change?.window !== undefined).toBe("rules" in rules);
      expect([await w.edit(1, {}, later), audit(w.first, w.log)]).toEqual([[], []]);
    }
  });

  test("is another day, and no approval, where nothing waited for one", async () => {
    for (const start of [undefined, true]) {
      const v = await make(everything);
      await v.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2026-06" });
      const [change] = await v.edit(90, {}, { subject: "c", effective: "2026-06-15", ...(start && { start }) });
      expect(change).toMatchObject({ mode: "move", touches: { how: "moves", change: "2.1" } });
      expect(audit(v.first, v.log)).toEqual([]);
    }
  });
});

describe("a day that an author names is one of the terms' zone", () => {
  const inZone = (...zones: (string | undefined)[]) => ({
    rules: zones.map((zone, at) => ({
      ...(at < zones.length - 1 && { when: { kind: ["location" as const] } }),
      ...{ notice: "P10D", objection: "P10D", ...(zone !== undefined && { calendar: { zone } }) },
    })),
  });
  const starts = async (terms: NonNullable<Parameters<typeof listOf>[0]>, effective: string) => {
    const w = await make(terms);
    const [change] = await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", effective });
    expect(audit(w.first, w.log)).toEqual([]);
    return change?.effective;
  };

  test.each([
    [["Europe/Berlin"], "2026-01-12T23:00:00Z"],
    [["America/Los_Angeles"], "2026-01-13T08:00:00Z"],
    [["Pacific/Auckland", "Pacific/Auckland"], "2026-01-12T11:00:00Z"],
    [[undefined], "2026-01-13T00:00:00Z"],
    [["Europe/Berlin", undefined], "2026-01-13T00:00:00Z"],
  ])("%j: the first day that the terms allow starts at %s", async (zones, instant) => {
    expect(await starts(inZone(...zones), "2026-01-13")).toBe(instant);
    await expect(starts(inZone(...zones), "2026-01-12")).rejects.toMatchObject({
      ...refused("too-early"),
      message: expect.stringContaining("2026-01-13 or later"),
    });
  });

  test("an instant is an instant, and an emergency and the first disclosure have days too", async () => {
    expect(await starts(inZone("Asia/Tokyo"), "2026-02-01T00:00:00Z")).toBe("2026-02-01T00:00:00Z");
    const w = await World.of(listOf(inZone("Asia/Tokyo"), cloud, cirrus), [{ subject: "c", effective: "2026-03-01" }]);
    expect(w.feed.open).toMatchObject([{ effective: "2026-02-28T15:00:00Z" }]);
    const said = { subject: "b", emergency: true, effective: "2026-01-02", reason: "Outage" };
    const [change] = await w.edit(3, { subprocessors: [cloud, mail, cirrus] }, said);
    expect(change?.effective).toBe("2026-01-01T15:00:00Z");
  });
});
