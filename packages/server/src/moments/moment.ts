import { type Change, dayFor, isMove, leftOf } from "@trust-center/feed";
import { lastOpen, readStandingsPage, type StandingsPage } from "../cases/standings.ts";
import { nextDay } from "../feed/next-day.ts";
import { type Notice, type NoticeChange, type Publication, publicationOf, readPublication } from "../feed/notice.ts";
import { type NoticeReader, tailor } from "../feed/tailor.ts";
import { approvalsOf } from "../store/approvals.ts";
import { countOpenOf, spokenFor } from "../store/cases.ts";
import { publishCovering } from "../store/events.ts";
import { entriesBetween, type FeedState, type KeptEntry, readFeedState } from "../store/feed-state.ts";
import { type Moment, momentOf, reminderAt } from "../store/moments.ts";
import { clock, rows } from "../store/query.ts";
import type { KeptRecipient } from "../store/recipients.ts";
import type { Queries } from "../store/store.ts";
import { tellingsOf } from "../store/told.ts";

/** Not due yet: in so many milliseconds it may be. */
export interface NotYet {
  later: number;
}

export const isNotYet = (found: object): found is NotYet => "later" in found;

/** A change at one of its moments, as the log leaves it. */
export interface Standing {
  moment: Moment;
  entry: KeptEntry;
  change: Change;
  state: FeedState;
  /** What mails said of the publish that brought it. */
  publication: Publication;
  /** The day that it has by now was said only once it had come: that notice told that it is in effect. */
  wasSaid: boolean;
  now: number;
}

/**
 * Reads how changes stand at their moments: what a hundred thousand mails tell is worked out once while the log stays, and until
 * the next day of a change, which can make another void.
 */
export type ReadStanding = (db: Queries, event: string) => Promise<Standing | undefined>;

/** What was found, and from when until when it is so: milliseconds since 1970. */
interface Known {
  found: Standing | undefined;
  from: number;
  until: number;
}

export function standingReader(): ReadStanding {
  const known = new Map<string, Known>();
  return async (db, event) => {
    const [feed] = await rows<{ feed: string; log_size: number }>(db, "select feed, log_size from feed_state");
    const now = await clock(db);
    const key = `${event} ${feed?.feed} ${feed?.log_size}`;
    let last = known.get(key);
    if (!last || now < last.from || now >= last.until) {
      if (known.size >= mostKnown) known.clear();
      last = await readStanding(db, event, now);
      known.set(key, last);
    }
    return last.found && { ...last.found, now };
  };
}

const mostKnown = 50;

async function readStanding(db: Queries, event: string, now: number): Promise<Known> {
  const state = await readFeedState(db);
  const log = state ? await entriesBetween(db, 0, state.log.size) : [];
  const until = nextDay(
    log.map(({ change }) => change),
    now,
  );
  return { found: state && (await standingIn(db, { state, log, event, now })), from: now, until };
}

/** A log, and at which instant. */
interface Then {
  state: FeedState;
  log: readonly KeptEntry[];
  event: string;
  now: number;
}

/** Undefined where nothing is left of the change: it was taken back, announced anew, or can no longer come. */
async function standingIn(db: Queries, { state, log, event, now }: Then): Promise<Standing | undefined> {
  const { moment, position } = momentOf(event);
  const entry = log[position];
  const change = entry && leftOf(log, entry.change.id, now);
  if (!change) return undefined;
  const dated = log.findLast(
    ({ change: { id, touches } }) =>
      id === change.id || (isMove(touches) && !touches.segments && touches.change === change.id),
  );
  const wasSaid = change.effective !== null && Date.parse(dated?.at ?? "") >= Date.parse(change.effective);
  const kept = await publishCovering(db, position);
  const publication = kept === undefined ? publicationOf(state) : readPublication(kept);
  return { moment, entry, change, state, publication, wasSaid, now };
}

/** A change that somebody was told of, at its reminder or on its day. */
export interface AtMoment {
  moment: "reminder" | "in-effect";
  notice: Notice;
  /** The deadline, or the day: an instant. */
  at: string;
  /** Whether nothing starts without its reader's approval, which is missing. */
  approvalMissing: boolean;
}

/** Whoever it is told. */
interface Told extends NoticeReader {
  id: string;
  contracts: readonly KeptRecipient[];
}

/** Undefined where it is not so, or not for this reader any more; {@link NotYet} where its day has moved. */
export async function readMoment(
  db: Queries,
  standing: Standing | undefined,
  reader: Told,
): Promise<AtMoment | NotYet | undefined> {
  const [told] = standing ? await tellingsOf(db, reader.id, standing.change.id) : [];
  if (!standing || !told) return undefined;
  const { entry, change, state, publication, now, moment } = standing;
  const whole: Notice = { ...publication, until: entry.position + 1, changes: [{ ...entry, change }] };
  // The dates that its notice named: a contract's own period counts from then.
  const own = tailor(whole, { ...reader, toldAt: told.toldAt, told: new Set() }).changes[0];
  if (!own) return undefined;
  const notice = { ...whole, changes: [withDeadline(own, told.deadline)] };
  const dated = notice.changes[0]?.change ?? own.change;
  const { window } = dated;
  const effective = dayFor(dated);
  if (moment === "in-effect") {
    if (effective === null || standing.wasSaid) return undefined;
    const later = Date.parse(effective) - now;
    return later > 0 ? { later } : { moment, notice, at: effective, approvalMissing: false };
  }
  if (!window || now >= Date.parse(window.deadline) + 1000) return undefined;
  const due = reminderAt(told.toldAt, Date.parse(window.deadline));
  if (due === undefined) return undefined;
  if (now < due) return { later: due - now };
  const said = await hasSpoken(db, state.address, change.id, reader);
  if (said.everybody) return undefined;
  // Its own: it may be the approval of its segment alone that is waited for.
  const approvalMissing = dated.approval === "required" && reader.contracts.length > 0;
  return { moment: "reminder", notice, at: window.deadline, approvalMissing };
}

/** The later of the deadline that holds by now and the one that was named: what was named still counts. */
const withDeadline = (own: NoticeChange, named: string | undefined): NoticeChange => {
  const { window } = own.change;
  if (!window || named === undefined || Date.parse(named) <= Date.parse(window.deadline)) return own;
  return { ...own, change: { ...own.change, window: { ...window, deadline: named } } };
};

/** Whether all for whom it is told have objected or approved: whoever has withdrawn is silent again. */
async function hasSpoken(db: Queries, feed: string, change: string, { id, contracts, isSubscriber }: Told) {
  const cases = await spokenFor(db, { feed, change, subscription: id });
  const spoke = new Set(cases.flatMap(({ customer, state }) => (state === "withdrawn" ? [] : [customer])));
  if (contracts.length === 0) return { everybody: isSubscriber && spoke.has(null) };
  const approvals = await approvalsOf(
    db,
    feed,
    change,
    contracts.map(({ customer }) => customer),
  );
  return {
    everybody: contracts.every(({ customer }) => spoke.has(customer) || approvals.get(customer)?.given === 1),
  };
}

/** Where all stand once nobody can object any more. */
export interface Outcome {
  standing: Standing;
  /** Those whose approval is missing are named first, so many of them. */
  standings: StandingsPage;
  /** How many objections wait for an answer, of customers and of others. */
  open: number;
}

/** @param most How many customers are named. */
export async function readOutcome(
  db: Queries,
  standing: Standing | undefined,
  most: number,
): Promise<Outcome | NotYet | undefined> {
  const { change, state, now } = standing ?? {};
  const found = change && (await readStandingsPage(db, change.id, most));
  if (!standing || !change || !state || !found) return undefined;
  // A contract's own deadline can be later than that of all.
  const later = ((await lastOpen(db, change.id)) ?? 0) - (now ?? 0);
  if (later > 0) return { later };
  return { standing, standings: found, open: await countOpenOf(db, state.address, change.id) };
}
