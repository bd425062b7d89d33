import { type Change, toInstant } from "@trust-center/feed";
import { type CustomerStanding, type Silence, silenceOf, standingOfCustomer, waitsFor } from "../objections/silence.ts";
import { windowOf } from "../recipients/open.ts";
import { searchForm } from "../recipients/recipient.ts";
import type { Noted } from "../settings/action.ts";
import { type Approval, approvalsOf, noteApproval } from "../store/approvals.ts";
import { type Case, casesOf } from "../store/cases.ts";
import { findPosition, readFeedState, readLeft } from "../store/feed-state.ts";
import { clock } from "../store/query.ts";
import { addressHashes, customersNamed, type KeptRecipient, listRecipients } from "../store/recipients.ts";
import {
  countSilentOpen,
  countSilentWaiting,
  countSpoken,
  customersMissingFirst,
  isCustomer,
  lastNamed,
  type OfChange,
  recipientsOf,
  type Waiting,
} from "../store/standings.ts";
import type { Queries } from "../store/store.ts";
import { statedDeadlines, statedTo } from "../store/told.ts";

/** Where a customer stands to a change. */
interface Standing {
  customer: string;
  standing: CustomerStanding;
  /** Until when it can object, or could; absent where there was no time to, and where nothing is left of the change. */
  deadline?: string;
  approval?: { at: string; given: boolean; how: string; notedBy?: string };
  /** Ids of its objections. */
  objections: string[];
}

/** Where all of them do. */
export interface Standings {
  change: string;
  /** What silence means: `accepts`, `refuses`, `unsaid`. */
  silence: string;
  /** `required`: it starts for nobody without approval. `early`: approval allows an earlier start than its day. */
  approval?: "required" | "early";
  /** With `approval`, or where it starts for some segment not without: whose is missing; nobody's, where nothing is left of the change. */
  missing?: string[];
  now: string;
  /** How many customers stand how. */
  counts: Partial<Record<CustomerStanding, number>>;
  customers: Standing[];
}

/** Where all customers that contracts name stand to a change. Undefined for a change that the feed does not know. */
export async function readStandings(db: Queries, id: string): Promise<Standings | undefined> {
  const asked = await readAsked(db, id);
  if (!asked) return undefined;
  const { feed, position, now } = asked;
  const [hashes, stated] = [await addressHashes(db), await statedDeadlines(db, { change: id, position })];
  const recipients = (await listRecipients(db)).map((one) => ({ ...one, emailHash: hashes.get(one.id) ?? "" }));
  const customers = standingsOf(asked, {
    ...{ recipients, stated, cases: await casesOf(db, feed, id), approvals: await approvalsOf(db, feed, id) },
  });
  const counts: Standings["counts"] = {};
  for (const { standing } of customers) counts[standing] = (counts[standing] ?? 0) + 1;
  const { silence, approval, isVoid, waiting } = asked;
  const waits = new Set(recipients.flatMap(({ customer, segment }) => (isWaiting(waiting, segment) ? [customer] : [])));
  const isAsked = (customer: string) => !isVoid && (approval !== undefined || waits.has(customer));
  const asksFor = customers.filter(({ customer, standing }) => isAsked(customer) && standing !== "approved");
  const missing = (approval || waiting) && { missing: asksFor.map(({ customer }) => customer) };
  return { change: id, silence, ...(approval && { approval }), ...missing, now: toInstant(now), counts, customers };
}

/** A part of {@link Standings}: of some customers, those whose approval is missing first. */
export type StandingsPage = Omit<Standings, "missing">;

/**
 * Where the first customers stand, and how many stand how: what {@link readStandings} says, counted by the database, for
 * there may be a hundred thousand.
 *
 * @param most How many customers.
 * @param q A part of their names, without case and marks. Whoever is named whole comes first then.
 */
export async function readStandingsPage(
  db: Queries,
  id: string,
  most: number = mostNamed,
  q = "",
): Promise<StandingsPage | undefined> {
  const asked = await readAsked(db, id);
  if (!asked) return undefined;
  const customers = await (q === ""
    ? standingsOfSome(db, asked, await customersMissingFirst(db, asked, most))
    : namedMissingFirst(db, asked, q));
  return pageOf(db, asked, customers.slice(0, most));
}

/** Some customers, and the counts of all. */
async function pageOf(db: Queries, asked: Asked, customers: Standing[]): Promise<StandingsPage> {
  const { change, silence, approval, now } = asked;
  const counts = await countStandings(db, asked);
  return { change, silence, ...(approval && { approval }), now: toInstant(now), counts, customers };
}

/** Customers of one part of a name that are looked at: whoever types goes on typing. */
const mostNamed = 1000;

async function namedMissingFirst(db: Queries, asked: Asked, q: string): Promise<Standing[]> {
  const found = await standingsOfSome(db, asked, await customersNamed(db, q, mostNamed));
  const place = ({ customer, standing }: Standing) =>
    searchForm(customer) === searchForm(q) ? -1 : Number(standing === "approved");
  return found.toSorted((one, other) => place(one) - place(other));
}

/** Where one customer stands to a change. */
export async function readStanding(db: Queries, id: string, customer: string): Promise<StandingsPage | undefined> {
  const asked = await readAsked(db, id);
  return asked && pageOf(db, asked, await standingsOfSome(db, asked, [customer]));
}

/**
 * When the last of those who can still object no longer can, milliseconds since 1970: by the terms, or by what a notice named.
 * Undefined where nobody can, for nothing is left of it too, or there is no such change.
 */
export async function lastOpen(db: Queries, id: string): Promise<number | undefined> {
  const asked = await readAsked(db, id);
  if (!asked || (await countStandings(db, asked)).open === undefined) return undefined;
  const { window, now } = asked;
  const byTerms = (window ? [window, ...(window.segments ?? [])] : []).map(({ deadline }) => Date.parse(deadline));
  const ends = [...byTerms, (await lastNamed(db, asked, now)) ?? 0].map((deadline) => deadline + 1000);
  return Math.max(...ends);
}

/** A change that is asked about, and what silence means for it. */
interface Asked extends OfChange {
  position: number;
  window: Change["window"];
  approval: Change["approval"];
  silence: Silence;
  /** For whom it starts not without their approval, while it has a day for others. Absent: for nobody. */
  waiting: Waiting | undefined;
  /** Whether nothing is left of it. */
  isVoid: boolean;
  now: number;
}

const isWaiting = (waiting: Waiting | undefined, segment: string | null): boolean =>
  waiting !== undefined &&
  (segment !== null && waiting.own.includes(segment) ? waiting.waits.includes(segment) : waiting.others);

function waitingFor(change: Change): Waiting | undefined {
  const own = (change.window?.segments ?? []).map(({ id }) => id);
  const waits = own.filter((id) => waitsFor(change, id));
  const others = waitsFor(change, null);
  return others || waits.length > 0 ? { own, waits, others } : undefined;
}

async function readAsked(db: Queries, id: string): Promise<Asked | undefined> {
  const [state, found] = [await readFeedState(db), await findPosition(db, id)];
  if (!state || !found) return undefined;
  const now = await clock(db);
  const left = await readLeft(db, state, id, now);
  const { window, approval } = left ?? { ...found.entry.change, window: undefined };
  const silence = silenceOf({ approval }, state.feed.noticeTerms);
  return {
    ...{ feed: state.address, change: id, position: found.position },
    ...{ window, approval, silence, waiting: left && waitingFor(left), isVoid: !left, now },
  };
}

/** What is kept of some customers. */
interface Kept {
  recipients: readonly (KeptRecipient & { emailHash: string })[];
  cases: readonly Case[];
  /** The latest deadlines that notices named, by whom they told. */
  stated: ReadonlyMap<string, number>;
  approvals: ReadonlyMap<string, Approval>;
}

async function standingsOfSome(db: Queries, asked: Asked, customers: readonly string[]): Promise<Standing[]> {
  const { feed, change: id } = asked;
  const recipients = await recipientsOf(db, customers);
  const hashes = [...new Set(recipients.map(({ emailHash }) => emailHash))];
  const subscriptions = [...new Set(recipients.map(({ subscription }) => subscription))];
  const found = standingsOf(asked, {
    recipients,
    cases: await casesOf(db, feed, id, hashes),
    stated: await statedTo(db, id, subscriptions),
    approvals: await approvalsOf(db, feed, id, customers),
  });
  const byCustomer = new Map(found.map((one) => [one.customer, one]));
  return customers.flatMap((customer) => byCustomer.get(customer) ?? []);
}

function standingsOf(
  { window, silence: bySilence, waiting, isVoid, now }: Asked,
  { recipients, cases, stated, approvals }: Kept,
): Standing[] {
  const byAddress = new Map(cases.map((one) => [one.email_hash, one]));
  const deadlineOf = ({ segment, subscription }: KeptRecipient) => {
    if (isVoid) return undefined;
    const byTerms = window && Date.parse(windowOf(window, segment).deadline);
    const told = stated.get(subscription);
    return byTerms === undefined && told === undefined ? undefined : Math.max(byTerms ?? 0, told ?? 0);
  };
  return [...Map.groupBy(recipients, ({ customer }) => customer)].map(([customer, named]): Standing => {
    const own = named.flatMap((one) => byAddress.get(one.emailHash) ?? []);
    const deadlines = named.flatMap((one) => deadlineOf(one) ?? []);
    const deadline = deadlines.length > 0 ? Math.max(...deadlines) : undefined;
    const said = approvals.get(customer);
    const states = own.map((one) => one.state);
    const silence = named.some(({ segment }) => isWaiting(waiting, segment)) ? "refuses" : bySilence;
    return {
      customer,
      standing: standingOfCustomer({ states, deadline, now, silence, approved: said?.given === 1, isVoid }),
      ...(deadline !== undefined && { deadline: toInstant(deadline) }),
      ...(said && {
        approval: {
          ...{ at: toInstant(said.at), given: said.given === 1, how: said.how },
          ...(said.name !== "" && { notedBy: said.name }),
        },
      }),
      objections: own.map((one) => one.id),
    };
  });
}

async function countStandings(db: Queries, asked: Asked): Promise<Standings["counts"]> {
  const { window, silence, waiting, isVoid, now } = asked;
  const { all, spoken } = await countSpoken(db, asked);
  const isOfSome = waiting !== undefined && silence !== "refuses";
  const missing = isOfSome ? await countSilentWaiting(db, asked, waiting) : 0;
  const silent = all - missing - [...spoken.values()].reduce((sum, one) => sum + one, 0);
  const isAhead = ({ deadline }: { deadline: string }) => now < Date.parse(deadline) + 1000;
  const own = window?.segments ?? [];
  const windows = {
    own: own.map(({ id }) => id),
    open: own.filter(isAhead).map(({ id }) => id),
    others: window !== undefined && isAhead(window),
  };
  const areAllOpen = windows.others && windows.open.length === own.length;
  // Where silence refuses, or nothing is left, no clock decides, and while every window is open nobody's silence counts.
  const known = isVoid || silence === "refuses" || silent === 0 ? 0 : areAllOpen ? silent : undefined;
  const open = known ?? (await countSilentOpen(db, asked, { ...windows, waiting }, now));
  const over = standingOfCustomer({ states: [], deadline: undefined, now, silence, approved: false, isVoid });
  const counts = new Map<CustomerStanding, number>([...spoken, ["open", open], [over, silent - open]]);
  if (isOfSome) counts.set("approval-missing", missing);
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}

/**
 * Notes a customer's word on a change. Why not, where it is no customer of a contract, there is no such change, or nothing is
 * left of it to approve: whoever noted that would think it done, and what was announced in its place waits on. To take back
 * what was noted is always possible.
 */
export async function note(
  tx: Queries,
  { given, ...noted }: Noted & { change: string },
): Promise<"noted" | "unknown-change" | "unknown-customer" | "void"> {
  const state = await readFeedState(tx);
  if (!state || !(await findPosition(tx, noted.change))) return "unknown-change";
  if (!(await isCustomer(tx, noted.customer))) return "unknown-customer";
  if (given && !(await readLeft(tx, state, noted.change, await clock(tx)))) return "void";
  await noteApproval(tx, { ...noted, feed: state.address, given: given ? 1 : 0 });
  return "noted";
}

/** Said to whoever notes an approval of what is void. */
export const nothingToApprove =
  "Expected a change of which something is left to approve. This one was taken back or announced anew, can no longer come, or says something of another change: note the approval of what is open.";
