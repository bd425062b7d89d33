import { toInstant } from "@trust-center/feed";
import { type CustomerStanding, silenceOf, standingOfCustomer } from "../objections/silence.ts";
import { windowOf } from "../recipients/open.ts";
import type { Noted } from "../settings/action.ts";
import { approvalsOf, noteApproval } from "../store/approvals.ts";
import { casesOf } from "../store/cases.ts";
import { findPosition, readFeedState } from "../store/feed-state.ts";
import { clock } from "../store/query.ts";
import { addressHashes, type KeptRecipient, listRecipients } from "../store/recipients.ts";
import type { Queries } from "../store/store.ts";
import { statedDeadlines } from "../store/told.ts";

/** Where a customer stands to a change. */
interface Standing {
  customer: string;
  standing: CustomerStanding;
  /** Until when it can object, or could. */
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
  /** With `approval`: whose is missing. */
  missing?: string[];
  now: string;
  /** How many customers stand how. */
  counts: Partial<Record<CustomerStanding, number>>;
  customers: Standing[];
}

/** Where the customers that contracts name stand to a change. Undefined for a change that the feed does not know. */
export async function readStandings(db: Queries, id: string): Promise<Standings | undefined> {
  const [state, found] = [await readFeedState(db), await findPosition(db, id)];
  if (!state || !found) return undefined;
  const { entry, position } = found;
  const change = state.feed.open?.find((open) => open.id === id) ?? entry.change;
  const silence = silenceOf(change, state.feed.noticeTerms);
  const now = await clock(db);
  const [cases, stated] = [await casesOf(db, state.address, id), await statedDeadlines(db, { change: id, position })];
  const [hashes, approvals] = [await addressHashes(db), await approvalsOf(db, state.address, id)];
  const byAddress = new Map(cases.map((one) => [one.email_hash, one]));
  const deadlineOf = ({ segment, subscription }: KeptRecipient) => {
    const byTerms = change.window && Date.parse(windowOf(change.window, segment).deadline);
    const told = stated.get(subscription);
    return byTerms === undefined && told === undefined ? undefined : Math.max(byTerms ?? 0, told ?? 0);
  };
  const named = Map.groupBy(await listRecipients(db), ({ customer }) => customer);
  const customers = [...named].map(([customer, recipients]): Standing => {
    const own = recipients.flatMap((one) => byAddress.get(hashes.get(one.id) ?? "") ?? []);
    const deadlines = recipients.flatMap((one) => deadlineOf(one) ?? []);
    const deadline = deadlines.length > 0 ? Math.max(...deadlines) : undefined;
    const said = approvals.get(customer);
    const states = own.map((one) => one.state);
    return {
      customer,
      standing: standingOfCustomer({ states, deadline, now, silence, approved: said?.given === 1 }),
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
  const counts: Standings["counts"] = {};
  for (const { standing } of customers) counts[standing] = (counts[standing] ?? 0) + 1;
  const missing = customers.filter(({ standing }) => standing !== "approved").map(({ customer }) => customer);
  const { approval } = change;
  return { change: id, silence, ...(approval && { approval, missing }), now: toInstant(now), counts, customers };
}

/** Notes a customer's word on a change. Why not, where it is no customer of a contract, or there is no such change. */
export async function note(
  tx: Queries,
  { given, ...noted }: Noted & { change: string },
): Promise<"noted" | "unknown-change" | "unknown-customer"> {
  const state = await readFeedState(tx);
  if (!state || !(await findPosition(tx, noted.change))) return "unknown-change";
  const isNamed = (await listRecipients(tx)).some(({ customer }) => customer === noted.customer);
  if (!isNamed) return "unknown-customer";
  await noteApproval(tx, { ...noted, feed: state.address, given: given ? 1 : 0 });
  return "noted";
}
