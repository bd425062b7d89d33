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
/** A vendor whose terms ask for approval of arrivals, and who moves, replaces and takes back. */
let approving: World;

beforeAll(async () => {
  const noticeTerms = {
    rules: [
      { when: { kind: ["added" as const] }, notice: "P30D", authorisation: "specific" as const },
      { when: { kind: ["location" as const, "replaced" as const] }, notice: "P30D", objection: "P14D" },
    ],
  };
  const delta: Subprocessor = { id: "d", name: "Delta", replaces: ["b"] };
  const moved = (...countries: string[]) => ({ ...cloud, locations: countries.map((country) => ({ country })) });
  approving = await World.of(listOf(noticeTerms, cloud, mail));
  const later = { subject: "a", reason: "Not before spring", effective: approving.in(90) };
  await approving.edit(1, { subprocessors: [moved("US"), mail] }, later); // 2.1
  await approving.edit(1, { subprocessors: [moved("IN"), mail] }); // 3.1 amends
  await approving.edit(1, { subprocessors: [moved("IN"), mail, cirrus] }); // 4.1
  const started = { subject: "c", start: true, reason: "Approved", effective: approving.in(41) };
  await approving.edit(40, {}, started); // 5.1 starts
  await approving.edit(1, { subprocessors: [cloud, mail, cirrus] }); // 6.1 withdraws
  await approving.edit(1, { subprocessors: [cloud, mail, cirrus, delta] }); // 7.1
  await approving.edit(1, { subprocessors: [cloud, cirrus, delta] }); // 8.1 joins
  await approving.edit(1, { noticeTerms: {}, subprocessors: [moved("CN"), cirrus, delta] }); // 9.1, and the terms
});

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
  const before = world.author.subprocessors;
  const heir = { id: "e", name: "Echo", replaces: ["a"] };
  await world.edit(
    1,
    { subprocessors: [...before.slice(1), heir] },
    { subject: "e", emergency: true, reason: "Flood" },
  ); // 13.1
  await world.edit(1, { subprocessors: before }); // 14.1 withdraws it: who left is back
});

const sets = (change: Change, more: Partial<Extract<Atom, { op: "set" }>>) => ({
  content: change.content.map((atom) => ({ ...atom, ...more })) as Atom[],
});

type Lie = [what: string, id: string, lie: (change: Change) => Partial<Change>, fault: Fault["fault"]];

/** What a dishonest publisher would sign instead, and what it is called. */
const lies: Lie[] = [
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
  [
    "another place than announced, called wording in the publisher's own words",
    "4.1",
    (change) => ({
      ...sets(change, { after: [{ country: "CN" }] }),
      touches: { how: "corrects", change: change.touches?.change ?? "" },
      mode: "correction",
      kind: "corrected",
      explainedBy: "words",
    }),
    "hidden-fact",
  ],
  ["a fact called wording", "5.1", (change) => sets(change, { after: ["Profiling"] }), "hidden-fact"],
  [
    "a fact called wording, in the publisher's own words",
    "5.1",
    (change) => ({ ...sets(change, { after: ["Profiling"] }), explainedBy: "words" }),
    "hidden-fact",
  ],
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
    "a new id that another entry has",
    "10.1",
    ({ content }) => ({ content: content.map((atom) => ({ ...atom, to: "a" })) as Atom[] }),
    "another-company",
  ],
  [
    "a successor that replaces nobody",
    "11.1",
    (change) => ({ content: change.content.map((atom) => (atom.op === "drop" ? { ...atom, id: "a" } : atom)) }),
    "no-successor",
  ],
  [
    "other facts of who is back once an emergency is over",
    "14.1",
    ({ content }) => ({
      content: content.map((atom) =>
        atom.op === "put" ? { ...atom, item: { ...atom.item, locations: [{ country: "CN" }] } } : atom,
      ),
    }),
    "smuggled-facts",
  ],
  [
    "somebody else who is back with the one who left in an emergency",
    "14.1",
    ({ content }) => ({
      content: [...content, { op: "put", type: "subprocessor", item: { ...mail, id: "bolt" } }],
    }),
    "smuggled-facts",
  ],
  ["an emergency taken back, and it goes on", "8.1", () => ({ content: [] }), "hidden-window"],
  [
    "an emergency taken back whole, and who left in it stays away",
    "14.1",
    ({ content }) => ({ content: content.filter(({ op }) => op !== "put") }),
    "hidden-window",
  ],
  ["another company under a new name", "12.1", (change) => sets(change, { after: "Zeta" }), "another-company"],
];

const liesOfApproving: Lie[] = [
  [
    "an amendment that is due, and still sooner than what it amends",
    "3.1",
    () => ({ effective: "2026-03-01T00:00:00Z" }),
    "too-early",
  ],
  [
    "a day given by a move to what waits for approval",
    "5.1",
    ({ touches }) => ({ touches: { how: "moves", change: touches?.change ?? "" }, mode: "move" }),
    "not-approved",
  ],
  [
    "a plan taken back that brings a fact in",
    "6.1",
    () => ({
      content: [
        {
          op: "set",
          type: "subprocessor",
          id: "a",
          field: "locations",
          before: [{ country: "IN" }],
          after: cloud.locations,
        },
      ],
    }),
    "smuggled-facts",
  ],
  [
    "a departure that joins an arrival that does not replace it",
    "8.1",
    ({ content }) => ({ content: content.map((atom) => ({ ...atom, id: "a" })) as Atom[] }),
    "no-successor",
  ],
  [
    "a change under the terms that come with it",
    "9.1",
    ({ announced }) => ({ mode: "immediate", effective: announced, due: undefined, window: undefined }),
    "too-early",
  ],
];

test("the honest log has no fault", () => {
  expect(world.log.map(({ change }) => change.id)).toEqual([
    "1.0",
    ...Array.from({ length: 13 }, (_, n) => `${n + 2}.1`),
  ]);
  expect(audit(world.first, world.log)).toEqual([]);
  expect(approving.log.map(({ change }) => `${change.id} ${change.mode}`)).toEqual([
    "1.0 initial",
    "2.1 announcement",
    "3.1 amendment",
    "4.1 announcement",
    "5.1 move",
    "6.1 withdrawal",
    "7.1 announcement",
    "8.1 amendment",
    "9.1 announcement",
    "9.2 immediate",
  ]);
  expect(audit(approving.first, approving.log)).toEqual([]);
});

test("facts that change together are dated by what was and what will be, not by what one of them alone would leave", async () => {
  const ai = { when: { category: ["ai"] }, notice: "none" as const, authorisation: "specific" as const };
  const together = { category: "ai", role: "vendor" } as const;
  for (const id of ["a", "a2"]) {
    const world = await World.of(listOf({ rules: [ai, { notice: "none" }] }, cloud));
    await world.edit(1, { subprocessors: [{ ...cloud, ...together, id }] });
    const ids = id === "a" ? [] : ["id"];
    expect(world.log.map(({ change }) => change.kind)).toEqual(["initial", ...ids, "details", "removed"]);
    expect(audit(world.first, world.log)).toEqual([]);
  }
  // By its new id too: a sub-processor of that category is asked about, whatever it is called.
  const world = await World.of(listOf({ rules: [ai, { notice: "none" }] }, { ...cloud, category: "ai" }));
  await world.edit(1, { subprocessors: [{ ...cloud, category: "ai", id: "a2", locations: [{ country: "US" }] }] });
  const { lied, told } = toldOf(world, "2.2", ({ announced }) => ({ mode: "immediate", effective: announced }));
  expect(told).toContainEqual({ change: lied, fault: "not-approved" });
});

test("what is in effect gets no other words, no other day, and no other time to object", async () => {
  const later = await World.of(listOf({ rules: [{ notice: "P30D", objection: "P14D" }] }, cloud, mail));
  const moved: Subprocessor = { ...cloud, locations: [{ country: "US" }] };
  await later.edit(1, { subprocessors: [moved, mail] }, { subject: "a", emergency: true, reason: "Fire" });
  await later.edit(1, { subprocessors: [moved, { ...mail, name: "Bolt Mail." }] });
  expect(audit(later.first, later.log)).toEqual([]);
  const set = { op: "set", type: "subprocessor", id: "a", field: "locations", before: moved.locations } as const;
  const atoms = ["subprocessor/a#locations"];
  const lies: Partial<Change>[] = [
    { mode: "amendment", touches: { how: "amends", change: "2.1", atoms } },
    { touches: { how: "corrects", change: "2.1" }, content: [{ ...set, after: [{ country: "CN" }] }] },
    { touches: { how: "moves", change: "2.1" }, mode: "move", content: [], effective: "2026-06-01T00:00:00Z" },
  ];
  for (const lie of lies) {
    const [first, second, last] = later.log as [LogEntry, LogEntry, LogEntry];
    const told = [first, second, { ...last, change: { ...last.change, explainedBy: "0".repeat(16), ...lie } }];
    expect(audit(later.first, told)).toContainEqual({ change: "3.1", fault: "touches-nothing" });
  }
});

test("nobody is put back who has not left in the emergency, or who is back already", async () => {
  const terms = { rules: [{ when: { kind: ["replaced" as const] }, notice: "P30D", objection: "P14D" }] };
  const heir = { id: "e", name: "Echo", replaces: ["a"] };
  const item = { ...cloud, locations: [{ country: "CN" }] };
  const put: Atom = { op: "put", type: "subprocessor", item };
  const isSmuggled = ({ fault }: Fault) => fault === "smuggled-facts";

  const early = await World.of(listOf(terms, cloud));
  const flood = { subject: "e", emergency: true, reason: "Flood" };
  await early.edit(1, { subprocessors: [heir] }, { ...flood, effective: early.in(10) });
  await early.edit(1, { subprocessors: [cloud] });
  expect(audit(early.first, early.log)).toEqual([]);
  expect(toldOf(early, "3.1", () => ({ content: [put] })).told.filter(isSmuggled)).toHaveLength(1);

  const later = await World.of(listOf(terms, cloud));
  await later.edit(1, { subprocessors: [heir] }, flood);
  const emergency = later.log.at(-1)?.change as Change;
  const said = (version: number, change: Partial<Change>): LogEntry => {
    const announced = `2026-01-0${version}T12:00:00Z`;
    const dates = { id: `${version}.1`, announced, effective: announced };
    const entry = { type: "change" as const, at: announced, feed: { version, sha256: "0".repeat(64) } };
    return {
      ...entry,
      change: { ...emergency, window: undefined, explainedBy: undefined, ...dates, ...change } as Change,
    };
  };
  const subject = { type: "subprocessor" as const, id: "a" };
  const back = said(3, { kind: "restored", mode: "immediate", subject, content: [put] });
  const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/a"] };
  const again = said(4, {
    kind: "removed",
    mode: "withdrawal",
    subject,
    touches,
    content: [{ op: "put", type: "subprocessor", item: cloud }],
  });
  expect(audit(later.first, [...later.log, again])).toEqual([]);
  expect(audit(later.first, [...later.log, back, again])).toEqual([{ change: "4.1", fault: "smuggled-facts" }]);
});

/** What is told where one change of a log is a lie, and the rest of its version as it was. */
function toldOf({ first, log }: World, id: string, lie: Lie[2]): { lied: string; told: Fault[] } {
  const at = log.findIndex(({ change }) => change.id === id);
  const honest = log[at] as LogEntry;
  const change = JSON.parse(JSON.stringify({ ...honest.change, ...lie(honest.change) })) as Change;
  const rest = log.slice(at + 1).filter(({ feed }) => feed.version === honest.feed.version);
  return { lied: change.id, told: audit(first, [...log.slice(0, at), { ...honest, change }, ...rest]) };
}

test.each(lies)("%s", (_what, id, lie, fault) => {
  const { lied, told } = toldOf(world, id, lie);
  expect(told).toContainEqual({ change: lied, fault });
});

test.each(liesOfApproving)("%s", (_what, id, lie, fault) => {
  const { lied, told } = toldOf(approving, id, lie);
  expect(told).toContainEqual({ change: lied, fault });
});

test("every fault that there is was told", async () => {
  const { faults } = await import("./audit.ts");
  // A late announcement shows to a reader's memory, not in the history alone: see `watch.test.ts` of the SDK.
  const inHistory = Object.keys(faults).filter((fault) => fault !== "announced-late");
  expect(inHistory.sort()).toEqual([...new Set(lies.map(([, , , fault]) => fault))].sort());
  expect(lies.length).toBeGreaterThanOrEqual(15);
});

test("an amendment by shorter terms has the time to object that its change had, and the audit finds one that has less", async () => {
  const ofDays = (days: number) => ({ noticePeriod: `P${days}D`, appliesTo: ["location" as const] });
  const segments = [{ id: "big", name: "Big", objectionPeriod: "P40D" }];
  const in_ = (country: string) => [{ ...cloud, locations: [{ country }] }];
  const shorter = await World.of(listOf({ ...ofDays(30), segments }, cloud));
  const [said] = await shorter.edit(1, { subprocessors: in_("US") });
  await shorter.edit(1, { noticeTerms: ofDays(5) });
  const [anew] = await shorter.edit(1, { subprocessors: in_("IN") });
  expect([anew?.touches?.how, anew?.effective]).toEqual(["amends", said?.effective]);
  expect([anew?.window?.deadline, anew?.window?.segments]).toEqual([
    said?.window?.deadline,
    [{ id: "big", deadline: said?.window?.segments?.[0]?.deadline, effective: anew?.effective }],
  ]);
  expect(audit(shorter.first, shorter.log)).toEqual([]);
  const byTerms = { opens: anew?.announced ?? "", deadline: "2026-01-09T23:59:59Z" };
  const lying = (window: Change["window"]) =>
    shorter.log.map((entry) =>
      entry.change.id === anew?.id ? { ...entry, change: { ...entry.change, window } } : entry,
    );
  for (const window of [byTerms, { ...byTerms, deadline: said?.window?.deadline ?? "" }])
    expect(audit(shorter.first, lying(window))).toEqual([{ change: "4.1", fault: "hidden-window" }]);
});
