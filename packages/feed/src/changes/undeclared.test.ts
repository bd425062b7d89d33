import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../document/change.ts";
import type { Feed } from "../document/feed.ts";
import type { LogEntry } from "../log/entry.ts";
import { keyOf } from "./atom.ts";
import { audit } from "./audit.ts";
import { isWording } from "./fields.ts";
import { replay } from "./replay.ts";
import { play, steps, terms } from "./testing/histories.ts";
import { listOf, World } from "./testing/world.ts";
import { undeclaredBetween, undeclaredSince } from "./undeclared.ts";

const cloud = { id: "a", name: "Acme Cloud", locations: [{ country: "DE" }], purposes: ["Hosting"] };
const moved = { ...cloud, locations: [{ country: "CN" }] };

test("of an honest history nothing is undeclared, between any two versions", async () => {
  await fc.assert(
    fc.asyncProperty(terms, steps, async (terms, steps) => {
      const { feeds, log } = await play(terms, steps);
      const faults = audit(feeds[0] as Feed, log);
      feeds.forEach((last, at) => {
        for (const now of feeds.slice(at + 1)) {
          const between = log.filter(({ feed }) => feed.version > last.version && feed.version <= now.version);
          expect(undeclaredSince(last, now, between, faults)).toEqual([]);
        }
      });
    }),
    { numRuns: Number(process.env.LAW_RUNS ?? 60) },
  );
});

test("a fact whose entry calls it wording is undeclared, whatever else is said beside it", async () => {
  let lies = 0;
  await fc.assert(
    fc.asyncProperty(terms, steps, async (terms, steps) => {
      const { feeds, log } = await play(terms, steps);
      for (const [at, entry] of log.entries()) {
        const now = feeds.find(({ version }) => version === entry.feed.version) as Feed;
        const last = feeds[feeds.indexOf(now) - 1];
        const { content, mode, kind } = entry.change;
        if (!last || mode !== "immediate" || kind === "removed") continue;
        const facts = content.filter((atom) => atom.op === "set" && !isWording(atom)).map(keyOf);
        const lied = { ...entry, change: { ...entry.change, kind: "corrected", mode: "correction" } } as LogEntry;
        const told = log.map((one, index) => (index === at ? lied : one));
        const between = told.filter(({ feed }) => feed.version === now.version);
        // Another entry of the same version can say the same fact, or bring its subject in.
        if (between.some(({ change }) => change !== lied.change && change.subject.id === entry.change.subject.id))
          continue;
        const found = undeclaredSince(last, now, between, audit(feeds[0] as Feed, told));
        expect(found.flatMap(({ content }) => content.map(keyOf)).sort()).toEqual(expect.arrayContaining(facts));
        lies += facts.length;
      }
    }),
    { numRuns: Number(process.env.LAW_RUNS ?? 60) },
  );
  expect(lies).toBeGreaterThan(20);
});

/** A vendor whose terms ask for no notice of places, and what it signs instead of the entry that says the move. */
async function lying(lie: (change: Change) => Partial<Change>) {
  const world = await World.of(listOf({ noticePeriod: "P30D" }, cloud));
  await world.edit(1, { subprocessors: [moved] });
  const [start, entry] = world.log as [LogEntry, LogEntry];
  const log = [start, { ...entry, change: { ...entry.change, ...lie(entry.change) } as Change }];
  const made = replay(world.first, log);
  return { world, log, made, faults: audit(world.first, log) };
}

const wording = { kind: "corrected", mode: "correction" } as const;
const place = {
  kind: "location",
  content: [{ field: "locations", before: [{ country: "DE" }], after: [{ country: "CN" }] }],
};

test("a list that moved a data centre under an entry that does something else differs from what its log makes", async () => {
  const { made, world } = await lying(() => ({
    ...wording,
    content: [
      { op: "set", type: "subprocessor", id: "a", field: "purposes", before: ["Hosting"], after: ["hosting."] },
    ],
  }));
  expect(undeclaredBetween(made, world.feed).differences).toMatchObject([
    place,
    { kind: "corrected", content: [{ field: "purposes" }] },
  ]);
});

test.each([
  ["without more", {}],
  ["in the publisher's own words", { explainedBy: "words" }],
])("a moved data centre that an entry calls corrected wording, %s, is undeclared", async (_, more) => {
  const { world, log, faults } = await lying(() => ({ ...wording, ...more }));
  expect(undeclaredSince(world.first, world.feed, log.slice(1), faults)).toMatchObject([place]);
});

test("a fact that moved before its entry got a new id is declared under the old one", async () => {
  const world = await World.of(listOf({ noticePeriod: "P30D" }, cloud));
  await world.edit(1, { subprocessors: [moved] });
  await world.edit(1, { subprocessors: [{ ...moved, id: "acme" }] });
  expect(world.log.map(({ change }) => change.kind)).toEqual(["initial", "location", "id"]);
  expect(undeclaredSince(world.first, world.feed, world.log.slice(1), [])).toEqual([]);
});

test("a window that is another one in the list than in its log shows both", async () => {
  const world = await World.of(listOf({ noticePeriod: "P30D" }, cloud));
  await world.edit(1, { subprocessors: [cloud, { id: "b", name: "Bolt" }] });
  const sooner = (change: Change): Change => ({
    ...change,
    window: { opens: change.announced, deadline: change.announced },
  });
  const signed = { ...world.feed, open: (world.feed.open ?? []).map(sooner) };
  expect(undeclaredBetween(world.feed, signed)).toMatchObject({
    differences: [],
    open: [{ id: "2.1", before: { window: {} }, after: { window: { deadline: world.feed.published } } }],
  });
});
