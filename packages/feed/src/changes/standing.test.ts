import { describe, expect, test } from "vitest";
import type { Change } from "../document/change.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { standingsAt } from "./standing.ts";
import { day, listOf, World } from "./testing/world.ts";

const cloud: Subprocessor = { id: "a", name: "Acme Cloud", locations: [{ country: "DE" }] };
const mail: Subprocessor = { id: "b", name: "Bolt Mail" };
const cirrus: Subprocessor = { id: "c", name: "Cirrus" };
const terms = { rules: [{ notice: "P30D", objection: "P14D" }] };

const shown = ({ feed, now }: Pick<World, "feed" | "now">, days = 0) => {
  const { entries, open, former } = standingsAt(feed, now + days * day);
  return [
    entries.map(({ entry, status, changes }) => [entry.id, status, ...changes.map(({ id }) => id)].join(" ")),
    open.map(({ id }) => id),
    former.map(({ id }) => id),
  ];
};

test("what is announced is planned, what is to leave is in use until then, and on the day both have come", async () => {
  const world = await World.of(listOf(terms, cloud, mail));
  await world.edit(1, { subprocessors: [cloud, cirrus] });
  expect(shown(world)).toEqual([["a active", "b sunset 2.2", "c planned 2.1"], ["2.1", "2.2"], []]);
  expect(shown(world, 31)).toEqual([["a active", "c active"], [], ["b"]]);
});

test("a new id is no departure", async () => {
  const world = await World.of(listOf(terms, cloud, mail));
  await world.edit(1, { subprocessors: [{ ...cloud, id: "acme" }, mail] });
  expect(shown(world)).toEqual([["acme active", "b active"], [], []]);
});

test("a list by another hand announces more of a newcomer: while others leave it stays announced, until its day", async () => {
  const world = await World.of(listOf(terms, cloud, mail));
  await world.edit(1, { subprocessors: [cloud, cirrus] });
  const open = world.feed.open ?? [];
  const comes = open.find(({ subject }) => subject.id === "c") as Change;
  const moves: Change = {
    ...comes,
    ...{ id: "2.3", kind: "location", effective: world.in(60) },
    content: [{ op: "set", type: "subprocessor", id: "c", field: "locations", after: [{ country: "US" }] }],
  };
  // Whoever has left before Cirrus comes, and Cirrus with its own day in between.
  const later = (change: Change) => (change === comes ? { ...change, effective: world.in(45) } : change);
  const feed = { ...world.feed, open: [...open.map(later), moves] };
  expect(shown({ feed, now: world.now }, 31)).toEqual([["a active", "c planned 2.1 2.3"], ["2.1", "2.3"], ["b"]]);
  expect(shown({ feed, now: world.now }, 50)).toEqual([["a active", "c active 2.3"], ["2.3"], ["b"]]);
  expect(standingsAt(feed, world.now + 60 * day).entries.at(-1)?.entry.locations).toEqual([{ country: "US" }]);
});

describe("who came in an emergency goes again, and who left stays away", () => {
  const rome = { ...cirrus, replaces: ["a"] };
  const fire = { subject: "c", emergency: true, reason: "Fire" };
  const open = (world: World, days = 0) =>
    standingsAt(world.feed, world.now + days * day).open.map(({ id, mode, kind, subject, name }) => [
      id,
      mode,
      kind,
      subject.id,
      name,
    ]);

  test("somebody has left, and nobody is said to replace him", async () => {
    const world = await World.of(listOf(terms, cloud, mail));
    await world.edit(1, { subprocessors: [rome, mail] }, fire);
    expect(open(world)).toEqual([["2.1", "emergency", "replaced", "c", "Cirrus"]]);
    await world.edit(1, { subprocessors: [mail] });
    expect(open(world)).toEqual([["2.1", "emergency", "removed", "a", "Acme Cloud"]]);
  });

  test("the same of a takeover by somebody who stays", async () => {
    const world = await World.of(listOf(terms, cloud, mail, cirrus));
    await world.edit(1, { subprocessors: [rome, mail] }, fire);
    await world.edit(1, { subprocessors: [cirrus, mail] });
    expect(open(world)).toEqual([["2.1", "emergency", "removed", "a", "Acme Cloud"]]);
  });

  test("of two whose names are in several languages, the first", async () => {
    const [one, two] = [cloud, mail].map((entry) => ({ ...entry, name: { en: entry.name as string } }));
    const world = await World.of(listOf(terms, one as Subprocessor, two as Subprocessor));
    await world.edit(1, { subprocessors: [{ ...cirrus, replaces: ["a", "b"] }] }, fire);
    await world.edit(1, { subprocessors: [] });
    expect(open(world)).toEqual([["2.1", "emergency", "removed", "a", { en: "Acme Cloud" }]]);
  });

  test("of two, both", async () => {
    const world = await World.of(listOf(terms, cloud, mail));
    await world.edit(1, { subprocessors: [{ ...cirrus, replaces: ["a", "b"] }] }, fire);
    await world.edit(1, { subprocessors: [{ id: "e", name: "Echo" }] });
    expect(open(world)).toEqual([
      ["2.1", "emergency", "removed", "a", "Acme Cloud, Bolt Mail"],
      ["3.2", "announcement", "added", "e", "Echo"],
    ]);
  });
});
