import { expect, test } from "vitest";
import type { Subprocessor } from "../document/subprocessor.ts";
import { idOf } from "./atom.ts";
import { audit } from "./audit.ts";
import { at, everything, fact } from "./testing/small-list.ts";
import { day, listOf, World } from "./testing/world.ts";

test("members of a group whose terms give them different days are said apart", async () => {
  const rules = [{ when: { category: ["AI"] }, notice: "P60D" }, { notice: "P10D" }];
  const [x, y] = [
    { id: "x", name: "Xeno", groups: ["g"], category: "AI" },
    { id: "y", name: "Yak", groups: ["g"] },
  ];
  const group = (country: string) => ({ id: "g", title: "G", common: { locations: at(country) } });
  const w = await World.of({ ...listOf({ rules }, x, y), groups: [group("DE")] });
  await w.edit(1, { groups: [group("US")] });
  const places = (days: number) => ["x", "y"].map((id) => fact(w, id, "locations", w.now + days * day));
  expect([places(20), places(70)]).toEqual([
    [at("DE"), at("US")],
    [at("US"), at("US")],
  ]);
});

test("a group's fact is said once for its members; moving a fact between entry and group says nothing", async () => {
  const [x, y] = [
    { id: "x", name: "Xeno", groups: ["g"] },
    { id: "y", name: "Yak", groups: ["g"] },
  ];
  const group = (country: string) => ({ id: "g", title: "G", common: { locations: at(country) } });
  const w = await World.of({ ...listOf(everything, x, y), groups: [group("DE")] });
  const changes = await w.edit(1, { groups: [group("US")] });
  expect(changes.map(({ kind, subject, content }) => [kind, subject, content.length])).toEqual([
    ["location", { type: "group", id: "g" }, 2],
  ]);
  expect(w.feed.groups).toEqual([{ id: "g", title: "G" }]);
  const moved = [x, y].map((entry) => ({ ...entry, locations: at("US") }));
  expect(await w.edit(1, { subprocessors: moved, groups: [{ id: "g", title: "G" }] })).toEqual([]);
  const [back] = await w.edit(1, { subprocessors: [x, y], groups: [group("DE")] });
  expect([back?.mode, back?.subject, w.feed.open]).toEqual(["withdrawal", { type: "group", id: "g" }, undefined]);
});

test("what is said of a group is said of what its members get from it, in one change", async () => {
  const x: Subprocessor = { id: "x", name: "Xeno", groups: ["g"] };
  const y: Subprocessor = { id: "y", name: "Yak", groups: ["g"] };
  const group = (country: string) => ({ id: "g", title: "G", common: { locations: at(country) } });
  const w = await World.of({ ...listOf(everything, x, y), groups: [group("DE")] });
  const announce = { subject: "group:g", emergency: true, reason: "The data centre burnt down." };
  const changes = await w.edit(1, { groups: [group("US")] }, announce);
  expect(changes.map(({ kind, mode, subject, reason }) => [kind, mode, subject, reason])).toEqual([
    ["location", "emergency", { type: "group", id: "g" }, "The data centre burnt down."],
  ]);
  expect([fact(w, "x", "locations"), fact(w, "y", "locations")]).toEqual([at("US"), at("US")]);
});

test("what is said of a group is said of those that take its facts, whatever another member states of its own", async () => {
  const groups = (country: string) => [{ id: "g", title: "G", common: { locations: at(country) } }];
  const members = ["x", "y", "z"].map((id) => ({ id, name: id, groups: ["g"] }));
  const [x, y, z] = members as [Subprocessor, Subprocessor, Subprocessor];
  const entries = [x, y, { ...z, locations: at("FR") }];
  const w = await World.of({ ...listOf(everything, ...entries), groups: groups("DE") });
  const said = { subject: "group:g", reason: "Cheaper", effective: w.in(60) };
  const [change, ...others] = await w.edit(1, { groups: groups("US") }, said);
  expect([change?.subject, change?.reason, change?.effective, others]).toEqual([
    ...[{ type: "group", id: "g" }, "Cheaper", said.effective, []],
  ]);
  expect(change?.content.map(idOf)).toEqual(["x", "y"]);
  const [move] = await w.edit(1, {}, { subject: "group:g", reason: "Later", effective: w.in(90) });
  expect([move?.mode, w.feed.open?.[0]?.effective]).toEqual(["move", move?.effective]);
  expect(audit(w.first, w.log)).toEqual([]);
});
