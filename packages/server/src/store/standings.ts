import { toInstant } from "@trust-center/feed";
import type { Selectable } from "kysely";
import type { CustomerStanding } from "../objections/silence.ts";
import { rows } from "./query.ts";
import { type KeptRecipient, toRecipient } from "./recipients.ts";
import type { RecipientTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { statement, type Words } from "./words.ts";

/** A change of a feed. */
export interface OfChange {
  /** The feed's address. */
  feed: string;
  change: string;
}

/** Those whose own words say where they stand; the others are silent. The later of the list goes before. */
const spoken = ["resolved", "rejected", "approved", "objected"] as const satisfies readonly CustomerStanding[];

const rankOf = (one: (typeof spoken)[number]) => spoken.indexOf(one) + 1;

/** Each customer that spoke, with the rank of what it said. Two values: feed and change; four of them. */
const speaking = `newest as (
    select customer, max(seq) as seq from approvals where feed = ? and change = ? group by customer),
  said as (
    select recipients.customer, case cases.state when 'withdrawn' then 0 when 'resolved' then ${rankOf("resolved")}
        when 'rejected' then ${rankOf("rejected")} else ${rankOf("objected")} end as rank
      from cases join recipients on recipients.email_hash = cases.email_hash where cases.feed = ? and cases.change = ?
    union all
    select newest.customer, ${rankOf("approved")} from newest join approvals on approvals.seq = newest.seq
      where approvals.given = 1 and exists (select 1 from recipients where recipients.customer = newest.customer)),
  spoken as (select customer, max(rank) as rank from said where rank > 0 group by customer)`;

const valuesOf = ({ feed, change }: OfChange) => [feed, change, feed, change];

/** How many customers of contracts stand where by their own words, and how many there are in all. */
export async function countSpoken(
  db: Queries,
  of: OfChange,
): Promise<{ all: number; spoken: ReadonlyMap<CustomerStanding, number> }> {
  const counts = await rows<{ rank: number; n: number }>(
    db,
    `with ${speaking} select rank, count(*) as n from spoken group by rank`,
    ...valuesOf(of),
  );
  const [found] = await rows<{ n: number }>(
    db,
    "select count(*) as n from (select customer from recipients group by customer) as customers",
  );
  const named = counts.flatMap(({ rank, n }) => {
    const standing = spoken[Number(rank) - 1];
    return standing ? [[standing, Number(n)] as const] : [];
  });
  return { all: Number(found?.n ?? 0), spoken: new Map(named) };
}

/** Until when a change's window is open, by segment. */
export interface OpenWindows {
  /** Segments with a window of their own, and those of them whose window is open. */
  own: readonly string[];
  open: readonly string[];
  /** Whether that of all others is. */
  others: boolean;
  /** Whose silence is not waited for, for their approval is. */
  waiting: Waiting | undefined;
}

/** For whom a change starts not without their approval, by segment. */
export interface Waiting {
  /** Segments with dates of their own, and those of them for which it is so. */
  own: readonly string[];
  waits: readonly string[];
  /** Whether it is so for all others. */
  others: boolean;
}

/** Customers one of whose contracts is of them. Three values. */
const waitingBy = ({ listed }: Words) => `waiting as (select distinct customer from recipients
  where case when segment in (${listed}) then 1 when segment in (${listed}) then 0 else cast(? as integer) end = 1)`;

const valuesOfWaiting = ({ own, waits, others }: Waiting) => [
  JSON.stringify(waits),
  JSON.stringify(own),
  others ? 1 : 0,
];

const silentWaiting = statement(
  (words) => `with ${speaking}, ${waitingBy(words)} select count(*) as n from waiting
    where customer not in (select customer from spoken)`,
);

/** How many customers for whom it starts not without their approval have said nothing. */
export async function countSilentWaiting(db: Queries, of: OfChange, waiting: Waiting): Promise<number> {
  const [found] = await rows<{ n: number }>(db, silentWaiting, ...valuesOf(of), ...valuesOfWaiting(waiting));
  return Number(found?.n ?? 0);
}

/** How many silent customers can still object: by the terms, or by what a notice named to one of them. */
export async function countSilentOpen(db: Queries, of: OfChange, windows: OpenWindows, now: number): Promise<number> {
  const { own, open, others, waiting } = windows;
  const { stillNamed, silentOpen } = waiting ? ofOthers : ofAll;
  const asked = [...valuesOf(of), ...(waiting ? valuesOfWaiting(waiting) : []), of.change, toInstant(now)];
  const [found] =
    !others && open.length === 0
      ? await rows<{ n: number }>(db, stillNamed, ...asked)
      : await rows<{ n: number }>(db, silentOpen, ...asked, JSON.stringify(open), JSON.stringify(own), others ? 1 : 0);
  return Number(found?.n ?? 0);
}

/** The last deadline, milliseconds since 1970, that a notice named to a silent customer and that is ahead. */
export async function lastNamed(db: Queries, of: OfChange, now: number): Promise<number | undefined> {
  const [found] = await rows<{ last: string | null }>(db, lastOfThem, ...valuesOf(of), of.change, toInstant(now));
  return found?.last ? Date.parse(found.last) : undefined;
}

const lastOfThem = `with ${speaking} select max(told_changes.deadline) as last
  from recipients join told_changes on told_changes.subscription = recipients.subscription
  where told_changes.change = ? and told_changes.deadline >= ? and recipients.customer not in (select customer from spoken)`;

/** Deadlines are whole seconds, each to its end: as texts they have the order of their times. */
const openBy = (isWithoutWaiting: boolean) => {
  const silent = `recipients.customer not in (select customer from spoken)${
    isWithoutWaiting ? " and recipients.customer not in (select customer from waiting)" : ""
  }`;
  const first = (words: Words) => (isWithoutWaiting ? `${speaking}, ${waitingBy(words)}` : speaking);
  return {
    stillNamed: statement(
      (words) => `with ${first(words)} select count(distinct recipients.customer) as n
        from recipients join told_changes on told_changes.subscription = recipients.subscription
        where told_changes.change = ? and told_changes.deadline >= ? and ${silent}`,
    ),
    silentOpen: statement(
      (words) => `with ${first(words)} select count(*) as n from (
        select recipients.customer from recipients left join told_changes
          on told_changes.subscription = recipients.subscription and told_changes.change = ?
        where ${silent}
        group by recipients.customer
        having max(case when told_changes.deadline >= ? then 1 when recipients.segment in (${words.listed}) then 1
          when recipients.segment in (${words.listed}) then 0 else cast(? as integer) end) = 1) as silent`,
    ),
  };
};

const [ofAll, ofOthers] = [openBy(false), openBy(true)];

/** The first customers whose approval is missing, in their order; then those who gave it, where there is room. */
export async function customersMissingFirst(db: Queries, of: OfChange, most: number): Promise<string[]> {
  const missing = await rows<{ customer: string }>(db, inOrder("not"), ...valuesOf(of), most);
  const room = most - missing.length;
  const given = room > 0 ? await rows<{ customer: string }>(db, inOrder(""), ...valuesOf(of), room) : [];
  return [...missing, ...given].map(({ customer }) => customer);
}

/** A walk through the customers that ends with the page: each is asked for its newest word, and for an objection that waits. */
const inOrder = (not: "not" | "") => `select customer from recipients
  where ${not} (
    coalesce((select given from approvals where feed = ? and change = ? and approvals.customer = recipients.customer
      order by seq desc limit 1), 0) = 1
    and not exists (select 1 from recipients as own join cases on cases.email_hash = own.email_hash
      where own.customer = recipients.customer and cases.feed = ? and cases.change = ?
        and cases.state in ('filed', 'under-review')))
  group by customer order by customer limit ?`;

/** The recipients of some customers, in the order of customers and addresses, with the hashes of their addresses. */
export async function recipientsOf(
  db: Queries,
  customers: readonly string[],
): Promise<(KeptRecipient & { emailHash: string })[]> {
  const found = await rows<Selectable<RecipientTable>>(db, ofCustomers, JSON.stringify(customers));
  return found.map((row) => ({ ...toRecipient(row), emailHash: row.email_hash }));
}

const ofCustomers = statement(
  ({ listed }) => `select * from recipients where customer in (${listed}) order by customer, email`,
);

/** Whether a contract names a customer. */
export const isCustomer = async (db: Queries, customer: string): Promise<boolean> =>
  (await rows(db, "select 1 as found from recipients where customer = ? limit 1", customer)).length > 0;
