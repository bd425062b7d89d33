import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import { type Difference, differenceOf, differs, type Recipient, searchForm } from "../recipients/recipient.ts";
import { emailHash, type Keyed, tokenHash } from "../secret/keyed.ts";
import { inSlices } from "../slices.ts";
import { firstOpen } from "./feed-state.ts";
import { cancelUnwanted, enqueueOwed } from "./outbox.ts";
import { change, clock, lock, lockFeed, rows } from "./query.ts";
import type { RecipientTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { endTasks } from "./tasks.ts";
import { statement } from "./words.ts";

/** A recipient as it is kept. */
export interface KeptRecipient extends Recipient {
  id: string;
  subscription: string;
  /** The log size from which on it is owed whatever is published. */
  owedFrom: number;
  /** Milliseconds since 1970. What was open then it is owed too. */
  addedAt: number;
  /** When whoever reads there asked to get no more; and whether that was heeded. */
  leftAt: number | null;
  stopped: boolean;
}

/** All recipients, in the order of customers and addresses. */
export const listRecipients = async (db: Queries): Promise<KeptRecipient[]> =>
  (await db.selectFrom("recipients").selectAll().orderBy("customer").orderBy("email").execute()).map(toRecipient);

/** Which recipients to list. */
export interface RecipientQuery {
  /** A part of their customer or address, whatever its case and marks; empty: all. */
  q: string;
  /** Of the last one of the page before. */
  after?: Pick<KeptRecipient, "customer" | "email" | "id"> | undefined;
  most: number;
}

/** Recipients in the order of customers and addresses, a page at a time. */
export async function findRecipients(db: Queries, { q, after, most }: RecipientQuery): Promise<KeptRecipient[]> {
  const { customer, email, id } = after ?? { customer: "", email: "", id: "" };
  const found = await rows<Selectable<RecipientTable>>(
    db,
    `select * from recipients where (customer, email, id) > (?, ?, ?) and ${matching(q)} order by customer, email, id limit ?`,
    ...[customer, email, id, ...patternOf(q), most],
  );
  return found.map(toRecipient);
}

/** How many recipients {@link findRecipients} finds in all. */
export async function countRecipients(db: Queries, q: string): Promise<number> {
  const found = await rows<{ n: number }>(
    db,
    `select count(*) as n from recipients where ${matching(q)}`,
    ...patternOf(q),
  );
  return Number(found[0]?.n ?? 0);
}

const isLike = `(case when search = '' then lower(customer || '\n' || email) else search end) like ? escape '\\'`;

const matching = (q: string) => (q === "" ? "1 = 1" : isLike);

/** What is searched for, letter by letter. */
const literal = (q: string) => searchForm(q).replace(/[\\%_]/g, "\\$&");

const patternOf = (q: string) => (q === "" ? [] : [`%${literal(q)}%`]);

/** Customers with a part in their name, in their order; whoever is named whole first. */
export async function customersNamed(db: Queries, q: string, most: number): Promise<string[]> {
  const found = await rows<{ customer: string }>(
    db,
    `select customer from recipients where ${isLike} group by customer
      order by min(case when ${isLike} then 0 else 1 end), customer limit ?`,
    ...[`%${literal(q)}%\n%`, `${literal(q)}\n%`, most],
  );
  return found.map(({ customer }) => customer);
}

/** Those of some addresses, stopped ones too. */
export const recipientsAt = async (db: Queries, subscriptions: readonly string[]): Promise<KeptRecipient[]> =>
  (await rows<Selectable<RecipientTable>>(db, at, JSON.stringify(subscriptions))).map(toRecipient);

const at = statement(
  ({ listed }) => `select * from recipients where subscription in (${listed}) order by customer, email`,
);

/** The hashes of recipients' addresses, by the recipients' ids. */
export const addressHashes = async (db: Queries): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await rows<{ id: string; email_hash: string }>(db, "select id, email_hash from recipients")).map((one) => [
      one.id,
      one.email_hash,
    ]),
  );

export const toRecipient = (row: Selectable<RecipientTable>): KeptRecipient => ({
  id: row.id,
  customer: row.customer,
  email: row.email,
  role: row.role,
  language: row.language,
  segment: row.segment,
  services: JSON.parse(row.services) as string[],
  contract: row.contract,
  noticePeriod: row.notice_period,
  subscription: row.subscription,
  owedFrom: row.owed_from,
  addedAt: row.added_at,
  leftAt: row.left_at,
  stopped: row.stopped === 1,
});

export interface ImportOptions {
  keyed: Keyed;
  /** What is not among the wanted: removed, or left as it is. */
  missing: "remove" | "keep";
}

export type ImportDifference = Difference<KeptRecipient>;

/** What taking some recipients over would do. */
export async function foreseeImport(
  db: Queries,
  wanted: readonly Recipient[],
  keyed: Keyed,
): Promise<ImportDifference> {
  return differenceOf(await listRecipients(db), wanted, keyOf(keyed));
}

const keyOf =
  (keyed: Keyed) =>
  ({ customer, email }: Pick<Recipient, "customer" | "email">) =>
    `${customer}\n${emailHash(keyed, email)}`;

/** Takes recipients over: all of it, or nothing. The same again changes nothing. */
export async function importRecipients(
  tx: Queries,
  wanted: readonly Recipient[],
  { keyed, missing }: ImportOptions,
): Promise<ImportDifference> {
  await lock(tx, "recipients", "alone");
  // A publish is seen by it, or sees it: nobody is missed.
  await lockFeed(tx, "shared");
  const difference = await foreseeImport(tx, wanted, keyed);
  const removed = missing === "remove" ? difference.missing : [];
  const now = await clock(tx);
  const widened = difference.changed.filter(
    ({ before, after }) => differs(before, after, "services") || differs(before, after, "segment"),
  );
  const enters = difference.added.length > 0 || widened.length > 0;
  const owed: ReadonlyMap<string, number> = enters ? await owedByCustomer(tx) : new Map();
  const open = enters ? await firstOpen(tx, now) : 0;
  await remove(tx, removed);
  await inSlices(difference.changed, (some) =>
    change(tx, changing, now, JSON.stringify(some.map(({ before, after }) => rowOf(before.id, after)))),
  );
  const added = await add(tx, difference.added, { keyed, now, owed, open });
  // What is open may concern it now.
  const again = widened.map(({ before }) => before.subscription);
  await inSlices(again, (some) => change(tx, goingBack, open, JSON.stringify(some), open));
  const touched = [...removed, ...difference.changed.map(({ before }) => before)].map(
    ({ subscription }) => subscription,
  );
  await nameAddresses(tx, [...touched, ...added.all]);
  await inSlices([...new Set([...added.owed, ...again])], (some) => enqueueOwed(tx, some, now));
  return difference;
}

/** Removes recipients. @returns those that were there */
export async function removeRecipients(
  tx: Queries,
  wanted: (recipient: KeptRecipient) => boolean,
): Promise<KeptRecipient[]> {
  await lock(tx, "recipients", "alone");
  const removed = (await listRecipients(tx)).filter(wanted);
  await remove(tx, removed);
  await nameAddresses(
    tx,
    removed.map(({ subscription }) => subscription),
  );
  return removed;
}

/** Notes that whoever reads at an address asked to get no more, and heeds it where the terms say so. */
export async function leaveContracts(
  tx: Queries,
  subscription: string,
  { stop, now }: { stop: boolean; now: number },
): Promise<boolean> {
  const news = await change(
    tx,
    `update recipients set left_at = coalesce(left_at, ?), stopped = ?
     where subscription = ? and stopped = 0 and (left_at is null or ? = 1)`,
    ...[now, stop ? 1 : 0, subscription, stop ? 1 : 0],
  );
  if (stop) await nameAddresses(tx, [subscription]);
  return news > 0;
}

const remove = (tx: Queries, removed: readonly KeptRecipient[]) =>
  inSlices(removed, (some) => change(tx, removing, JSON.stringify(some.map(({ id }) => id))));

const removing = statement(({ listed }) => `delete from recipients where id in (${listed})`);

const columns: Readonly<Record<string, "text">> = {
  ...{ search: "text", id: "text", customer: "text", email: "text", role: "text", language: "text", segment: "text" },
  ...{ services: "text", contract: "text", notice_period: "text" },
};

const goingBack = statement(
  ({ listed }) => `update subscriptions set cursor = ? where id in (${listed}) and cursor > ?`,
);

const rowOf = (id: string, { noticePeriod, services, ...recipient }: Recipient) => ({
  ...{ id, customer: recipient.customer, email: recipient.email, role: recipient.role },
  ...{ language: recipient.language, segment: recipient.segment, contract: recipient.contract },
  ...{ services: JSON.stringify(services), notice_period: noticePeriod },
  search: searchForm(`${recipient.customer}\n${recipient.email}`),
});

const changing = statement(
  ({ table }) => `update recipients set email = given.email, role = given.role, language = given.language,
      segment = given.segment, services = given.services, contract = given.contract,
      notice_period = given.notice_period, search = given.search, changed_at = ?
    from ${table("given", columns)} where recipients.id = given.id`,
);

/**
 * Up to where the addresses of each customer were told: one that takes the place of another, or stands beside it, is told
 * what that one was not.
 */
async function owedByCustomer(tx: Queries): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ customer: string; cursor: number }>(
    tx,
    `select customer, min(cursor) as cursor from recipients, subscriptions
     where subscriptions.id = recipients.subscription and stopped = 0 group by customer`,
  );
  return new Map(found.map(({ customer, cursor }) => [customer, cursor]));
}

interface Adding {
  keyed: Keyed;
  now: number;
  owed: ReadonlyMap<string, number>;
  /** The log size before the first change that is still open. */
  open: number;
}

/** Addresses, by their subscriptions. */
interface Added {
  all: string[];
  /** Those that are to be told of something that nobody told them, or told nobody. */
  owed: string[];
}

async function add(tx: Queries, added: readonly Recipient[], { keyed, now, owed, open }: Adding): Promise<Added> {
  if (added.length === 0) return { all: [], owed: [] };
  const feed = await tx.selectFrom("feed_state").select("log_size").executeTakeFirst();
  const size = feed?.log_size ?? 0;
  const hashed: { recipient: Recipient; hash: string }[] = [];
  const known = new Map<string, KnownAddress>();
  await inSlices(added, async (some) => {
    const slice = some.map((recipient) => ({ recipient, hash: emailHash(keyed, recipient.email) }));
    hashed.push(...slice);
    const hashes = slice.map(({ hash }) => hash);
    for (const [hash, address] of await knownAddresses(tx, hashes)) known.set(hash, address);
  });
  const cursors = new Map<string, number>();
  const given = hashed.map(({ recipient, hash }) => {
    const found = known.get(hash) ?? { id: randomUUID(), since: undefined };
    known.set(hash, found);
    const owedFrom = owed.get(recipient.customer) ?? size;
    // An address that somebody wants told already was told up to where it stands. What is open it may not know.
    const from = Math.min(owedFrom, found.since ?? size, open);
    cursors.set(hash, Math.min(cursors.get(hash) ?? size, from));
    return { ...rowOf(randomUUID(), recipient), email_hash: hash, subscription: found.id, owed_from: owedFrom };
  });
  const addresses = [...cursors].map(([hash, cursor]) => ({ id: known.get(hash)?.id ?? "", email_hash: hash, cursor }));
  await inSlices(addresses, (some) => {
    const rows = some.map((address) => ({
      ...address,
      confirm_hash: tokenHash(keyed.token("confirm", address.id)),
      leave_hash: tokenHash(keyed.token("leave", address.id)),
    }));
    return change(tx, addressing, now, JSON.stringify(rows));
  });
  await inSlices(given, (some) => change(tx, adding, now, now, JSON.stringify(some)));
  const behind = addresses.filter(({ email_hash, cursor }) => cursor < (known.get(email_hash)?.since ?? size));
  return { all: addresses.map(({ id }) => id), owed: behind.map(({ id }) => id) };
}

interface KnownAddress {
  id: string;
  /** Its cursor, where somebody wants it told. */
  since: number | undefined;
}

async function knownAddresses(tx: Queries, hashes: readonly string[]): Promise<Map<string, KnownAddress>> {
  const found = await rows<{ id: string; email_hash: string; cursor: number; reads: 0 | 1 }>(
    tx,
    knowing,
    JSON.stringify(hashes),
  );
  return new Map(
    found.map(({ id, email_hash, cursor, reads }) => [email_hash, { id, since: reads ? cursor : undefined }]),
  );
}

const knowing = statement(
  ({ listed, mine }) => `select id, email_hash, cursor,
      case when state = 'confirmed' or contract_email is not null then 1 else 0 end as reads
    from subscriptions where email_hash in (${listed}) order by id ${mine}`,
);

const addressing = statement(
  ({ table }) => `insert into subscriptions (id, email_hash, state, confirm_hash, leave_hash, created_at, cursor)
    select id, email_hash, 'left', confirm_hash, leave_hash, cast(? as bigint), cursor
    from ${table("given", { id: "text", email_hash: "text", confirm_hash: "text", leave_hash: "text", cursor: "integer" })}
    where true on conflict (id) do update set cursor = excluded.cursor`,
);

const adding = statement(
  ({ table }) => `insert into recipients (id, customer, email, email_hash, role, language, segment, services, contract,
      notice_period, search, subscription, owed_from, added_at, changed_at)
    select id, customer, email, email_hash, role, language, segment, services, contract, notice_period, search, subscription,
      owed_from, cast(? as bigint), cast(? as bigint)
    from ${table("given", { ...columns, email_hash: "text", subscription: "text", owed_from: "integer" })}`,
);

/** Keeps at each address whether a contract wants it told, and takes out what waits for whom nobody does. */
const nameAddresses = (tx: Queries, subscriptions: readonly string[]): Promise<void> =>
  inSlices([...new Set(subscriptions)], (some) => nameSome(tx, some));

async function nameSome(tx: Queries, subscriptions: readonly string[]): Promise<void> {
  const ids = JSON.stringify(subscriptions);
  await change(tx, naming, ids);
  const left = await rows<{ id: string }>(tx, unnamed, ids);
  const unwanted = left.map(({ id }) => id);
  await cancelUnwanted(tx, unwanted);
  await endTasks(tx, unwanted, { kinds: ["unreachable"], how: "removed" });
  const gone = await rows<{ id: string }>(tx, forgotten, ids);
  await endTasks(
    tx,
    gone.map(({ id }) => id),
    { kinds: ["left"], how: "removed" },
  );
}

const naming = statement(
  ({ listed }) => `update subscriptions set naming = naming + 1, contract_email = (select email from recipients
      where recipients.subscription = subscriptions.id and stopped = 0 order by recipients.id limit 1)
    where id in (${listed})`,
);

const unnamed = statement(
  ({ listed }) => `select id from subscriptions where id in (${listed}) and contract_email is null`,
);

const forgotten = statement(
  ({ listed }) => `select id from subscriptions where id in (${listed})
    and not exists (select 1 from recipients where recipients.subscription = subscriptions.id)`,
);
