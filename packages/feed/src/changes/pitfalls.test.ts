import { expect, test } from "vitest";
import { asOf } from "./as-of.ts";
import { replay, saysTheSame } from "./replay.ts";
import { listAt } from "./state.ts";
import { at, cloud, everything, fact, mail, make, open, refused } from "./testing/small-list.ts";
import { day, listOf, saidBy, World } from "./testing/world.ts";

test("what was open of an entry that left does not come to the entry that returns", async () => {
  const w = await make({ rules: [{ when: { kind: ["location"] }, notice: "P200D" }] });
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  await w.edit(1, { subprocessors: [mail] });
  expect(w.feed.open).toBeUndefined();
  const [back] = await w.edit(1, { subprocessors: [cloud, mail] });
  expect(back?.kind).toBe("restored");
  expect(fact(w, "a", "locations", w.now + 300 * day)).toEqual(at("DE"));
});

test("a dated removal leaves what is pending of the entry, void once it leaves", async () => {
  const w = await make({ rules: [{ when: { kind: ["removed"] }, notice: "P10D" }, { notice: "P30D" }] });
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  const before = open(w);
  await w.edit(1, { subprocessors: [mail] });
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  expect(open(w)).toEqual(before);
  await w.edit(1, { subprocessors: [mail] });
  expect(listAt(w.feed, w.now + 60 * day).subprocessors.map(({ id }) => id)).toEqual(["b"]);
});

test("the terms in effect date a change, not those that the same edit brings", async () => {
  const w = await make();
  const changes = await w.edit(1, { noticeTerms: {}, subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  expect(changes.map(({ kind, effective }) => [kind, effective?.slice(0, 10)])).toEqual([
    ["location", "2026-02-02"],
    ["terms", "2026-02-02"],
  ]);
});

test("no edit of a category takes the notice off what comes with it", async () => {
  const w = await make({ rules: [{ when: { category: ["AI"] }, notice: "P30D" }] }, { ...cloud, category: "AI" });
  await w.edit(1, { subprocessors: [{ ...cloud, category: "Hosting", locations: at("US") }] });
  expect(fact(w, "a", "locations")).toEqual(at("DE"));
});

test("an entry that becomes a sub-processor by its role is an arrival, with notice", async () => {
  const w = await make({ noticePeriod: "P30D" }, { ...cloud, role: "vendor" });
  const [change] = await w.edit(1, { subprocessors: [cloud] });
  expect([change?.kind, change?.window !== undefined, fact(w, "a", "role")]).toEqual(["added", true, "vendor"]);
});

test("what left and comes back has not left", async () => {
  const w = await make({});
  await w.edit(1, { subprocessors: [mail] });
  expect(w.feed.former).toMatchObject([{ id: "a" }]);
  const [change] = await w.edit(1, { subprocessors: [cloud, mail] });
  expect([change?.kind, w.feed.former]).toEqual(["restored", undefined]);
});

test("what is said later about the past has the last word on all the time since", async () => {
  const w = await make({});
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  const said = { subject: "a", correction: true, reason: "It never moved", effective: w.in(-1) };
  await w.edit(4, { subprocessors: [{ ...cloud, locations: at("FR") }, mail] }, said);
  const places = (t: number) => asOf(w.first, w.log, t).subprocessors.find(({ id }) => id === "a")?.locations;
  expect([places(w.now), places(w.now - 3 * day), fact(w, "a", "locations")]).toEqual([at("FR"), at("FR"), at("FR")]);
});

test("two entries of one id are refused", async () => {
  const w = await make();
  const twice = { subprocessors: [cloud, mail, { ...mail, name: "Bolt Chat" }] };
  await expect(w.edit(1, twice)).rejects.toMatchObject(refused("duplicate-id"));
  await expect(make(everything, cloud, cloud)).rejects.toMatchObject(refused("duplicate-id"));
});

test("the same words with another day are other words, and two about one subject are refused", async () => {
  const w = await make();
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  const delayed = { subject: "a", reason: "Delayed" };
  await w.edit(1, {}, { ...delayed, effective: w.in(60) });
  const effective = w.in(80);
  const [again] = await w.edit(1, {}, { ...delayed, effective });
  expect([again?.mode, w.feed.open?.[0]?.effective]).toEqual(["move", effective]);
  const other = { subject: "a", reason: "Cheaper" };
  await expect(w.edit(1, {}, delayed, other)).rejects.toMatchObject(refused("announced-twice"));
});

test("an id belongs to one company for good", async () => {
  const w = await make();
  await expect(w.edit(1, { subprocessors: [{ ...cloud, name: "Zeta Inc" }, mail] })).rejects.toMatchObject(
    refused("another-company"),
  );
  const zeta = { subprocessors: [{ ...cloud, name: "Zeta Inc" }, mail] };
  await expect(w.edit(0, zeta, { subject: "a", reason: "New look" })).rejects.toMatchObject(refused("another-company"));
  await w.edit(0, zeta, { subject: "a", renamed: true });
  const v = await make({});
  await v.edit(1, { subprocessors: [mail] });
  await expect(v.edit(1, { subprocessors: [mail, { ...cloud, name: "Zeta" }] })).rejects.toMatchObject(
    refused("id-reused"),
  );
});

test("another legal entity behind one name is a change of its own kind, with notice", async () => {
  const w = await make({ noticePeriod: "P30D" }, { ...cloud, legalEntity: { name: "Acme GmbH" } });
  const [change] = await w.edit(1, { subprocessors: [{ ...cloud, legalEntity: { name: "Acme Ltd" } }] });
  expect([change?.kind, change?.mode, change?.window !== undefined]).toEqual(["legal-entity", "announcement", true]);
});

test("said in one instant, in two versions: 10.1 comes after 9.1", async () => {
  const w = await make({});
  for (let n = 0; n < 12; n++) await w.edit(0, { subprocessors: [{ ...cloud, "x-odd": n }, mail] });
  expect(w.feed.version).toBe(13);
  expect(saidBy(asOf(w.first, w.log, w.now))).toBe(saidBy(listAt(w.feed, w.now)));
});

test("a feed that leaves out what is open or who has left is not the one that its log makes", async () => {
  const w = await make({ rules: [{ when: { kind: ["location"] }, notice: "P30D" }] });
  await w.edit(1, { subprocessors: [{ ...mail, locations: at("US") }] });
  const made = replay(w.first, w.log);
  const { open, former, ...rest } = w.feed;
  expect([open?.length, former?.length, saysTheSame(made, w.feed)]).toEqual([1, 1, true]);
  expect([saysTheSame(made, { ...rest, open }), saysTheSame(made, { ...rest, former })]).toEqual([false, false]);
});

test("a changed policy always has its entry", async () => {
  const policies = (version: string) => [{ id: "dpa", title: "DPA", version }];
  const w = await World.of({ ...listOf({}, cloud), policies: policies("1") });
  const [change] = await w.edit(1, { policies: policies("2") });
  expect([change?.kind, change?.subject]).toEqual(["policy", { type: "policy", id: "dpa" }]);
  expect((await w.edit(1, { policies: [] })).map(({ kind, content }) => [kind, content[0]?.op])).toEqual([
    ["policy", "drop"],
  ]);
});
