import type { Atom, Change } from "../document/change.ts";
import type { Feed } from "../document/feed.ts";
import type { NoticeTerms } from "../document/notice-terms.ts";
import type { SubjectType } from "../document/subject.ts";
import type { LogEntry } from "../log/entry.ts";
import { datedBy, effectiveOf, idOf, isAhead, keyOf, type Put, type Rekey, subjectKey, takenBy } from "./atom.ts";
import { dayFor } from "./day-for.ts";
import { type FieldChange, isNarrower, isWording, kindOfChange } from "./fields.ts";
import type { Item } from "./group-facts.ts";
import { isShorter } from "./no-shorter.ts";
import { record } from "./record.ts";
import { replacesOf } from "./replaces.ts";
import { alike, same } from "./same.ts";
import { firstDayOf, partOf } from "./segment-start.ts";
import { advance, type State, stateOf, subjectsOf } from "./state.ts";
import { type Dates, datesByTerms, lengthens } from "./terms.ts";
import { isMove, isPatch, underNewId } from "./touch.ts";

/** What can be held against a publisher. */
export const faults = {
  "wrong-id": "its id does not follow the one before",
  "wrong-announcement": "it says that it was announced at another time than it was published",
  "touches-nothing": "it is about what is not open, or gives other words or days to what is in effect",
  "wrong-before": "what it says was in effect was not",
  "wrong-kind": "it is called by another name than what it changes",
  "hidden-fact": "a change of fact is called a correction, or wording",
  "hidden-window": "the notice terms give a time to object, and it has none, a shorter one, or ends another's early",
  "too-early": "it takes effect before the notice terms allow, or before what it amends",
  "not-approved": "it takes effect without the approval that the notice terms ask for",
  backdated: "it is dated back, and is neither an emergency nor a correction",
  "announced-late": "it is said to have been announced before a look at the feed that did not show it",
  unexplained: "only the publisher's own words make it an emergency, a move or a start, and there are none",
  "wider-than-announced": "it says less than was announced, and says more or other things",
  "another-company": "an id or an entry is handed to a company whose name shares no word with its own",
  "smuggled-facts": "a withdrawal brings in facts that were not in effect before what it takes back",
  "no-successor": "an entry is said to leave with another that does not replace it",
} as const;

/** A fault of one change. */
export interface Fault {
  change: string;
  fault: keyof typeof faults;
}

/**
 * Holds a publisher to its own notice terms, from public files alone. Replay shows that the list is what the log makes
 * of it; this shows that the log calls things by their name, and gives the notice that the terms promise.
 */
export function audit(first: Feed, log: readonly LogEntry[]): Fault[] {
  const found: Fault[] = [];
  let state = stateOf(first);
  for (const entries of byVersion(log, first.version)) {
    const [{ at, feed }] = entries as [LogEntry];
    let start: State = { ...advance(state, Date.parse(at)), version: feed.version };
    const end = entries.reduce((now, { change }) => record(now, change), start);
    const wanted = subjectsOf(advance(end, Infinity).facts);
    state = start;
    entries.forEach((entry, index) => {
      const { change } = entry;
      const place = { state, start, end, wanted };
      const judged = [
        change.id !== `${feed.version}.${index + 1}` && "wrong-id",
        change.announced !== entry.at && "wrong-announcement",
        ...judge(change, place),
      ] as const;
      for (const fault of new Set(judged)) if (fault) found.push({ change: change.id, fault });
      state = record(state, change);
      if (change.content.some(({ op }) => op === "rekey")) start = record(start, change);
    });
  }
  return found;
}

function byVersion(log: readonly LogEntry[], first: number): LogEntry[][] {
  const versions = new Map<number, LogEntry[]>();
  for (const entry of log) {
    const { version } = entry.feed;
    if (version !== first) versions.set(version, [...(versions.get(version) ?? []), entry]);
  }
  return [...versions.values()];
}

interface Place {
  /** As the changes before this one of the same version left it. */
  state: State;
  /**
   * As it was before this version, but for new ids: its terms date the changes of the version, by their subjects as they were
   * then and as they will be. What comes between, as the first of several changes leaves a subject, never is in effect alone.
   */
  start: State;
  /** As this version leaves it. */
  end: State;
  /** How the list will be once everything announced has come. */
  wanted: ReadonlyMap<string, Item>;
}

type Judgement = keyof typeof faults | false;

function judge(change: Change, place: Place): Judgement[] {
  const { touches, mode } = change;
  const old = touches && place.state.open.find(({ id }) => id === touches.change);
  if (touches && !old) return ["touches-nothing"];
  const isOfSegments = isMove(touches) && touches.segments !== undefined;
  const isLate = old && touches?.how !== "withdraws" && !isOfSegments && !isAhead(old, place.state.at);
  if (isLate) return ["touches-nothing"];
  const says: Judgement[] = [mode === "emergency" && change.explainedBy === undefined && "unexplained"];
  if (old && isOfSegments) return [...says, ...judgeStart(change, old, touches.segments ?? [])];
  if (old && isMove(touches)) return [...says, ...judgeMove(change, old, place)];
  if (old && isPatch(touches)) return [...says, ...judgePatch(change, old, place)];
  const withdraws = touches?.how === "withdraws";
  if (withdraws || mode === "withdrawal") {
    const judged = old ? judgeWithdrawal(change, old, place) : (["touches-nothing"] as const);
    return [...says, (!withdraws || mode !== "withdrawal") && "wrong-kind", ...judged];
  }
  const atoms = change.content.flatMap((atom) => judgeAtom(atom, change, place));
  if (mode === "correction") return [...says, ...atoms, ...judgeCorrection(change)];
  return [...says, ...atoms, ...judgeDates(change, old, place)];
}

/** Whether what it says of one thing is so: what was in effect, and what it is called. */
function judgeAtom(atom: Atom, change: Change, { state, wanted }: Place): Judgement[] {
  const item = state.facts[atom.type].find(({ id }) => id === idOf(atom));
  if (atom.op === "rekey") return [isTaken(atom, item, state) && "another-company"];
  if (atom.op === "drop") return [change.kind === "replaced" && !isReplaced(atom.id, change, wanted) && "no-successor"];
  if (atom.op === "put")
    return [!kindsOfPut(atom, state).includes(change.kind) && "wrong-kind", ...ofFormer(atom, state)];
  const renames = atom.type === "subprocessor" && atom.field === "name";
  return [
    !same(item?.[atom.field], atom.before) && "wrong-before",
    change.kind === "corrected"
      ? !isWording(atom) && "hidden-fact"
      : change.kind !== kindOfChange(atom) && "wrong-kind",
    renames && change.explainedBy === undefined && !alike(atom.before, atom.after) && "another-company",
  ];
}

function kindsOfPut({ type, item }: Put, { former }: State): string[] {
  if (type !== "subprocessor") return [type];
  if (replacesOf(item as Item).length > 0) return ["replaced"];
  // What it replaced may have been taken out of an arrival since.
  const back = former.some((one) => one.type === type && one.id === item.id);
  return back ? ["restored", "added"] : ["added"];
}

function ofFormer({ type, item }: Put, state: State): Judgement[] {
  return [isOthers(state, type, item as Item) && "another-company"];
}

/** Whether an id stands in the list, or was that of a company whose name shares no word with this one. */
const isTaken = ({ type, to }: Rekey, item: Item | undefined, state: State): boolean =>
  state.facts[type].some(({ id }) => id === to) || isOthers(state, type, { ...item, id: to });

const isOthers = ({ former }: State, type: SubjectType, { id, name }: Item): boolean => {
  const old = type === "subprocessor" ? former.find((one) => one.type === type && one.id === id) : undefined;
  return old !== undefined && !alike(old.name, name);
};

const isReplaced = (id: string, { subject }: Change, wanted: ReadonlyMap<string, Item>): boolean =>
  replacesOf(wanted.get(subjectKey(subject.type, subject.id ?? ""))).includes(id);

/** A correction is wording, a new id, or what the publisher itself calls one. */
function judgeCorrection({ content, explainedBy, announced, effective }: Change): Judgement[] {
  if (explainedBy !== undefined) return [];
  const isWordingOf = (atom: Atom) => atom.op === "rekey" || (atom.op === "set" && isWording(atom));
  return [!content.every(isWordingOf) && "hidden-fact", effective !== announced && "backdated"];
}

function judgeDates(change: Change, old: Change | undefined, { start, wanted }: Place): Judgement[] {
  const { mode, announced, effective, window, expected, approval } = change;
  const emergency = mode === "emergency";
  const judged = change.content.flatMap((atom): Judgement[] => {
    const key = datedBy(change, atom);
    const dates = datesByTerms(start.facts.terms[0] as NoticeTerms | undefined, {
      kind: change.kind,
      type: atom.type,
      before: subjectsOfCached(start).get(key),
      after: wanted.get(key),
      emergency,
      announced: Date.parse(announced),
    });
    if (!dates) return [];
    return [
      !opensInTime(change, dates) && "hidden-window",
      ...(emergency ? [] : judgeOwnDays(change, dates)),
      !emergency && effective !== null && effective < dates.due && "too-early",
      !emergency && dates.approval === "required" && effective !== null && "not-approved",
    ];
  });
  const waited = old?.effective === null && old.approval !== "required";
  const sooner = old && !waited && change.explainedBy === undefined && effectiveOf(change) < effectiveOf(old);
  return [
    ...judged,
    window !== undefined && window.opens !== announced && "hidden-window",
    window !== undefined && old?.window !== undefined && isShorter(window, old.window) && "hidden-window",
    !emergency && effective !== null && effective < announced && "backdated",
    effective === null && expected === undefined && approval !== "required" && "not-approved",
    sooner === true && effective !== null && "too-early",
  ];
}

const ownerOf = (atom: Atom) => subjectKey(atom.type, idOf(atom));

const cached = new WeakMap<State, Map<string, Item>>();

function subjectsOfCached(state: State): Map<string, Item> {
  const found = cached.get(state) ?? subjectsOf(state.facts);
  cached.set(state, found);
  return found;
}

type Lookup = (key: string) => Item | undefined;

/** Whether everybody has at least the time that the terms give. */
function opensInTime({ window }: Change, { window: promised }: Dates): boolean {
  if (!promised) return true;
  if (!window || window.deadline < promised.deadline) return false;
  const own = new Map((window.segments ?? []).map(({ id, deadline }) => [id, deadline]));
  return (promised.segments ?? []).every(({ id, deadline }) => (own.get(id) ?? window.deadline) >= deadline);
}

/** Whether anybody's own day, or approval, is kept back: that of a segment, or of customers of none. */
function judgeOwnDays(change: Change, promised: Dates): Judgement[] {
  const ids = [undefined, ...(promised.window?.segments ?? []).map(({ id }) => id)];
  return ids.flatMap((id): Judgement[] => {
    const [own, due] = [dayFor(change, id), dayFor({ ...promised, approval: undefined }, id)];
    return [due === null && own !== null && "not-approved", own !== null && due !== null && own < due && "too-early"];
  });
}

function judgeMove(
  { effective, announced, mode, explainedBy, touches }: Change,
  old: Change,
  { start, wanted }: Place,
): Judgement[] {
  if (effective === null) return ["touches-nothing"];
  const [before, after] = [subjectsOfCached(start), wanted].map((all) => (key: string) => all.get(key)) as [
    Lookup,
    Lookup,
  ];
  const on = { change: underNewId(old, start), day: Date.parse(effective), before, after };
  const early = touches?.how === "starts" && old.approval === "early";
  return [
    explainedBy === undefined && "unexplained",
    touches?.how === "moves" && old.approval === "required" && old.effective === null && "not-approved",
    mode !== "emergency" && lengthens(start.facts.terms[0] as NoticeTerms | undefined, on) && "hidden-window",
    mode !== "emergency" && effective < announced && "backdated",
    mode !== "emergency" && !early && old.due !== undefined && effective < old.due && "too-early",
  ];
}

/** Another day of some segments, or of customers of none: once what they waited for was given, or a later one. */
function judgeStart(
  change: Change,
  old: Change,
  segments: readonly { id: string | null; effective: string }[],
): Judgement[] {
  const { announced, mode, explainedBy, touches } = change;
  const judged = segments.flatMap(({ id, effective }): Judgement[] => {
    const part = partOf(old, id);
    const hasCome = part && part.effective !== null && part.effective <= announced;
    if (!part || hasCome) return ["touches-nothing"];
    return [
      effective < announced && "backdated",
      part.effective === null && touches?.how !== "starts" && "not-approved",
      effective < firstDayOf(part, old) && "too-early",
    ];
  });
  return [
    ...judged,
    explainedBy === undefined && "unexplained",
    mode !== "move" && "wrong-kind",
    (segments.length === 0 || change.effective !== old.effective) && "touches-nothing",
  ];
}

function judgePatch(change: Change, old: Change, { start, wanted }: Place): Judgement[] {
  const how = change.touches?.how;
  if (how === "joins") {
    const isHeir = (id: string) =>
      old.content.some((atom) => atom.op === "put" && replacesOfWanted(atom, wanted).includes(id));
    return change.content.map((atom) => (atom.op !== "drop" || !isHeir(atom.id)) && "no-successor");
  }
  const said = new Map(old.content.map((atom) => [keyOf(atom), atom]));
  // The publisher's words may correct what was announced, and do not make wording of it, nor bring in what was not.
  if (change.explainedBy !== undefined && how === "corrects") {
    const isBeside = change.content.some((atom) => !said.has(keyOf(atom)));
    return [change.kind === "corrected" && "hidden-fact", isBeside && "touches-nothing"];
  }
  return change.content.map((atom): Judgement => {
    const before = said.get(keyOf(atom));
    if (!before) return "touches-nothing";
    if (how === "narrows") return !isPart(atom, before) && "wider-than-announced";
    const needsNotice = datesByTerms(start.facts.terms[0] as NoticeTerms | undefined, {
      kind: change.kind,
      type: atom.type,
      before: subjectsOfCached(start).get(ownerOf(atom)),
      after: wanted.get(ownerOf(atom)),
      emergency: false,
      announced: Date.parse(change.announced),
    });
    return needsNotice !== undefined && !isReworded(atom, before) && "hidden-fact";
  });
}

const replacesOfWanted = (put: Put, wanted: ReadonlyMap<string, Item>) =>
  replacesOf(wanted.get(ownerOf(put)) ?? (put.item as Item));

function isReworded(atom: Atom, said: Atom): boolean {
  return everyField(atom, said, (field) => isWording(field));
}

const isPart = (atom: Atom, said: Atom): boolean =>
  everyField(atom, said, (field, now) => isWording(field) || isNarrower({ ...now, after: field.after }, field.before));

/** Asks of each field, as it was announced and as it is said now. `now` carries what is in effect as its `before`. */
function everyField(atom: Atom, said: Atom, holds: (said: FieldChange, now: FieldChange) => boolean): boolean {
  const { type } = atom;
  if (atom.op === "set" && said.op === "set") {
    const { field, after } = atom;
    return holds({ type, field, before: said.after, after }, { type, field, before: said.before, after });
  }
  if (atom.op !== "put" || said.op !== "put") return false;
  const [before, after] = [said.item as Item, atom.item as Item];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete("id");
  return [...names].every((field) =>
    holds({ type, field, before: before[field], after: after[field] }, { type, field, after: after[field] }),
  );
}

/** An emergency that is over leaves the facts as they were before it; a plan taken back leaves none at all. */
function judgeWithdrawal({ content, touches }: Change, old: Change, { state, start, end }: Place): Judgement[] {
  const { facts, left, at } = state;
  const was = new Map(old.content.map((atom) => [keyOf(atom), atom]));
  const isOver = old.mode === "emergency" && !isAhead(old, at);
  const taken = isAhead(old, at) ? [] : takenBy(touches).flatMap((key) => was.get(key) ?? []);
  const judged = content.flatMap((atom): Judgement[] => {
    const before = was.get(keyOf(atom));
    const now = facts[atom.type].find(({ id }) => id === idOf(atom));
    const undoes =
      (atom.op === "drop" && before?.op === "put") ||
      (atom.op === "set" && before?.op === "set" && same(atom.after, before.before)) ||
      (atom.op === "put" && before?.op === "drop" && !now && same(atom.item, left?.get(keyOf(atom))));
    return [
      !(undoes && isOver) && "smuggled-facts",
      atom.op === "set" && !same(now?.[atom.field], atom.before) && "wrong-before",
    ];
  });
  return [...judged, taken.some((atom) => holds(atom, start, end)) && "hidden-window"];
}

/** Whether what came into effect still is after a version: to take it back closes its window while it goes on. */
function holds(atom: Atom, start: State, end: State): boolean {
  const { type } = atom;
  const { id } = underNewId({ subject: { type, id: idOf(atom) }, content: [] }, end).subject;
  const item = end.facts[type].find((one) => one.id === id);
  if (atom.op === "put") return item !== undefined;
  if (atom.op === "set") return item !== undefined && same(item[atom.field], atom.after);
  // Who came in an emergency and left in the next is not back once both are over.
  const [came, comes] = [start, end].map(({ open }) =>
    open.some(
      ({ mode, content }) =>
        mode === "emergency" && content.some((one) => one.op === "put" && keyOf(one) === keyOf(atom)),
    ),
  );
  return item === undefined && !(came && !comes);
}
