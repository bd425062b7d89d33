import fc from "fast-check";
import { expect, test } from "vitest";
import type { Atom, Change } from "../document/change.ts";
import { toInstant } from "../document/date.ts";
import type { Feed } from "../document/feed.ts";
import type { LogEntry } from "../log/entry.ts";
import { effectiveOf, idOf, isAhead, keyOf, subjectKey } from "./atom.ts";
import { audit } from "./audit.ts";
import { atomsBetween } from "./differences.ts";
import { isNarrower, isWording } from "./fields.ts";
import { record } from "./record.ts";
import { same } from "./same.ts";
import { advance, type State, stateOf, subjectsOf } from "./state.ts";
import { play, type Step, steps } from "./testing/histories.ts";
import { day } from "./testing/world.ts";

/** Histories a law. `pnpm laws` plays thousands. */
const numRuns = Number(process.env.LAW_RUNS ?? 60);

/** All that is done by processors is announced a month before, and two weeks to object begin with the announcement. */
const terms = { rules: [{ notice: "P30D", objection: "P14D" }] };

/** Other terms, new ids, and who is no processor. */
const isBeside = (edit: Step["edits"][number]) =>
  edit.op === "terms" || edit.op === "rekey" || (edit.op === "field" && edit.field[0] === "role");

const honest = steps.map((all): Step[] =>
  all.map(({ edits, ...step }) => ({ ...step, edits: edits.filter((one) => !isBeside(one)) })),
);

/** What a dishonest publisher makes of one entry of its log. */
const lie = fc.record({
  at: fc.nat(),
  mode: fc.option(
    fc.constantFrom<Change["mode"]>(
      "announcement",
      "amendment",
      "immediate",
      "correction",
      "withdrawal",
      "move",
      "emergency",
    ),
    { nil: undefined },
  ),
  how: fc.option(fc.constantFrom("withdraws", "amends", "moves", "starts", "corrects", "narrows", "joins"), {
    nil: undefined,
  }),
  whom: fc.option(fc.nat(), { nil: undefined }),
  /** Whether it touches but the first of what the other change is about. */
  isPart: fc.boolean(),
  window: fc.constantFrom("kept", "kept", "none", "short"),
  effective: fc.option(fc.integer({ min: -40, max: 60 }), { nil: undefined }),
  content: fc.constantFrom("kept", "kept", "none", "first", "other", "undo"),
  explained: fc.constantFrom("kept", "kept", "none"),
  kind: fc.option(fc.constantFrom<Change["kind"]>("corrected", "removed", "added", "location", "id"), {
    nil: undefined,
  }),
});
type Lie = typeof lie extends fc.Arbitrary<infer T> ? T : never;

/** One, or one upon another. */
const liesTold = fc.array(lie, { minLength: 1, maxLength: 2 });

function told(log: LogEntry[], lie: Lie): LogEntry[] {
  const index = 1 + (lie.at % (log.length - 1));
  return log.map((entry, at) => (at === index ? { ...entry, change: lied(entry, lie, log.slice(0, at)) } : entry));
}

function lied({ change, at }: LogEntry, lie: Lie, before: readonly LogEntry[]): Change {
  const { window, explainedBy, touches, content, ...rest } = change;
  const other = lie.whom === undefined ? undefined : before[lie.whom % before.length]?.change;
  const how = lie.how ?? touches?.how;
  const target = other ?? before.find(({ change }) => change.id === touches?.change)?.change;
  const atoms = (target?.content ?? []).slice(0, lie.isPart ? 1 : undefined).map(keyOf);
  const touched =
    how && target
      ? ({ how, change: target.id, ...((how === "withdraws" || how === "amends") && { atoms }) } as Change["touches"])
      : undefined;
  const contents: Record<string, readonly Atom[]> = {
    kept: content,
    none: [],
    first: content.slice(0, 1),
    other: target?.content ?? [],
    undo: (target?.content ?? []).flatMap((atom): Atom[] => {
      if (atom.op === "put") return [{ op: "drop", type: atom.type, id: atom.item.id }] as Atom[];
      if (atom.op !== "set") return [];
      const { before: was, after: is, ...own } = atom;
      return [{ ...own, ...(is !== undefined && { before: is }), ...(was !== undefined && { after: was }) }];
    }),
  };
  return {
    ...rest,
    ...(lie.kind && { kind: lie.kind }),
    ...(lie.mode && { mode: lie.mode }),
    ...(lie.effective !== undefined && { effective: toInstant(Date.parse(at) + lie.effective * day) }),
    content: (contents[lie.content] ?? []) as Change["content"],
    ...(touched && { touches: touched }),
    ...(window && lie.window === "kept" && { window }),
    ...(window &&
      lie.window === "short" && { window: { ...window, deadline: toInstant(Date.parse(window.opens) + 3 * day) } }),
    ...(explainedBy !== undefined && lie.explained === "kept" && { explainedBy }),
  };
}

/** In what a publisher did otherwise than it promised, by what was in effect when, and by nothing that it calls so. */
function broken(first: Feed, log: readonly LogEntry[]): string[] {
  const found: string[] = [];
  const said: LogEntry[] = [];
  let state = stateOf(first);
  const past: State[] = [state];
  const step = (next: State, by?: Change) => {
    for (const atom of atomsBetween(state.facts, next.facts)) {
      if (!isPromised(atom, next, { said, by, past })) found.push(`${by?.id ?? "day"} ${keyOf(atom)} came unannounced`);
    }
    for (const change of state.open) {
      const { window } = change;
      if (!window || isAhead(change, state.at) || Date.parse(window.deadline) < next.at) continue;
      const left = next.open.find(({ id }) => id === change.id);
      for (const atom of change.content) {
        const isOpen =
          left?.content.some((one) => keyOf(one) === keyOf(atom)) && left.window?.deadline === window.deadline;
        if (!isOpen && stands(atom, next))
          found.push(`${by?.id ?? "day"} window of ${change.id} ${keyOf(atom)} closed`);
      }
    }
    state = next;
    past.push(next);
  };
  for (const entry of log) {
    if (entry.feed.version === first.version) continue;
    const at = Date.parse(entry.at);
    // One day after the other, for what comes meanwhile.
    const days = [...new Set(state.open.map(effectiveOf))]
      .filter((one) => one > state.at && one < at)
      .sort((a, b) => a - b);
    for (const one of days) step(advance(state, one));
    step({ ...advance(state, at), version: entry.feed.version });
    said.push(entry);
    step(record(state, entry.change), entry.change);
  }
  return found;
}

/** Whether what a change did is so still. */
function stands(atom: Atom, { facts }: State): boolean {
  const item = subjectsOf(facts).get(subjectKey(atom.type, idOf(atom)));
  if (atom.op === "put") return item !== undefined;
  if (atom.op === "drop") return item === undefined;
  return atom.op === "set" && item !== undefined && same(item[atom.field], atom.after);
}

/** Whether a fact that came into effect was announced in time, or is the publisher's own emergency or correction. */
function isPromised(
  atom: Atom,
  { at }: State,
  { said, by, past }: { said: readonly LogEntry[]; by: Change | undefined; past: readonly State[] },
): boolean {
  if (atom.op === "set" && isWording(atom)) return true;
  // Back to what was, with an emergency that is taken back.
  const restores =
    by?.mode === "withdrawal" &&
    past.some(({ facts }) => {
      const item = subjectsOf(facts).get(subjectKey(atom.type, idOf(atom)));
      if (atom.op === "put") return item !== undefined && same(item, atom.item);
      if (atom.op === "drop") return item === undefined;
      return atom.op === "set" && item !== undefined && same(item[atom.field], atom.after);
    });
  if (restores) return true;
  return said.some(({ change, at: when }) => {
    const isOwn = change.explainedBy !== undefined && (change.mode === "emergency" || change.mode === "correction");
    const opened = change.touches && said.find(({ change: one }) => one.id === change.touches?.change)?.change;
    const isDay = change.touches?.how === "moves" || change.touches?.how === "starts";
    const content = isDay ? (opened?.content ?? []) : change.content;
    // Whoever leaves for somebody who is announced leaves on that one's day.
    const since = change.touches?.how === "joins" && opened ? opened.announced : when;
    return (isOwn || Date.parse(since) + 29 * day <= at) && content.some((one) => covers(one, atom));
  });
}

function covers(said: Atom, atom: Atom): boolean {
  if (keyOf(said) !== keyOf(atom) || said.op !== atom.op) {
    // A fact of an arrival.
    return said.op === "put" && atom.op === "set" && said.type === atom.type && idOf(said) === idOf(atom);
  }
  if (said.op !== "set" || atom.op !== "set") return true;
  const { type, field } = atom;
  return (
    same(said.after, atom.after) ||
    isWording({ type, field, before: said.after, after: atom.after }) ||
    isNarrower(atom, said.after)
  );
}

test("an honest publisher does what it promised", async () => {
  await fc.assert(
    fc.asyncProperty(honest, async (steps) => {
      const world = await play(terms, steps);
      expect(broken(world.first, world.log)).toEqual([]);
    }),
    { numRuns },
  );
});

test("what a publisher does otherwise than it promised is held against it", async () => {
  let [lies, harmful] = [0, 0];
  await fc.assert(
    fc.asyncProperty(honest, fc.array(liesTold, { minLength: 1, maxLength: 12 }), async (steps, all) => {
      const world = await play(terms, steps);
      if (world.log.length < 2) return;
      for (const one of all) {
        const log = one.reduce(told, world.log);
        lies++;
        const otherwise = broken(world.first, log);
        if (otherwise.length === 0) continue;
        harmful++;
        expect(audit(world.first, log), otherwise.join("; ")).not.toEqual([]);
      }
    }),
    { numRuns },
  );
  console.log({ lies, harmful });
  expect(harmful).toBeGreaterThan(lies / 100);
});
