import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Change } from "../document/change.ts";
import { toInstant } from "../document/date.ts";
import type { Feed } from "../document/feed.ts";
import { subjectTypes } from "../document/subject.ts";
import { TrustCenterError } from "../errors.ts";
import { asOf } from "./as-of.ts";
import { effectiveOf, idOf, isAhead, keyOf, takenBy } from "./atom.ts";
import { audit } from "./audit.ts";
import { isWording } from "./fields.ts";
import type { Item } from "./group-facts.ts";
import { planVersion } from "./plan/plan.ts";
import { replay } from "./replay.ts";
import { canonical } from "./same.ts";
import { advance, feedOf, listAt, stateOf } from "./state.ts";
import { apply, edit, play, type Step, steps, tally, terms } from "./testing/histories.ts";
import { day, hour, saidBy, start, type World } from "./testing/world.ts";

/** Histories a law. `pnpm laws` plays thousands. */
const numRuns = Number(process.env.LAW_RUNS ?? 60);

const holds = (law: (terms: Parameters<typeof play>[0], steps: Step[]) => Promise<void>) =>
  fc.assert(fc.asyncProperty(terms, steps, law), { numRuns });

const published = (feed: Feed) => Date.parse(feed.published);
const openOf = (feed: Feed): Change[] => feed.open ?? [];
const aheadOf = (feed: Feed) => openOf(feed).filter((change) => isAhead(change, published(feed)));

/** Customers of a segment have a longer notice, so that a change stays open for them behind its day. */
const longer = {
  rules: [
    { when: { segment: ["enterprise"] }, notice: "P60D", objection: "P20D" },
    { notice: "P30D", objection: "P14D" },
  ],
};
/** Entry a leaves on a day before that of what was said of it. */
const voidOnTheWay: Step[] = [
  {
    edits: [{ op: "common", group: "g1", locations: undefined }],
    said: [{ subject: "a", reason: "", days: 31 }],
    wait: "none",
  },
  { edits: [{ op: "merge", id: "a", other: "c" }], said: [], wait: "none" },
];

/** A plan, or nothing where the edit is refused. */
async function planned(input: Parameters<typeof planVersion>[0]) {
  try {
    return await planVersion(input);
  } catch (error) {
    if (error instanceof TrustCenterError && error.code === "edit-refused") return undefined;
    throw error;
  }
}

afterAll(() => console.log(JSON.stringify(tally)));

test("1. what is announced is what the author's file says", async () => {
  await holds(async (terms, steps) => {
    await play(terms, steps, ({ feed, author }) => {
      expect(saidBy(listAt(feed, Infinity))).toBe(saidBy(author));
    });
  });
});

test("1. the same file writes nothing, at any time and in any order of entries", async () => {
  await holds(async (terms, steps) => {
    await play(terms, steps, async ({ feed, author, announce, history, now }) => {
      const content = { ...author, subprocessors: [...author.subprocessors].reverse() };
      for (const later of [0, 1000, day, 45 * day, 400 * day, -day]) {
        const again = await planned({ content, announce: [], previous: feed, now: now + later, history });
        expect(again).toEqual({ feed, changes: [] });
      }
      const told = await planned({ content, announce, previous: feed, now, history });
      // The words of an announcement alone can say another day.
      const ofDay = told?.changes.filter(({ touches }) => touches?.how === "moves" || touches?.how === "amends");
      expect(ofDay).toEqual(told?.changes);
    });
  });
});

test("2. a feed says at any time what the log says, by what was known", async () => {
  await holds(async (terms, steps) => {
    const { feeds, first, log } = await play(terms, steps);
    feeds.forEach((feed, at) => {
      const from = published(feed);
      const next = feeds[at + 1] ? published(feeds[at + 1] as Feed) : from + 500 * day;
      if (next === from) return;
      const days = openOf(feed).flatMap(({ effective }) => {
        const time = effective === null ? from : Date.parse(effective);
        return [time - 1000, time, time + 1000];
      });
      for (const t of [from, next - 1000, next + 100 * day, ...days].filter((t) => t >= from)) {
        expect(saidBy(asOf(first, log, t, { known: from }))).toBe(saidBy(listAt(feed, t)));
      }
    });
  });
});

test("2. time passes in one step as in many", async () => {
  let voids = 0;
  const law = async (terms: Parameters<typeof play>[0], steps: Step[]) => {
    const { feeds } = await play(terms, steps);
    for (const feed of feeds) {
      let state = stateOf(feed);
      const days = openOf(feed).flatMap((change) => [effectiveOf(change), Date.parse(change.window?.deadline ?? "")]);
      const instants = days.filter(Number.isFinite).flatMap((day) => [day - 1000, day, day + 1000]);
      for (const at of instants.filter((at) => at > state.at).sort((a, b) => a - b)) {
        state = advance(state, at);
        expect(state, toInstant(at)).toEqual(advance(stateOf(feed), at));
        if (openOf(feed).some((change) => effectiveOf(change) === at && !state.open.some(({ id }) => id === change.id)))
          voids++;
      }
    }
  };
  const examples: [Parameters<typeof play>[0], Step[]][] = [[longer, voidOnTheWay]];
  await fc.assert(fc.asyncProperty(terms, steps, law), { numRuns, examples });
  expect(voids).toBeGreaterThan(0);
});

test("2. what is moved to now acts after the new id that is said beside it", async () => {
  const now = { subject: "group:g1", reason: "", days: 0, emergency: true };
  const step = (edits: Step["edits"], said: Step["said"] = []): Step => ({ edits, said, wait: "none" });
  const { feeds, first, log } = await play({ rules: [{ notice: "P0D" }] }, [
    step([{ op: "remove", id: "b" }]),
    step([{ op: "common", group: "g1", locations: undefined }]),
    step([{ op: "rekey", id: "a", other: "b" }], [now]),
  ]);
  const feed = feeds.at(-1) as Feed;
  const at = published(feed);
  expect(log.at(-1)?.change.touches?.how).toBe("moves");
  expect(saidBy(asOf(first, log, at, { known: at }))).toBe(saidBy(listAt(feed, at)));
});

test("3. at a publish nothing moves but the atoms of its changes", async () => {
  await holds(async (terms, steps) => {
    const { feeds, log } = await play(terms, steps);
    feeds.slice(1).forEach((feed, index) => {
      const at = published(feed);
      const before = advance(stateOf(feeds[index] as Feed), at);
      const now = stateOf(feed);
      const said = log.filter(({ feed: { version } }) => version === feed.version).map(({ change }) => change);
      const moved = said.flatMap(({ touches }) =>
        touches?.how === "moves" || touches?.how === "starts" ? [touches.change] : [],
      );
      const acting = [
        ...said.filter((change) => !isAhead(change, at)),
        ...before.open.filter(({ id }) => moved.includes(id)),
      ];
      const explained = new Set(
        acting.flatMap(({ content }) =>
          content.flatMap((atom) => (atom.op === "rekey" ? [keyOf(atom), `${atom.type}/${atom.to}`] : [keyOf(atom)])),
        ),
      );
      for (const type of subjectTypes) {
        const [old, anew] = [before, now].map(({ facts }) => new Map(facts[type].map((item) => [item.id, item])));
        for (const id of new Set([...(old?.keys() ?? []), ...(anew?.keys() ?? [])])) {
          if (explained.has(`${type}/${id}`)) continue;
          const [a, b] = [old?.get(id), anew?.get(id)];
          expect([a, b].map((item) => item !== undefined)).toEqual([true, true]);
          for (const field of new Set([...Object.keys(a as Item), ...Object.keys(b as Item)])) {
            if (canonical(a?.[field]) !== canonical(b?.[field])) expect(explained).toContain(`${type}/${id}#${field}`);
          }
        }
      }
    });
  });
});

test("4. the replay of the log is the feed: list, open changes, what has left", async () => {
  await holds(async (terms, steps) => {
    await play(terms, steps, ({ first, feed, log }) => {
      const again = replay(first, log);
      expect(saidBy(again)).toBe(saidBy(feed));
      const rest = ({ open, former, published, version }: Feed) => [open, sorted(former), published, version];
      expect(canonical(rest(again))).toBe(canonical(rest(feed)));
    });
  });
});

const sorted = (values: readonly unknown[] | undefined) => (values ?? []).map(canonical).sort();

test("5. one pending change for each thing, each with an id of its own", async () => {
  await holds(async (terms, steps) => {
    await play(terms, steps, ({ feed, log }) => {
      const keys = aheadOf(feed).flatMap(({ content }) => content.map(keyOf));
      expect(new Set(keys).size).toBe(keys.length);
      const ids = log.map(({ change }) => change.id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });
});

test("5. a window lasts through its deadline's second, or until all it is about is withdrawn, amended or void", async () => {
  await holds(async (terms, steps) => {
    const { feeds, log } = await play(terms, steps);
    const rekeyed = log.some(({ change }) => change.kind === "id");
    for (const { change, feed: said } of log) {
      const { window } = change;
      if (!window || rekeyed) continue;
      const during = feeds.filter((feed) => feed.version >= said.version && feed.published <= window.deadline);
      // What all of it was about may have left, and come back since: what was void stays so.
      let isOver = false;
      for (const feed of during) {
        const taken = new Set(
          log
            .filter(({ feed: by, change: { touches } }) => by.version <= feed.version && touches?.change === change.id)
            .flatMap(({ change: { touches } }) => takenBy(touches)),
        );
        const left = change.content.filter((atom) => !taken.has(keyOf(atom)));
        const facts = stateOf(feed).facts;
        const isVoid = left.every(
          (atom) => atom.op !== "put" && !facts[atom.type].some(({ id }) => id === (atom.id ?? atom.type)),
        );
        isOver ||= isVoid;
        expect(isOver || openOf(feed).some(({ id }) => id === change.id)).toBe(true);
      }
    }
  });
});

test("5. whoever is told that something is announced differently has no less time to object than before", async () => {
  // Terms of another period, in effect by the time that something announced under the old ones is announced differently.
  const ofDays = (days: number, own?: number) => ({
    ...{ noticePeriod: `P${days}D`, objectionPeriod: `P${days}D`, appliesTo: ["added" as const, "location" as const] },
    ...(own && { segments: [{ id: "enterprise", name: "E", noticePeriod: `P${own}D`, objectionPeriod: `P${own}D` }] }),
  });
  const places = (id: string, country: string): Step["edits"][number] => ({
    ...{ op: "field", id },
    field: ["locations", [{ country }]],
  });
  const step = (...edits: Step["edits"]): Step => ({ edits, said: [], wait: "day" });
  let kept = 0;
  const law = async (terms: Parameters<typeof play>[0], steps: Step[]) => {
    const { log } = await play(terms, steps);
    log.forEach(({ change }) => {
      const { touches, window } = change;
      const old =
        touches?.how === "amends" ? log.find((entry) => entry.change.id === touches.change)?.change : undefined;
      if (!old?.window || !window) return;
      for (const id of [
        undefined,
        ...[...(old.window.segments ?? []), ...(window.segments ?? [])].map(({ id }) => id),
      ]) {
        const [before, after] = [old.window, window].map(
          (one) => (one.segments?.find((own) => own.id === id) ?? one).deadline,
        ) as [string, string];
        if (before === after) kept++;
        expect([change.id, id, after >= before]).toEqual([change.id, id, true]);
      }
    });
  };
  const anew = [step(places("b", "US")), step({ op: "terms", terms: ofDays(5) }), step(places("b", "IN"))];
  const own = [step(places("b", "US")), step({ op: "terms", terms: ofDays(30) }), step(places("b", "IN"))];
  const examples: [Parameters<typeof play>[0], Step[]][] = [
    [ofDays(30), anew],
    [ofDays(30, 60), own],
    [ofDays(30), [step(places("b", "US")), step({ op: "terms", terms: ofDays(30, 5) }), step(places("b", "IN"))]],
  ];
  await fc.assert(fc.asyncProperty(terms, steps, law), { numRuns, examples });
  expect(kept).toBeGreaterThan(0);
});

test("5. nobody leaves for a successor that does not come, or before it comes", async () => {
  await holds(async (terms, steps) => {
    // Often enough another one comes than was announced.
    const one = { said: [], wait: "fortnight" as const };
    const swapped: Step[] = [
      { ...one, edits: [{ op: "replace", id: "b", other: "e" }] },
      { ...one, edits: [{ op: "instead", id: "e", other: "d" }] },
    ];
    await play(terms, [...swapped, ...steps], ({ feed, author }) => {
      const ahead = aheadOf(feed);
      const comes = new Map(
        ahead.flatMap((change) => change.content.map((atom) => [keyOf(atom), effectiveOf(change)])),
      );
      // A successor that is or was in use is here in any case.
      const here = new Set([...feed.subprocessors, ...(feed.former ?? [])].map(({ id }) => id));
      for (const change of ahead.filter(({ kind, subject }) => kind === "replaced" && !here.has(subject.id ?? ""))) {
        for (const atom of change.content) {
          if (atom.op !== "drop" || atom.type !== "subprocessor") continue;
          const heirs = author.subprocessors.filter(({ replaces }) => replaces?.includes(atom.id));
          const first = Math.min(...heirs.map(({ id }) => comes.get(`subprocessor/${id}`) ?? -Infinity));
          expect([heirs.length > 0, first <= effectiveOf(change)]).toEqual([true, true]);
        }
      }
    });
  });
});

test("5. whoever is announced to leave for somebody leaves for whom the author's file says", async () => {
  const next = fc.constantFrom<Step["edits"][number]>(
    ...(["alone", "remove", "undo", "rename"] as const).map((op) => ({ op, id: "b" })),
    ...(["merge", "replace", "overlap"] as const).flatMap((op) => [
      { op, id: "c", other: "b" },
      { op, id: "b", other: "c" },
      { op, id: "b", other: "e" },
    ]),
    { op: "add", id: "a" },
    { op: "rekey", id: "b", other: "b2" },
  );
  const law = async (noticeTerms: Parameters<typeof play>[0], edits: Step["edits"], steps: Step[]) => {
    const one = { said: [], wait: "day" as const };
    // Somebody who is here takes over, and something becomes of it before its day.
    const first: Step[] = [
      { ...one, edits: [{ op: "merge", id: "a", other: "b" }] },
      { ...one, edits },
    ];
    await play(noticeTerms, [...first, ...steps.slice(0, 3)], ({ feed, author, first, log }) => {
      for (const change of aheadOf(feed).filter(({ kind }) => kind === "replaced")) {
        for (const atom of change.content) {
          if (atom.op !== "drop") continue;
          const heirs = author.subprocessors.filter(({ replaces }) => replaces?.includes(atom.id));
          expect([change.id, atom.id, heirs.length > 0]).toEqual([change.id, atom.id, true]);
        }
      }
      expect(audit(first, log)).toEqual([]);
    });
  };
  const edits = fc.array(next, { minLength: 1, maxLength: 2 });
  await fc.assert(fc.asyncProperty(terms, edits, steps, law), { numRuns });
});

test("6. published more often, it ends the same", async () => {
  await holds(async (terms, steps) => {
    const often = await play(
      terms,
      steps.map((step) => ({ ...step, said: [], wait: "second" })),
    );
    const once = await planned({ content: often.author, previous: often.first, now: often.now });
    if (once) expect(saidBy(listAt(once.feed, Infinity))).toBe(saidBy(listAt(often.feed, Infinity)));
  });
});

test("6. undone before its day it is as if never said, but for the withdrawal", async () => {
  await fc.assert(
    fc.asyncProperty(
      terms,
      steps,
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 0, max: 4 }),
      async (terms, steps, edits, days) => {
        const world = await play(terms, steps);
        const now = Math.max(world.now, published(world.feed));
        const content = edits.reduce((author, one) => apply(author, one, [author]), world.author);
        const said = await planned({ content, previous: world.feed, now, history: world.history });
        // What took effect at once cannot be undone before its day; what amended or patched another has ended it.
        const later = now + days * day;
        if (!said || said.changes.some((change) => change.mode !== "announcement" || !isAhead(change, later))) return;
        const undone = await planned({
          content: world.author,
          previous: said.feed,
          now: later,
          history: world.history,
        });
        if (!undone) return;
        const [never, after] = [world.feed, undone.feed].map((feed) => advance(stateOf(feed), later));
        expect(canonical(formOf(after))).toBe(canonical(formOf(never)));
        expect(undone.changes.every(({ mode }) => mode === "withdrawal")).toBe(true);
      },
    ),
    { numRuns },
  );
});

test("6. an emergency that is undone while one can object to it is over now, and nothing else is", async () => {
  // One history in seven is of use.
  const runs = Math.max(numRuns, 200);
  let [undone, returned] = [0, 0];
  // Some come on a day of their own, with nothing published on it.
  const ahead = fc.constantFrom(0, 0, 1, 3);
  const law = async (terms: Terms, steps: Step[], edits: Edits, days: number, ahead: number) => {
    const found = await isOverOnceUndone({ terms, steps, rounds: [edits], days, ahead });
    if (found) undone++;
    if (found?.returned) returned++;
  };
  await fc.assert(fc.asyncProperty(terms, steps, round, fc.integer({ min: 0, max: 8 }), ahead, law), {
    numRuns: runs,
  });
  expect([undone > runs / 60, returned > 0]).toEqual([true, true]);
});

test("6. so are several that followed each other, also where who came in one left in the next", async () => {
  // One history in twelve is of use.
  const runs = Math.max(numRuns, 200);
  let chained = 0;
  const notice = fc.constant<Terms>({ rules: [{ notice: "P30D", objection: "P14D" }] });
  // Somebody comes in one, and leaves or changes in the next.
  const came = fc.constantFrom<Edits>(
    [{ op: "replace", id: "b", other: "d" }],
    [{ op: "split", id: "b", other: "d" }],
    [{ op: "add", id: "d" }],
  );
  const next = fc.constantFrom<Edits>(
    [{ op: "replace", id: "d", other: "e" }],
    [{ op: "merge", id: "d", other: "c" }],
    [{ op: "field", id: "d", field: ["purposes", ["Fraud"]] }],
  );
  const law = async (terms: Terms, before: Edits, ...[first, second, third, days]: [Edits, Edits, Edits, number]) => {
    const steps: Step[] = [{ edits: before, said: [], wait: "day" }];
    const found = await isOverOnceUndone({ terms, steps, rounds: [first, second, third], days, ahead: 0 });
    if (found?.chained) chained++;
  };
  const days = fc.integer({ min: 0, max: 8 });
  await fc.assert(fc.asyncProperty(notice, round, came, fc.oneof(next, round), round, days, law), {
    numRuns: runs,
  });
  expect(chained).toBeGreaterThan(runs / 100);
});

type Terms = Parameters<typeof play>[0];
type Edits = Step["edits"];

const round: fc.Arbitrary<Edits> = fc.array(
  fc.oneof(
    ...(["replace", "merge", "split"] as const).map((op) =>
      fc.record({ op: fc.constant(op), id: fc.constantFrom("a", "b", "c"), other: fc.constantFrom("a", "d", "e") }),
    ),
    fc.record({ op: fc.constantFrom("remove" as const, "add" as const), id: fc.constantFrom("a", "b", "d") }),
    edit,
  ),
  { minLength: 1, maxLength: 2 },
);

/** Publishes emergencies one after the other, and then the file before them; nothing where that is not what happened. */
async function isOverOnceUndone({
  terms,
  steps,
  rounds,
  days,
  ahead,
}: {
  terms: Terms;
  steps: Step[];
  rounds: Edits[];
  days: number;
  ahead: number;
}) {
  const world = await play(terms, steps);
  world.now = Math.max(world.now, published(world.feed));
  const { author, feed: before } = world;
  const said: Change[] = [];
  for (const edits of rounds) {
    world.author = edits.reduce((author, one) => apply(author, one, [author]), world.author);
    world.announce = emergencySubjects.map((subject) => ({
      subject,
      emergency: true,
      reason: `at ${world.now}`,
      effective: world.in(ahead),
    }));
    const one = await publishedBy(world);
    if (!one) return;
    said.push(...one);
    world.now += hour;
  }
  const later = world.now + days * day;
  // What had been announced, or leaves no window, is not undone as an emergency.
  const isOne = ({ mode, touches, window }: Change) =>
    mode === "emergency" && !touches && window !== undefined && Date.parse(window.deadline) >= later;
  if (said.length === 0 || !said.every(isOne)) return;
  // What is pending of whoever leaves is void: it is said anew, and may hold at once.
  const gone = new Set(said.flatMap(({ content }) => content.flatMap((atom) => (atom.op === "drop" ? atom.id : []))));
  const pending = aheadOf(before).flatMap(({ content }) => content);
  if (pending.some((atom) => gone.has(idOf(atom)))) return;
  const came = said.flatMap(({ content }) => content.flatMap((atom) => (atom.op === "put" ? idOf(atom) : [])));
  world.now = later;
  world.author = author;
  world.announce = [];
  const over = await publishedBy(world);
  if (!over) return;
  const [never, after] = [before, world.feed].map((feed) => advance(stateOf(feed), later));
  const listOf = (state: ReturnType<typeof stateOf> | undefined) => state && saidBy(feedOf(state));
  expect(listOf(after)).toBe(listOf(never));
  expect(over.some(({ mode }) => mode === "withdrawal")).toBe(true);
  expect(openOf(world.feed).some(({ id }) => said.some((change) => change.id === id))).toBe(false);
  expect(audit(world.first, world.log)).toEqual([]);
  expect(canonical(openOf(replay(world.first, world.log)))).toBe(canonical(openOf(world.feed)));
  return {
    returned: over.some(({ content }) => content.some(({ op }) => op === "put")),
    chained: came.some((id) => gone.has(id)),
  };
}

const emergencySubjects = "a b c d e f group:g1 group:g2 policy:dpa policy:privacy terms".split(" ");

/** What a publish says, or nothing where the edit is refused. */
async function publishedBy(world: World): Promise<Change[] | undefined> {
  try {
    return await world.publish();
  } catch (error) {
    if (error instanceof TrustCenterError && error.code === "edit-refused") return undefined;
    throw error;
  }
}

const formOf = (state: ReturnType<typeof stateOf> | undefined) =>
  state && [saidBy(feedOf(state)), state.open, sorted(state.former)];

test("7. wording, order and punctuation open, close and move no window", async () => {
  await holds(async (terms, steps) => {
    await play(terms, steps, async ({ feed, author, now }) => {
      const content = {
        ...author,
        subprocessors: [...author.subprocessors].reverse().map((entry) => ({
          ...entry,
          name: `${String(entry.name).toUpperCase()} .`,
          ...(entry.locations && { locations: [...entry.locations].reverse() }),
          ...(entry.purposes && {
            purposes: [...entry.purposes]
              .reverse()
              .map((text) => (typeof text === "string" ? { en: `${text}!`, fr: text } : { ...text, fr: "…" })),
          }),
        })),
      };
      const reworded = await planVersion({ content, previous: feed, now: now + hour });
      expect(reworded.changes.filter(({ window, mode }) => window || mode !== "correction")).toEqual([]);
      const windows = (of: Feed, at: number) =>
        advance(stateOf(of), at).open.map(({ id, effective, window }) => ({ id, effective, window }));
      const at = published(reworded.feed);
      expect(windows(reworded.feed, at)).toEqual(windows(feed, at));
    });
  });
});

test("7. no change of fact is a correction unless the author says so", async () => {
  await holds(async (terms, steps) => {
    const { log } = await play(terms, steps);
    for (const { change } of log) {
      if (change.mode !== "correction" || change.explainedBy !== undefined) continue;
      for (const atom of change.content) {
        if (atom.op === "set") expect(change.touches !== undefined || isWording(atom)).toBe(true);
        else expect(atom.op === "rekey" || change.touches?.how === "corrects").toBe(true);
      }
    }
  });
});

test("8. nothing takes effect before its terms allow, but emergencies; nothing amended comes sooner", async () => {
  await holds(async (terms, steps) => {
    const { log } = await play(terms, steps);
    const byId = new Map(log.map(({ change }) => [change.id, change]));
    const moved = new Set(
      log.flatMap(({ change: { touches } }) =>
        touches?.how === "moves" || touches?.how === "starts" ? touches.change : [],
      ),
    );
    for (const { change } of log) {
      const { mode, effective, due, touches, explainedBy } = change;
      if (mode === "emergency" || mode === "correction" || effective === null) continue;
      if (due !== undefined) expect(effective >= due).toBe(true);
      const old = touches?.how === "amends" && explainedBy === undefined ? byId.get(touches.change) : undefined;
      if (old && old.effective !== null && !moved.has(old.id)) expect(effective >= old.effective).toBe(true);
    }
  });
});

test("9. the audit of an honest log is empty", async () => {
  await holds(async (terms, steps) => {
    const { first, log } = await play(terms, steps);
    expect(audit(first, log)).toEqual([]);
  });
});

test("10. an id is never another company's", async () => {
  await holds(async (terms, steps) => {
    await play(terms, steps, async ({ feed, author, now }: World) => {
      const left = (feed.former ?? []).filter(({ type, id }) => type === "subprocessor" && !hasEntry(author, id));
      for (const { id } of left) {
        const content = { ...author, subprocessors: [...author.subprocessors, { id, name: "Zzz" }] };
        await expect(planVersion({ content, previous: feed, now })).rejects.toMatchObject({ code: "edit-refused" });
      }
    });
  });
});

const hasEntry = ({ subprocessors }: World["author"], wanted: string) => subprocessors.some(({ id }) => id === wanted);

test("a clock that is set back takes nothing back", async () => {
  await holds(async (terms, steps) => {
    const { feeds } = await play(terms, steps);
    for (const [at, feed] of feeds.entries()) {
      if (at > 0) expect(published(feed)).toBeGreaterThanOrEqual(published(feeds[at - 1] as Feed));
      expect(published(feed)).toBeGreaterThanOrEqual(start);
    }
  });
});
