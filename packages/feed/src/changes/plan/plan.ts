import type { Announce } from "../../document/announce.ts";
import type { Atom, Change, Touch } from "../../document/change.ts";
import { toInstant } from "../../document/date.ts";
import type { Feed, FeedContent } from "../../document/feed.ts";
import type { NoticeTerms } from "../../document/notice-terms.ts";
import { manyTypes } from "../../document/subject.ts";
import { idOf, isAhead, keyOf, setId, subjectKey, takenBy } from "../atom.ts";
import { atomsBetween, newIdsBetween } from "../differences.ts";
import { type Facts, factsOf } from "../facts.ts";
import type { Item } from "../group-facts.ts";
import { noShorter } from "../no-shorter.ts";
import { record } from "../record.ts";
import { replacesOf } from "../replaces.ts";
import type { History } from "../replay.ts";
import { isEmpty, same } from "../same.ts";
import { firstDayOf, partsToStart } from "../segment-start.ts";
import { advance, feedOf, nameOf, type State, stateOf, subjectsOf } from "../state.ts";
import { datesOnDay, lengthens, type NewDay, zoneOf } from "../terms.ts";
import { underNewId } from "../touch.ts";
import { type Announcement, readAnnouncements } from "./announcement.ts";
import {
  aheadByAtom,
  Decision,
  refuseForeignId,
  refuseNeverUsed,
  type Situation,
  tooEarly,
  withdrawal,
} from "./decide.ts";
import { emergenciesOver } from "./emergencies-over.ts";
import { refusal } from "./refused.ts";
import { bundle, mergeMembers, type Saying, type Subject, together } from "./saying.ts";

/** The next version of a feed, and the changes that lead to it; none where there is nothing to say. */
export interface Plan {
  feed: Feed;
  changes: Change[];
  /** Subjects of which the author says something, and nothing changes. */
  unused?: string[];
}

export interface PlanInput {
  /** The author's file: how the list is to be. */
  content: FeedContent;
  /** What the author says about changes. */
  announce?: readonly Announce[] | undefined;
  /** What is published. */
  previous?: Feed | undefined;
  /**
   * What was published before, with the log: the same words never explain a second, different change, and who left in an
   * emergency that is over is back as it was.
   */
  history?: History | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Plans the next version: what publishing the author's file now would say, and the feed after it
 * (docs/specification, §11).
 *
 * @throws {TrustCenterError} `edit-refused` where the list would say what is not so, or its own terms forbid it
 */
export async function planVersion(input: PlanInput): Promise<Plan> {
  const wanted = factsOf(input.content);
  for (const type of manyTypes) refuseDuplicates(wanted[type]);
  const now = Math.floor(input.now / 1000) * 1000;
  const { previous, history } = input;
  const explained = new Set((history?.log ?? []).flatMap(({ change }) => change.explainedBy ?? []));
  // A clock that was set back takes nothing back that was said.
  const state = previous && advance(stateOf(previous), Math.max(now, Date.parse(previous.published)));
  const announcements = await readAnnouncements(input.announce ?? [], zoneOf(termsOf(state?.facts ?? wanted)));
  if (!state || !previous) return discloseFirst({ content: input.content, wanted, announcements, now });
  const planned = planNext({
    ...{ state: { ...state, version: previous.version + 1 }, wanted, announcements, explained, history },
    content: input.content,
  });
  const rest = unusedOf(announcements, planned.changes, explained);
  if (planned.changes.length === 0) return { feed: previous, changes: [], ...rest };
  return { feed: feedOf(planned.state), changes: planned.changes, ...rest };
}

/** What the author says that explains no change. */
function unusedOf(
  announcements: readonly Announcement[],
  changes: readonly Change[],
  explained: ReadonlySet<string>,
): Pick<Plan, "unused"> {
  const said = new Set([...explained, ...changes.flatMap(({ explainedBy }) => explainedBy ?? [])]);
  const unused = announcements.filter(({ digest }) => !said.has(digest)).map(({ subject }) => subject);
  return unused.length > 0 ? { unused } : {};
}

/** The first disclosure: all that the file says is in effect, but the entries that the author dates later. */
function discloseFirst({
  content,
  wanted,
  announcements,
  now,
}: {
  content: FeedContent;
  wanted: Facts;
  announcements: Announcement[];
  now: number;
}): Plan {
  const isLater = ({ effective = 0, expected }: Announcement) => effective > now || expected !== undefined;
  const later = announcements.filter((one) => one.type === "subprocessor" && isLater(one));
  const ids = new Set(later.map(({ id }) => id));
  const facts = { ...wanted, subprocessor: wanted.subprocessor.filter(({ id }) => !ids.has(id)) };
  const state: State = { version: 1, at: now, facts, open: [], former: [] };
  const explained: ReadonlySet<string> = new Set();
  const planned = planNext({ state, wanted, announcements: later, explained, content });
  const initial: Change = {
    id: "1.0",
    kind: "initial",
    mode: "initial",
    subject: { type: "list" },
    announced: toInstant(now),
    effective: toInstant(now),
    content: [],
  };
  const rest = unusedOf(announcements, planned.changes, explained);
  return { feed: feedOf(planned.state), changes: [initial, ...planned.changes], ...rest };
}

interface Planned {
  state: State;
  changes: Change[];
  /** Names of subjects: as the author's file has them, else as they were announced. */
  names: ReadonlyMap<string, Pick<Change, "name">>;
}

/** What is to be said, and the author's file, in which what a group states stands with the group. */
type Given = Omit<Situation, "groupOf"> & Pick<PlanInput, "history"> & { content: FeedContent };

function planNext(given: Given): Planned {
  const { wanted } = given;
  const situation = { ...given, groupOf: groupFinder(given) };
  const subjects = [...subjectsOf(advance(situation.state, Infinity).facts), ...subjectsOf(wanted)];
  const names = new Map(subjects.map(([key, item]) => [key, nameOf(item)]));
  let planned: Planned = { state: situation.state, changes: [], names };
  refuseNeverUsed(planned.state, wanted);
  for (const sayings of bundle(emergenciesOver(planned.state, wanted, given.history))) planned = say(planned, sayings);
  for (const early of [backUnderNewIds, newIds, calledOff, broughtBack, handedOver]) {
    for (const saying of early(planned.state, wanted)) planned = say(planned, [saying]);
  }
  const { state } = planned;
  const decision = new Decision({ ...situation, state });
  const sayings = together(atomsBetween(advance(state, Infinity).facts, wanted).flatMap((atom) => decision.say(atom)));
  for (const said of mergeMembers(bundle(sayings), groupOfSaying(situation))) planned = say(planned, said);
  for (const sayings of moves(planned.state, { ...situation, state }, decision.told)) planned = say(planned, sayings);
  return { ...planned, state: inAuthorsOrder(planned.state, wanted) };
}

function refuseDuplicates(items: readonly Item[]): void {
  const seen = new Set<string>();
  const twice = items.find(({ id }) => seen.size === seen.add(id).size);
  if (twice) throw refusal("duplicate-id", twice.id, "two entries of the file have this id. Give each its own.");
}

/** Entries that got a new id. */
function newIds(state: State, wanted: Facts): Saying[] {
  return newIdsBetween(advance(state, Infinity).facts.subprocessor, wanted.subprocessor).map((atom): Saying => {
    const item = wanted.subprocessor.find(({ id }) => id === atom.to);
    if (item) refuseForeignId(state, "subprocessor", item);
    return { atom, mode: "correction", kind: "id", subject: { type: "subprocessor", id: atom.to } };
  });
}

/** Entries whose announced removal the author takes back, and that get a new id with it. */
function backUnderNewIds(state: State, wanted: Facts): Saying[] {
  const ahead = aheadByAtom(state);
  const leaving = state.facts.subprocessor.flatMap((item) => {
    const change = ahead.get(subjectKey("subprocessor", item.id));
    return change?.kind === "removed" ? [{ item, change }] : [];
  });
  const known = [...leaving.map(({ item }) => item), ...advance(state, Infinity).facts.subprocessor];
  const back = new Set(newIdsBetween(known, wanted.subprocessor).map(({ id }) => id));
  return leaving.flatMap(({ item: { id }, change }) => {
    const key = subjectKey("subprocessor", id);
    return back.has(id) ? [withdrawal(change, [key], { type: "subprocessor", id })] : [];
  });
}

/**
 * Arrivals that do not come, and whom somebody else replaces in their place: with the arrival its departures are taken
 * back, and are then said of who comes now. Else an entry would leave on the day of a successor that never was.
 */
function handedOver({ facts, open, at }: State, wanted: Facts): Saying[] {
  const current = new Map(facts.subprocessor.map((item) => [item.id, item]));
  const staying = new Set(wanted.subprocessor.map(({ id }) => id));
  const takesOver = (id: string) =>
    wanted.subprocessor.some((heir) => replacesOf(heir).includes(id) && !replacesOf(current.get(heir.id)).includes(id));
  return open.flatMap((change): Saying[] => {
    const put = change.content.find((atom) => atom.op === "put" && atom.type === "subprocessor");
    if (!isAhead(change, at) || !put || staying.has(idOf(put))) return [];
    const left = change.content.filter((atom) => atom.op === "drop" && !staying.has(atom.id) && takesOver(atom.id));
    if (left.length === 0) return [];
    return [withdrawal(change, [put, ...left].map(keyOf), { type: "subprocessor", id: idOf(put) })];
  });
}

/** Successions that do not take place at all: one withdrawal of what was announced as one. */
function calledOff(state: State, wanted: Facts): Saying[] {
  const { facts, open, at } = state;
  const [current, then] = [facts, wanted].map(subjectsOf) as [Map<string, Item>, Map<string, Item>];
  const isBack = (atom: Atom) => {
    const [now, file] = [current, then].map((all) => all.get(subjectKey(atom.type, idOf(atom))));
    if (atom.op === "set") return file !== undefined && same(now?.[atom.field], file[atom.field]);
    return atom.op === "put" ? file === undefined : file !== undefined;
  };
  return open.flatMap((change): Saying[] => {
    const { kind, content, subject } = underNewId(change, state);
    const isOff = kind === "replaced" && isAhead(change, at) && content.length > 1 && content.every(isBack);
    return isOff ? [withdrawal(change, content.map(keyOf), { type: subject.type, id: subject.id ?? "" })] : [];
  });
}

/** Entries whose announced removal the author takes back. */
function broughtBack(state: State, wanted: Facts): Saying[] {
  const ahead = aheadByAtom(state);
  return manyTypes.flatMap((type) =>
    wanted[type].flatMap(({ id }): Saying[] => {
      const key = subjectKey(type, id);
      const change = ahead.get(key);
      if (!change?.content.some((atom) => atom.op === "drop" && keyOf(atom) === key)) return [];
      const touches: Touch = { how: "withdraws", change: change.id, atoms: [key] };
      return [{ mode: "withdrawal", kind: "removed", subject: { type, id }, touches }];
    }),
  );
}

/**
 * The group whose common facts bring an entry a fact: all members share it, but for those that state one of their own and
 * do not take the group's.
 */
function groupFinder({ wanted, state, content }: Given): Situation["groupOf"] {
  const members = new Map<string, Item[]>();
  for (const entry of wanted.subprocessor) {
    for (const id of (entry.groups as string[] | undefined) ?? []) members.set(id, [...(members.get(id) ?? []), entry]);
  }
  const entries = new Map(wanted.subprocessor.map((entry) => [entry.id, entry]));
  const known = new Set(state.facts.group.map(({ id }) => id));
  const written = new Map((content.subprocessors as Item[]).map((entry) => [entry.id, entry]));
  const states = (id: string, field: string) => written.get(id)?.[field] !== undefined;
  return (atom) => {
    if (atom.op !== "set" || atom.type !== "subprocessor") return undefined;
    const { id: own = "", field, after } = atom;
    const isOther = (id: string) => states(id, field) && !states(own, field);
    const groups = (entries.get(own)?.groups as string[] | undefined) ?? [];
    return groups.find(
      (id) => known.has(id) && (members.get(id) ?? []).every((entry) => same(entry[field], after) || isOther(entry.id)),
    );
  };
}

/** The group that a saying is of: of its fact, or of the change that it takes back. */
function groupOfSaying({ state, groupOf }: Situation): (saying: Saying) => string | undefined {
  const ofGroups = new Map(
    state.open.flatMap(({ id, subject }) => (subject.type === "group" ? [[id, subject.id]] : [])),
  );
  return ({ atom, touches, mode }) => {
    if (atom) return groupOf(atom);
    return mode === "withdrawal" ? ofGroups.get(touches?.change ?? "") : undefined;
  };
}

/** Days that the author moves without another fact: later, sooner as an emergency, or set at last. */
function moves(state: State, situation: Situation, told: ReadonlySet<Announcement>): Saying[][] {
  const { announcements, explained } = situation;
  const terms = termsOf(situation.state.facts);
  const zone = zoneOf(terms);
  return announcements.flatMap((said) => {
    const { effective, type, id, emergency, start, expected } = said;
    if (told.has(said) || explained.has(said.digest)) return [];
    const own = state.open.filter((change) => isAbout(underNewId(change, state), { type, id }));
    const isStart = start && !emergency && own.some((change) => partsToStart(change, state.at).length > 0);
    if (isStart) return startParts(own, said, { state, zone });
    const pending = own.filter((change) => isAhead(change, state.at));
    return pending.flatMap((change): Saying[][] => {
      if (effective === undefined) {
        const isOpen = change.effective === null && change.approval !== "required";
        if (!isOpen || expected === undefined || same(change.expected, expected)) return [];
        return [announceAgain(onDay({ change, day: undefined }, situation), { situation, said })];
      }
      const day = toInstant(effective);
      const waits = change.effective === null && change.approval === "required";
      if (change.effective === day || (waits && !start)) return [];
      const early = start && change.approval === "early";
      const first = early ? toInstant(state.at) : (change.due ?? toInstant(state.at));
      if ((day < first || effective < state.at) && !emergency) throw tooEarly(said.subject, { due: first, zone });
      const on = onDay({ change, day: effective }, situation);
      if (!emergency && lengthens(terms, { ...on, day: effective })) return [announceAgain(on, { situation, said })];
      const touches = { how: waits || early ? "starts" : "moves", change: change.id } as const;
      return [
        [
          {
            mode: emergency ? "emergency" : "move",
            kind: change.kind,
            subject: { type, id },
            effective: day,
            said,
            touches,
          },
        ],
      ];
    });
  });
}

/** A day for those who waited for it while others had one: of several changes, of those that may start by then. */
function startParts(
  open: readonly Change[],
  { effective, ...said }: Announcement,
  { state, zone }: { state: State; zone: string },
): Saying[][] {
  if (effective === undefined) return [];
  const [now, day] = [toInstant(state.at), toInstant(effective)];
  const waiting = open.flatMap((change) => {
    const parts = partsToStart(change, state.at, said.audience).filter((part) => part.effective !== day);
    const due = [now, ...parts.map((part) => firstDayOf(part, change))].sort().at(-1) as string;
    return parts.length > 0 ? [{ change, segments: parts.map(({ id }) => ({ id, effective: day })), due }] : [];
  });
  const [first] = waiting.map(({ due }) => due).sort();
  if (first !== undefined && day < first) throw tooEarly(said.subject, { due: first, zone });
  return waiting
    .filter(({ due }) => due <= day)
    .map(({ change: { id, kind, effective: usual }, segments }) => {
      const touches: Touch = { how: "starts", change: id, segments };
      const subject = { type: said.type, id: said.id };
      return [{ mode: "move", kind, subject, effective: usual, said: { ...said, effective }, touches }];
    });
}

/** Those in effect, and not those that the same edit brings. */
const termsOf = ({ terms }: Facts) => terms[0] as NoticeTerms | undefined;

/** A change, and the day that it is to have; undefined where it is expected at another time. */
type Anew = Omit<NewDay, "day"> & { day: number | undefined };

function onDay({ change, day }: Pick<Anew, "change" | "day">, { state, wanted }: Situation): Anew {
  const [before, after] = [state.facts, wanted].map(subjectsOf) as [Map<string, Item>, Map<string, Item>];
  return { change: underNewId(change, state), day, before: (key) => before.get(key), after: (key) => after.get(key) };
}

const anew =
  "its time to object counts from the day on which it starts, so that this day is announced anew, with the notice that the terms ask for";

/** Whoever was told had until some time after the day: another day is announced anew, with the time that it gives. */
function announceAgain(on: Anew, { situation, said }: { situation: Situation; said: Announcement }): Saying[] {
  const { change, day } = on;
  const { at, facts } = situation.state;
  const terms = termsOf(facts);
  const { effective = null, due = toInstant(at), window } = datesOnDay(terms, on, at) ?? {};
  if (day !== undefined && (effective === null || Date.parse(effective) !== day))
    throw tooEarly(said.subject, { due, zone: zoneOf(terms), why: anew });
  const { kind, subject } = change;
  return change.content.map((atom) => ({
    ...{ atom, mode: "amendment", kind, subject: { ...subject, id: subject.id ?? subject.type } },
    ...(day === undefined ? { effective: null, expected: said.expected } : { effective }),
    ...{ due, ...(window && { window: noShorter({ window, effective }, change) }), said },
    touches: { how: "amends", change: change.id, atoms: [keyOf(atom)] },
  }));
}

const isAbout = ({ subject }: Change, { type, id }: Subject) => subject.type === type && (subject.id ?? type) === id;

/** Says one change: what its sayings have in common, and all of their atoms. */
function say({ state, changes, names }: Planned, sayings: readonly Saying[]): Planned {
  const [first] = sayings as [Saying];
  const { type, id } = first.group === undefined ? first.subject : ({ type: "group", id: first.group } as const);
  const { mode, kind, touches, effective, due, window, approval, expected, said } = first;
  const at = toInstant(state.at);
  const atoms = [...new Set(sayings.flatMap(({ touches }) => takenBy(touches)))];
  const change: Change = {
    id: `${state.version}.${changes.length + 1}`,
    kind,
    mode,
    subject: { type, ...setId(type, id) },
    ...names.get(subjectKey(type, id)),
    announced: at,
    effective: effective === undefined ? at : effective,
    ...(expected !== undefined && { expected }),
    ...(due !== undefined && { due }),
    ...(window && { window }),
    ...(approval && { approval }),
    content: sayings.flatMap(({ atom }) => (atom ? [atom] : [])),
    ...(touches && { touches: atoms.length > 0 ? ({ ...touches, atoms } as Touch) : touches }),
    ...(said && {
      ...(said.reason !== undefined && { reason: said.reason }),
      ...(!isEmpty(said.audience) && { audience: said.audience }),
      explainedBy: said.digest,
    }),
  };
  return { names, state: record(state, change), changes: [...changes, change] };
}

/** Order is no fact: a version that is written for another reason has the order of the author's file. */
function inAuthorsOrder(state: State, wanted: Facts): State {
  const facts = { ...state.facts };
  for (const type of manyTypes) {
    const rank = new Map(wanted[type].map(({ id }, at) => [id, at]));
    const last = wanted[type].length;
    facts[type] = [...facts[type]].sort((a, b) => (rank.get(a.id) ?? last) - (rank.get(b.id) ?? last));
  }
  return { ...state, facts };
}
