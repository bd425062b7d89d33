import { beforeAll, expect, test } from "vitest";
import type { Atom, Change } from "../document/change.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import type { LogEntry } from "../log/entry.ts";
import { audit, type Fault } from "./audit.ts";
import { listOf, World } from "./testing/world.ts";

const cloud: Subprocessor = { id: "a", name: "Acme Cloud", locations: [{ country: "DE" }], purposes: ["Hosting"] };
const mail: Subprocessor = { id: "b", name: "Bolt Mail", locations: [{ country: "IE" }, { country: "US" }] };
const cirrus: Subprocessor = { id: "c", name: "Cirrus", locations: [{ country: "FR" }] };

let world: World;

/** A vendor who does a bit of everything, honestly. */
beforeAll(async () => {
  const segments = [{ id: "big", name: "Big", noticePeriod: "P60D", objectionPeriod: "P50D" }];
  const terms = {
    noticePeriod: "P30D",
    objectionPeriod: "P20D",
    appliesTo: ["added", "replaced", "location", "removed"] as const,
    segments,
  };
  world = await World.of(listOf({ ...terms, appliesTo: [...terms.appliesTo] }, cloud, mail));
  await world.edit(1, { subprocessors: [{ ...cloud, locations: [{ country: "US" }, { country: "SG" }] }, mail] }); // 2.1
  await world.edit(1, { subprocessors: [{ ...cloud, locations: [{ country: "US" }, { country: "IN" }] }, mail] }); // 3.1 amends
  await world.edit(1, { subprocessors: [{ ...cloud, locations: [{ country: "US" }] }, mail] }); // 4.1 narrows
  await world.edit(1, { subprocessors: [{ ...cloud, purposes: ["hosting."], locations: [{ country: "US" }] }, mail] }); // 5.1
  await world.edit(1, { subprocessors: [{ ...cloud, purposes: ["Storage"], locations: [{ country: "US" }] }, mail] }); // 6.1
  const said = { subject: "c", emergency: true, reason: "Fire" };
  const three = [{ ...cloud, purposes: ["Storage"], locations: [{ country: "US" }] }, mail, cirrus];
  await world.edit(1, { subprocessors: three }, said); // 7.1
  await world.edit(1, { subprocessors: three.slice(0, 2) }); // 8.1 withdraws the emergency
  await world.edit(1, {}, { subject: "a", reason: "Late", effective: world.in(90) }); // 9.1 moves
  await world.edit(100, { subprocessors: [three[0] as Subprocessor, { ...mail, id: "bolt" }] }); // 10.1 rekeys
  await world.edit(1, { subprocessors: [three[0] as Subprocessor, { id: "d", name: "Delta", replaces: ["bolt"] }] }); // 11.1
  await world.edit(1, {
    subprocessors: [
      { ...(three[0] as Subprocessor), name: "Acme Storage" },
      { id: "d", name: "Delta", replaces: ["bolt"] },
    ],
  }); // 12.1
});

const sets = (change: Change, more: Partial<Extract<Atom, { op: "set" }>>) => ({
  content: change.content.map((atom) => ({ ...atom, ...more })) as Atom[],
});

/** What a dishonest publisher would sign instead, and what it is called. */
const lies: [what: string, id: string, lie: (change: Change) => Partial<Change>, fault: Fault["fault"]][] = [
  ["an announcement called a correction", "2.1", () => ({ mode: "correction", window: undefined }), "hidden-fact"],
  ["a window left out", "2.1", () => ({ window: undefined }), "hidden-window"],
  [
    "a deadline a day early",
    "2.1",
    ({ window }) => ({ window: window && { ...window, deadline: "2026-01-21T23:59:59Z" } }),
    "hidden-window",
  ],
  [
    "a window that opened before it was announced",
    "2.1",
    ({ window }) => ({ window: window && { ...window, opens: "2025-12-01T00:00:00Z" } }),
    "hidden-window",
  ],
  [
    "a segment's deadline left out",
    "2.1",
    ({ window }) => ({ window: window && { ...window, segments: [] } }),
    "hidden-window",
  ],
  ["in effect at once", "2.1", ({ announced }) => ({ effective: announced }), "too-early"],
  ["in effect a day early", "2.1", () => ({ effective: "2026-01-31T00:00:00Z" }), "too-early"],
  ["another kind", "2.1", () => ({ kind: "details" }), "wrong-kind"],
  ["an earlier announcement", "2.1", () => ({ announced: "2025-12-01T00:00:00Z" }), "wrong-announcement"],
  ["another before", "2.1", (change) => sets(change, { before: [{ country: "US" }] }), "wrong-before"],
  ["an id out of turn", "2.1", () => ({ id: "2.7" }), "wrong-id"],
  [
    "an emergency without words",
    "2.1",
    ({ announced }) => ({ mode: "emergency", effective: announced }),
    "unexplained",
  ],
  ["no day, and nothing that it waits for", "2.1", () => ({ effective: null }), "not-approved"],
  [
    "an amendment of what was never open",
    "3.1",
    ({ touches }) => ({ touches: touches && { ...touches, change: "1.9" } }),
    "touches-nothing",
  ],
  ["an amendment sooner than what it amends", "3.1", () => ({ effective: "2026-01-20T00:00:00Z" }), "too-early"],
  [
    "more called less",
    "4.1",
    (change) => sets(change, { after: [{ country: "US" }, { country: "CN" }] }),
    "wider-than-announced",
  ],
  [
    "a correction in place that changes the fact",
    "4.1",
    (change) => ({
      ...sets(change, { after: [{ country: "CN" }] }),
      touches: { how: "corrects", change: change.touches?.change ?? "" },
      mode: "correction",
    }),
    "hidden-fact",
  ],
  ["a fact called wording", "5.1", (change) => sets(change, { after: ["Profiling"] }), "hidden-fact"],
  ["wording dated back", "5.1", () => ({ effective: "2025-12-01T00:00:00Z" }), "backdated"],
  ["a change dated back", "6.1", () => ({ effective: "2025-12-01T00:00:00Z" }), "backdated"],
  ["an arrival under another kind", "7.1", () => ({ kind: "details" }), "wrong-kind"],
  ["an emergency whose window is left out", "7.1", () => ({ window: undefined }), "hidden-window"],
  [
    "facts smuggled in with a withdrawal",
    "8.1",
    ({ content }) => ({
      content: [
        ...content,
        {
          op: "set",
          type: "subprocessor",
          id: "b",
          field: "locations",
          before: mail.locations,
          after: [{ country: "CN" }],
        },
      ],
    }),
    "smuggled-facts",
  ],
  ["a move without words", "9.1", () => ({ explainedBy: undefined }), "unexplained"],
  ["a move before the day that is due", "9.1", ({ announced }) => ({ effective: announced }), "too-early"],
  [
    "a new id that was another company's",
    "10.1",
    ({ content }) => ({ content: content.map((atom) => ({ ...atom, to: "c" })) as Atom[] }),
    "another-company",
  ],
  [
    "a successor that replaces nobody",
    "11.1",
    (change) => ({ content: change.content.map((atom) => (atom.op === "drop" ? { ...atom, id: "a" } : atom)) }),
    "no-successor",
  ],
  ["another company under a new name", "12.1", (change) => sets(change, { after: "Zeta" }), "another-company"],
];

test("the honest log has no fault", () => {
  expect(world.log.map(({ change }) => change.id)).toEqual([
    "1.0",
    ...Array.from({ length: 11 }, (_, n) => `${n + 2}.1`),
  ]);
  expect(audit(world.first, world.log)).toEqual([]);
});

test.each(lies)("%s", (_what, id, lie, fault) => {
  const at = world.log.findIndex(({ change }) => change.id === id);
  const honest = world.log[at] as LogEntry;
  const change = JSON.parse(JSON.stringify({ ...honest.change, ...lie(honest.change) })) as Change;
  const told = audit(world.first, [...world.log.slice(0, at), { ...honest, change }]);
  expect(told).toContainEqual({ change: change.id, fault });
});

test("every fault that there is was told", async () => {
  const { faults } = await import("./audit.ts");
  expect(Object.keys(faults).sort()).toEqual([...new Set(lies.map(([, , , fault]) => fault))].sort());
  expect(lies.length).toBeGreaterThanOrEqual(15);
});
