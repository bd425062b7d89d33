import type { Atom, Change, Touch } from "../../document/change.ts";
import { toInstant } from "../../document/date.ts";
import type { NoticeTerms } from "../../document/notice-terms.ts";
import type { SubjectType } from "../../document/subject.ts";
import { type Drop, effectiveOf, isAhead, keyOf, type Put, type Set as SetAtom, setId, subjectKey } from "../atom.ts";
import { firstDayFrom, startOfDay } from "../calendar.ts";
import type { Facts } from "../facts.ts";
import { differingFields, isNarrower, isWording, kindOfChange } from "../fields.ts";
import type { Item } from "../group-facts.ts";
import { noShorter } from "../no-shorter.ts";
import { replacesOf } from "../replaces.ts";
import { same } from "../same.ts";
import { inOrder, type State, subjectsOf } from "../state.ts";
import { datesByTerms, zoneOf } from "../terms.ts";
import { underNewId } from "../touch.ts";
import type { Announcement } from "./announcement.ts";
import { isAnotherCompany } from "./another-company.ts";
import { refusal } from "./refused.ts";
import type { Saying, Subject } from "./saying.ts";

/** What deciding stands on: what is in effect and announced, and what the author wants. */
export interface Situation {
  state: State;
  wanted: Facts;
  announcements: readonly Announcement[];
  /** Digests of words that explained earlier changes. */
  explained: ReadonlySet<string>;
  /** The group whose common facts bring an entry a fact. */
  groupOf(atom: Atom): string | undefined;
}

/**
 * How each difference between what is announced and what the author wants is to be said: the decision table of
 * docs/specification, §11.3. The first question that fits decides.
 */
export class Decision {
  readonly #at: number;
  readonly #state: State;
  readonly #current: ReadonlyMap<string, Item>;
  readonly #wanted: ReadonlyMap<string, Item>;
  readonly #entries: readonly Item[];
  /** Changes announced and not in effect, by what they are about. */
  readonly #ahead: ReadonlyMap<string, Change>;
  readonly #terms: NoticeTerms;
  readonly #situation: Situation;
  /** The author's words that a change came with. */
  readonly told = new Set<Announcement>();

  constructor(situation: Situation) {
    const { state, wanted } = situation;
    this.#situation = situation;
    this.#state = state;
    this.#at = state.at;
    this.#current = subjectsOf(state.facts);
    this.#wanted = subjectsOf(wanted);
    this.#entries = wanted.subprocessor;
    this.#ahead = aheadByAtom(state);
    // The terms in effect date what is said, not those that the same edit brings.
    this.#terms = (state.facts.terms[0] ?? {}) as NoticeTerms;
  }

  /** How one difference is said: usually in one way, sometimes as a withdrawal and something new. */
  say(atom: Atom): Saying[] {
    if (atom.op === "put") return [this.#arrival(atom)];
    if (atom.op === "drop") return this.#departure(atom);
    return atom.op === "set" ? this.#fact(atom) : [];
  }

  #arrival(atom: Put): Saying {
    const { type, item } = atom;
    refuseForeignId(this.#state, type, item as Item);
    const subject = { type, id: item.id };
    const left = this.#state.former.some((one) => one.type === type && one.id === item.id);
    const back = left ? "restored" : "added";
    const kind = type !== "subprocessor" ? type : replacesOf(item as Item).length > 0 ? "replaced" : back;
    const saying = this.#dated({ atom, kind, mode: "announcement", subject });
    this.#refuseInUse(item as Item, saying);
    return saying;
  }

  #departure(atom: Drop): Saying[] {
    const { type, id } = atom;
    const subject: Subject = { type, id };
    const key = keyOf(atom);
    const pending = this.#ahead.get(key);
    if (pending) return [withdrawal(pending, [key], subject), ...this.#leftBehind(pending)];
    const followed = type === "subprocessor" ? this.#succession(atom) : undefined;
    // Whoever came in an emergency and is replaced did come: nothing of that is taken back.
    const emergency = followed ? undefined : this.#emergency(key, ({ op }) => op === "put");
    if (emergency) return [{ ...withdrawal(emergency, [key], subject), atom }];
    return [
      ...(type === "subprocessor" ? this.#takenOver(id) : []),
      followed ??
        this.#dated({ atom, kind: type === "subprocessor" ? "removed" : type, mode: "announcement", subject }),
    ];
  }

  /** An entry that leaves too takes over from nobody. */
  #takenOver(heir: string): Saying[] {
    const subject: Subject = { type: "subprocessor", id: heir };
    const replaces = `${subjectKey(subject.type, heir)}#replaces`;
    const pending = this.#ahead.get(replaces);
    return [...(pending ? [withdrawal(pending, [replaces], subject)] : []), ...this.#leftBy(heir, undefined)];
  }

  /** Those whose departures were announced with a successor, and whom it does not replace any more. */
  #leftBy(heir: string, replaces: unknown): Saying[] {
    const now = replacesOf({ id: heir, replaces });
    return this.#state.open.flatMap((change): Saying[] => {
      const { subject } = underNewId(change, this.#state);
      if (!isAhead(change, this.#at) || subject.type !== "subprocessor" || subject.id !== heir) return [];
      return change.content.flatMap((one) =>
        one.op === "drop" && one.id !== heir && !now.includes(one.id) ? this.#otherwise(one, change) : [],
      );
    });
  }

  /** Whom an arrival that does not come was to replace, if they are to leave all the same: they keep their day. */
  #leftBehind(pending: Change): Saying[] {
    return pending.content.flatMap((one) => (one.op === "drop" ? this.#otherwise(one, pending) : []));
  }

  /** What is replaced leaves on the day when what replaces it comes: the last of several. */
  #succession(atom: Drop): Saying | undefined {
    const heirs = this.#entries.filter((entry) => replacesOf(entry).includes(atom.id));
    const pending = heirs
      .map(({ id }) => this.#ahead.get(subjectKey("subprocessor", id)))
      .filter((change) => change !== undefined)
      .sort(inOrder)
      .at(-1);
    if (pending) return this.#joins(pending, atom);
    const isHere = ({ id }: Item) => this.#current.has(subjectKey("subprocessor", id));
    const absorbing = heirs.find((heir) => {
      const before = this.#current.get(subjectKey("subprocessor", heir.id));
      return before !== undefined && !replacesOf(before).includes(atom.id);
    });
    const subject = (id: string): Subject => ({ type: "subprocessor", id });
    if (absorbing) return this.#absorbed(atom, subject(absorbing.id));
    const arriving = heirs
      .filter((heir) => !isHere(heir))
      .map((item) => this.#arrival({ op: "put", type: "subprocessor", item }))
      .sort((a, b) => effectiveOf({ effective: a.effective ?? null }) - effectiveOf({ effective: b.effective ?? null }))
      .at(-1);
    return arriving && { ...arriving, atom };
  }

  /** Who is here takes over. Where that was announced of others, and is announced again now, the departure goes with it. */
  #absorbed(atom: Drop, subject: Subject): Saying {
    const replaces: SetAtom = { op: "set", ...subject, field: "replaces" };
    const pending = this.#ahead.get(keyOf(replaces));
    const [before, now, after] = [
      pending?.content.find((one) => keyOf(one) === keyOf(replaces)),
      this.#current.get(subjectKey(subject.type, subject.id))?.replaces,
      this.#wanted.get(subjectKey(subject.type, subject.id))?.replaces,
    ];
    if (pending && before?.op === "set" && !same(before.after, after)) {
      const set: SetAtom = { ...replaces, ...values(before.after, after) };
      const anew: SetAtom = { ...replaces, ...values(now, after) };
      const [said] = this.#amendedFact({ atom: set, anew, pending, subject });
      if (said?.touches?.how === "amends") return { ...said, atom };
    }
    return this.#dated({ atom, kind: "replaced", mode: "announcement", subject });
  }

  #joins(pending: Change, atom: Drop): Saying {
    const put = pending.content.find((one) => one.op === "put");
    const item = put && this.#wanted.get(keyOf(put));
    const subject = { type: "subprocessor", id: put?.item.id ?? pending.subject.id ?? "" } as const;
    if (put && item && !same(put.item, item)) {
      // The arrival is announced again in this very publish: the departure goes with it.
      const [anew] = this.#amendedArrival(pending, item, subject);
      if (anew?.touches?.how === "amends") return { ...anew, atom };
    }
    return { atom, mode: "amendment", kind: pending.kind, subject, touches: { how: "joins", change: pending.id } };
  }

  #fact(atom: SetAtom): Saying[] {
    const { type, field, id = type } = atom;
    const said = this.#saidOf(atom);
    const isArriving = this.#ahead.has(subjectKey(type, id));
    return field === "replaces" && !isArriving ? [...said, ...this.#leftBy(id, atom.after)] : said;
  }

  #saidOf(atom: SetAtom): Saying[] {
    const { type, field, id = type } = atom;
    const subject: Subject = { type, id };
    const announced = this.#announcementOf(subject, atom);
    if (type === "subprocessor" && field === "name") {
      refuseAnotherCompany(atom, { announced, isUsed: this.#current.has(subjectKey(type, id)) });
    }
    const item = this.#wanted.get(subjectKey(type, id)) as Item;
    const arriving = this.#ahead.get(subjectKey(type, id));
    if (arriving) return this.#amendedArrival(arriving, item, subject);
    const now = this.#current.get(subjectKey(type, id))?.[field];
    const anew: SetAtom = { op: "set", type, ...setId(type, id), field, ...values(now, atom.after) };
    const pending = this.#ahead.get(keyOf(atom));
    const undone = this.#emergency(keyOf(atom), (one) => one.op === "set" && same(one.before, atom.after));
    const kind = kindOfChange(anew);
    const taken = pending ? [withdrawal(pending, [keyOf(atom)], subject)] : [];
    if (undone) return [...taken, { ...withdrawal(undone, [keyOf(atom)], subject), atom: anew }];
    if (!pending) {
      if (isWording(anew)) return [{ atom: anew, mode: "correction", kind: "corrected", subject }];
      return [this.#dated({ atom: anew, kind, mode: "announcement", subject })];
    }
    if (same(now, atom.after)) return taken;
    if (isWording(anew)) return [...taken, { atom: anew, mode: "correction", kind: "corrected", subject }];
    return this.#amendedFact({ atom, anew, pending, subject });
  }

  /** A pending fact becomes another one. */
  #amendedFact({
    atom,
    anew,
    pending,
    subject,
  }: {
    atom: SetAtom;
    anew: SetAtom;
    pending: Change;
    subject: Subject;
  }): Saying[] {
    const { id } = subject;
    const announced = this.#announcementOf(subject, atom);
    const kind = kindOfChange(anew);
    const patch = (how: "corrects" | "narrows", mode: Change["mode"]): Saying => ({
      ...this.#explained({ atom: anew, mode, kind, subject, touches: { how, change: pending.id } }, announced),
    });
    if (isWording({ ...anew, before: atom.before }) || announced?.correction) return [patch("corrects", "correction")];
    if (isNarrower(anew, atom.before)) return [patch("narrows", "amendment")];
    const said = this.#dated({ atom: anew, kind, mode: "amendment", subject }, pending);
    if (!said.needsNotice && said.mode !== "emergency") return [patch("corrects", "amendment")];
    // Whom it takes over from leaves on its day.
    const along = pending.content.filter(
      (one) => one.op === "drop" && replacesOf({ id, replaces: anew.after }).includes(one.id),
    );
    return [anew, ...along].map((one) => ({ ...said, atom: one, touches: amends(pending, one) }));
  }

  /** An announced arrival is one thing: a fact of it that differs announces the whole again. */
  #amendedArrival(pending: Change, item: Item, subject: Subject): Saying[] {
    const put = pending.content.find((atom): atom is Put => atom.op === "put" && atom.item.id === item.id);
    if (!put) return [];
    const { type } = put;
    const atom: Put = { op: "put", type, item };
    const before = put.item as Item;
    const fields = differingFields(before, item);
    const announced = this.#announcementOf(subject, atom);
    // Whom it replaces leaves when it comes.
    const along = pending.content.filter((one) => one.op === "drop" && replacesOf(item).includes(one.id));
    const left = type === "subprocessor" ? this.#leftBy(item.id, item.replaces) : [];
    const patch = (how: "corrects" | "narrows", mode: Change["mode"]): Saying[] => [
      this.#explained({ atom, mode, kind: pending.kind, subject, touches: { how, change: pending.id } }, announced),
      ...left,
    ];
    const worded = (field: string) => isWording({ type, field, ...values(before[field], item[field]) });
    const fewer = (field: string) => isNarrower({ type, field, after: item[field] }, before[field]);
    if (fields.every(worded) || announced?.correction) return patch("corrects", "correction");
    if (fields.every((field) => worded(field) || fewer(field))) return patch("narrows", "amendment");
    const kind: Saying["kind"] =
      replacesOf(item).length > 0 ? "replaced" : pending.kind === "replaced" ? "added" : pending.kind;
    const dated = (kind: Saying["kind"]) => this.#dated({ atom, kind, mode: "amendment", subject }, pending);
    const renamed = dated(kind);
    // What was announced with notice needs it again, whatever it is called now.
    const said = renamed.needsNotice ? renamed : { ...dated(pending.kind), kind };
    this.#refuseInUse(item, said);
    if (!said.needsNotice && said.mode !== "emergency") return patch("corrects", "amendment");
    return [...[atom, ...along].map((one) => ({ ...said, atom: one, touches: amends(pending, one) })), ...left];
  }

  /** A departure that was announced with an arrival which replaces somebody else now. */
  #otherwise(drop: Drop, pending: Change): Saying[] {
    if (this.#wanted.has(keyOf(drop))) return [];
    const heir = this.#entries.find((entry) => replacesOf(entry).includes(drop.id));
    const subject = { type: drop.type, id: heir?.id ?? drop.id };
    const kind = heir ? "replaced" : "removed";
    const said = this.#dated({ atom: drop, kind, mode: "amendment", subject }, pending);
    // What needs no notice keeps the day that it was announced for: nothing amended comes sooner.
    const { effective, due } = pending;
    const keeps = said.mode === "immediate" && effective !== null && effective > toInstant(this.#at);
    const day = keeps ? { mode: "amendment" as const, effective, ...(due !== undefined && { due }) } : {};
    return [{ ...said, ...day, touches: amends(pending, drop) }];
  }

  /** Dates by the terms and by what the author says. What was announced comes no sooner for being amended. */
  #dated(saying: Saying, amended?: Change): Saying {
    const { kind, subject } = saying;
    const announced = this.#announcementOf(subject, saying.atom);
    if (announced?.correction) {
      const since = toInstant(Math.min(announced.effective ?? this.#at, this.#at));
      return this.#explained({ ...saying, mode: "correction", effective: since }, announced);
    }
    const key = subjectKey(subject.type, subject.id);
    const wanted = announced?.start ? undefined : announced?.effective;
    const emergency = announced?.emergency === true;
    const byTerms = datesByTerms(this.#terms, {
      kind,
      type: subject.type,
      before: this.#current.get(key),
      after: this.#wanted.get(key),
      emergency,
      announced: this.#at,
      wanted: wanted ?? (typeof amended?.effective === "string" ? Date.parse(amended.effective) : undefined),
    });
    const window =
      byTerms?.window && amended ? noShorter({ ...byTerms, window: byTerms.window }, amended) : byTerms?.window;
    const dates = byTerms && { ...byTerms, ...(window && { window }) };
    if (emergency) {
      const effective = toInstant(wanted ?? this.#at);
      const said: Saying = { ...saying, mode: "emergency", effective, needsNotice: dates !== undefined };
      if (!dates?.window) return this.#explained(said, announced);
      const { effective: _usual, segments, ...window } = dates.window;
      const own = segments?.map((one) => ({ ...one, effective }));
      return this.#explained({ ...said, window: { ...window, ...(own && { segments: own }) } }, announced);
    }
    const said = { ...saying, ...(dates ?? this.#withoutNotice(saying, wanted)), needsNotice: dates !== undefined };
    if (dates && wanted !== undefined && wanted < Date.parse(dates.due))
      throw tooEarly(subject.id, { due: dates.due, zone: zoneOf(this.#terms) });
    if (amended?.effective === null && amended.approval === "required") {
      // What waits for approval goes on waiting, whatever terms came since.
      return this.#explained({ ...said, effective: null, approval: "required" }, announced);
    }
    if (announced?.expected === undefined || wanted !== undefined) return this.#explained(said, announced);
    const due = said.due ?? toInstant(this.#at);
    const open = { ...said, mode: undatedMode(said), effective: null, due, expected: announced.expected };
    return this.#explained(open, announced);
  }

  #withoutNotice({ mode }: Saying, wanted: number | undefined): Pick<Saying, "mode" | "effective" | "due"> {
    const at = toInstant(this.#at);
    if (wanted !== undefined && wanted > this.#at) return { mode, effective: toInstant(wanted), due: at };
    return { mode: "immediate", effective: at };
  }

  /** The words come with the change, once. */
  #explained(saying: Saying, announced: Announcement | undefined): Saying {
    if (!announced) return saying;
    if (this.#situation.explained.has(announced.digest) && !announced.again) {
      const message =
        "these words of `announce` came with an earlier change. Write new ones, remove them, or add `again: true`.";
      throw refusal("words-used", announced.subject, message);
    }
    this.told.add(announced);
    return { ...saying, said: announced };
  }

  /** What the author says of a subject; of a fact that a group states for its members, also what is said of the group. */
  #announcementOf(subject: Subject, atom?: Atom): Announcement | undefined {
    const { announcements, groupOf } = this.#situation;
    const about = ({ type, id }: Subject) => announcements.find((one) => one.type === type && one.id === id);
    const own = about(subject);
    if (own || atom?.op !== "set" || !announcements.some(({ type }) => type === "group")) return own;
    const group = groupOf(atom);
    return group === undefined ? undefined : about({ type: "group", id: group });
  }

  /** An emergency in effect to which one can still object. */
  #emergency(key: string, fits: (atom: Atom) => boolean): Change | undefined {
    return this.#state.open.find(
      (change) =>
        change.mode === "emergency" &&
        !isAhead(change, this.#at) &&
        change.content.some((atom) => keyOf(atom) === key && fits(atom)),
    );
  }

  /** "In use since today", or in ten days, and "starts in thirty days" cannot both be true. */
  #refuseInUse({ id, since }: Item, { effective = null, mode }: Saying): void {
    if (typeof since !== "string" || mode === "emergency" || mode === "correction") return;
    const today = toInstant(this.#at).slice(0, 10);
    if (since.length < today.length || (effective !== null && effective <= toInstant(this.#at))) return;
    const isBefore = effective === null ? since <= today : since < effective.slice(0, 10);
    if (!isBefore) return;
    const starts =
      effective === null ? "lets it start only once it is approved" : `lets it start on ${effective.slice(0, 10)}`;
    const message =
      `its file says that it is in use since ${since}, and the notice terms ${starts.replace("lets", "let")}. ` +
      (since > today
        ? "Where it starts when the notice is over, remove `since`, or write that day."
        : `Where it is in use already, say so: announce: [{ subject: ${id}, emergency: true, effective: ${since}, reason: … }]; ` +
          `where it always was, and the list forgot it: correction: true. Else remove \`since\`.`);
    throw refusal("in-use-already", id, message);
  }
}

const undatedMode = ({ mode }: Saying) => (mode === "immediate" ? "announcement" : mode);

const values = (before: unknown, after: unknown) => ({
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

const amends = ({ id }: Change, atom: Atom): Touch => ({ how: "amends", change: id, atoms: [keyOf(atom)] });

/** Takes back what was announced, under the name that it was announced by. */
export const withdrawal = (change: Change, atoms: string[], subject: Subject): Saying => {
  const touches: Touch = { how: "withdraws", change: change.id, atoms };
  return { mode: "withdrawal", kind: change.kind, subject, touches };
};

/** Changes announced and not in effect, by what they are about. At most one each: what else is said of it amends it. */
export const aheadByAtom = ({ open, at }: State): Map<string, Change> =>
  new Map(
    open
      .filter((change) => isAhead(change, at))
      .flatMap((change) => change.content.map((atom) => [keyOf(atom), change] as const)),
  );

/** Refuses a day that the terms do not allow, and names the first that they do. */
export function tooEarly(subject: string, { due, zone, why }: { due: string; zone: string; why?: string }) {
  const first = firstDayFrom(Date.parse(due), zone);
  const instant = Date.parse(due) === startOfDay(first, zone) ? "" : ` (or an instant, from ${due})`;
  const where = zone === "UTC" ? "" : ` in ${zone}`;
  const message = `expected a day that the notice terms allow, ${first} or later${where}${instant}${why ? `: ${why}` : ""}. What cannot wait is an emergency: say \`emergency: true\`.`;
  return refusal("too-early", subject, message);
}

/** Who never was in use cannot be replaced. */
export function refuseNeverUsed({ facts, open, at }: State, wanted: Facts): void {
  const [used, staying] = [facts, wanted].map(({ subprocessor }) => new Set(subprocessor.map(({ id }) => id)));
  for (const change of open.filter((one) => isAhead(one, at))) {
    for (const atom of change.content) {
      if (atom.op !== "put" || atom.type !== "subprocessor") continue;
      const { id } = atom.item;
      const heir = wanted.subprocessor.find((entry) => replacesOf(entry).includes(id));
      if (!heir || used?.has(id) || staying?.has(id)) continue;
      const meant = replacesOf(atom.item as Item);
      const fix =
        meant.length > 0 ? `Write replaces: [${meant.join(", ")}], whom it was to replace.` : "Remove `replaces`.";
      throw refusal(
        "never-used",
        heir.id,
        `it says that it replaces ${id}, which was announced and never was in use. ${fix}`,
      );
    }
  }
}

function refuseAnotherCompany(
  { id = "", before, after }: SetAtom,
  { announced, isUsed }: { announced: Announcement | undefined; isUsed: boolean },
): void {
  if (announced?.renamed || announced?.correction || !isAnotherCompany(before, after)) return;
  const [was, is] = [before, after].map((name) => JSON.stringify(name));
  const message =
    `${was} became ${is}, and the names share no word that tells. Another company needs an id of its own${isUsed ? ` (with replaces: [${id}])` : ""}; ` +
    `a new name of the same one needs announce: [{ subject: ${id}, renamed: true }].`;
  throw refusal("another-company", id, message);
}

/** An id that left the list belongs to who had it. */
export function refuseForeignId({ former }: State, type: SubjectType, item: Item): void {
  if (type !== "subprocessor") return;
  const old = former.find((one) => one.type === type && one.id === item.id);
  if (!old || !isAnotherCompany(old.name, item.name)) return;
  const message = `it was the id of ${JSON.stringify(old.name)}. ${JSON.stringify(item.name)} needs one of its own.`;
  throw refusal("id-reused", item.id, message);
}
