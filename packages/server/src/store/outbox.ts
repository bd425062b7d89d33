import type { Selectable } from "kysely";
import { idInOrder } from "./id-in-order.ts";
import { keepApart } from "./journal.ts";
import { change, clock, lock, lockFeed, rows } from "./query.ts";
import type { DeliveryTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

/**
 * The ledger of mails and webhooks: a row each, which waits (`queued`; `unknown` where it was sent and no answer came), is under way
 * (`leased`), or is settled. What it holds to is tested as laws, in `ledger.test.ts`.
 */
export type Delivery = Selectable<DeliveryTable>;

/** What waits. Written as the partial indexes have it: otherwise they are not used. */
export const waits = `state in ('queued', 'unknown')`;

/** What goes out by the clock: see `moments.ts`. Written out likewise. */
export const isMoment = `kind in ('reminder', 'in-effect', 'outcome')`;

/** What goes out by the clock, mails and webhooks. */
export const isTimed = `(${isMoment} or kind = 'webhook-moment')`;

/** What is about an entry of the log. */
export const isOfLog = `(${isTimed} or kind in ('notice', 'webhook'))`;

/** What tells a reader of a change: whoever a contract names must get it. */
export const tellingKinds: readonly string[] = ["notice", "reminder", "in-effect"];

/** Whether it does. Written out likewise. */
export const isTelling = `kind in (${tellingKinds.map((kind) => `'${kind}'`).join()})`;

/**
 * Whether a mail tells somebody who objected. Beside {@link isTelling} nobody else is owed one: whoever is asked to confirm, or
 * signs in, asks again, and what the vendor's own people are told stands in the inbox too, with the mail that failed.
 */
export const isToObjector = ({ kind, recipient }: Pick<Delivery, "kind" | "recipient">): boolean =>
  recipient === "objector" && (kind === "objection-receipt" || kind === "objection-step");

/** Whether it does. Written out likewise. */
export const tellsObjector = `recipient = 'objector' and kind in ('objection-receipt', 'objection-step')`;

/** What somebody waits for, webhooks, and what is no notice to many. */
const isSingle = `kind not in ('notice', 'reminder', 'in-effect', 'outcome')`;

/** Of a subscription: somebody wants its address told, its holder or a contract. */
export const isReader = `(state = 'confirmed' or contract_email is not null)`;

/** The newest publish. Notices of the ones before it are dead: whoever waits for one is told by the newest. */
export const newest = `(select id from events order by log_size desc limit 1)`;

type NewDelivery = Pick<DeliveryTable, "event" | "recipient" | "kind"> &
  Partial<Pick<DeliveryTable, "subscription" | "objection" | "due_at" | "channel">>;

/** Puts one mail, or one webhook, in the outbox. The same event, recipient and channel a second time changes nothing. */
export async function enqueue(tx: Queries, delivery: NewDelivery, now: number): Promise<void> {
  const { event, recipient, channel = "email", kind, subscription = null, objection = null, due_at = now } = delivery;
  await change(
    tx,
    `insert into deliveries (id, event, recipient, channel, kind, subscription, objection, state, fence, wanted_at, due_at, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 'queued', 0, ?, ?, ?) on conflict do nothing`,
    ...[idInOrder(now), event, recipient, channel, kind, subscription, objection, due_at, due_at, now],
  );
}

/** One publish. */
export interface Publish {
  id: string;
  /** The log size before it, and after it. */
  since: number;
  logSize: number;
  /** What mails say of it, as JSON. */
  payload: string;
  /** Whether readers are to be told of it; else it is there for those who are entered later. */
  isNews: boolean;
}

/** Keeps a publish. From here on no notice of an older one goes out; {@link fanOut} makes its own, piece by piece. */
export async function keepPublish(tx: Queries, { id, since, logSize, payload, isNews }: Publish): Promise<void> {
  await change(
    tx,
    `insert into events (id, since, log_size, payload, created_at, fanned_to, open) values (?, ?, ?, ?, ?, ?, 1)`,
    ...[id, since, logSize, payload, await clock(tx), isNews ? "" : null],
  );
}

/** The id of the newest publish: notices of all others are dead. Undefined where there is none. */
export const newestPublish = async (db: Queries): Promise<string | undefined> =>
  (await rows<{ id: string }>(db, "select id from events order by log_size desc limit 1"))[0]?.id;

/** Whether any publish is kept. */
export const hasPublish = async (tx: Queries): Promise<boolean> => (await newestPublish(tx)) !== undefined;

/**
 * Puts a piece of the newest publish's notices in the outbox, or takes a piece of the dead ones out: work on many rows
 * in steps that each hold the store for milliseconds. A crash between two steps loses nothing, and replicas that do the
 * same take turns.
 *
 * @param most How many rows at once.
 * @returns how many notices were made; undefined once there is nothing left to do
 */
export async function fanOut(tx: Queries, most: number): Promise<number | undefined> {
  await lock(tx, "fan-out", "alone");
  const [event] = await rows<{ id: string; log_size: number; fanned_to: string | null }>(
    tx,
    `select id, log_size, fanned_to from events order by log_size desc limit 1`,
  );
  if (event?.fanned_to === undefined || event.fanned_to === null) return (await bury(tx, most)) ? 0 : undefined;
  const reached = await rows<{ id: string }>(
    tx,
    `select id from subscriptions where id > ? order by id limit ?`,
    ...[event.fanned_to, most],
  );
  const last = reached.at(-1)?.id;
  await change(
    tx,
    `update events set fanned_to = ? where id = ?`,
    reached.length === most && last ? last : null,
    event.id,
  );
  if (last === undefined) return 0;
  const now = await clock(tx);
  return change(tx, fanning, ...[event.id, now, now, now, event.fanned_to, last, event.log_size]);
}

const fanning = statement(
  ({
    newId,
  }) => `insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, wanted_at, due_at, created_at)
    select ${newId}, cast(? as text), id, 'email', 'notice', id, 'queued', 0, cast(? as bigint), cast(? as bigint), cast(? as bigint)
    from subscriptions where id > ? and id <= ? and ${isReader} and cursor < ?
    on conflict do nothing`,
);

/** Takes a piece of the notices of older publishes out. False once there are none. */
async function bury(tx: Queries, most: number): Promise<boolean> {
  const [dead] = await rows<{ id: string }>(
    tx,
    `select id from events where open = 1 and id <> ${newest} order by log_size limit 1`,
  );
  if (!dead) return false;
  const buried = await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'superseded', settled_at = ?, leased_until = null
     where id in (select id from deliveries where kind = 'notice' and ${waits} and event = ? limit ?)`,
    ...[await clock(tx), dead.id, most],
  );
  if (buried < most) await change(tx, `update events set open = 0 where id = ?`, dead.id);
  return true;
}

/** By what a delivery goes out. */
export type ChannelName = Delivery["channel"];

/** Which deliveries to lease. */
export interface Claim {
  /** Default `email`. */
  channel?: ChannelName;
  most: number;
  /** Milliseconds that a lease lasts. */
  span: number;
  /**
   * Those that the caller has under way: its own leases are renewed, and none of them is leased to it again, whoever's
   * lease it is by now.
   */
  held: readonly Pick<Delivery, "id" | "fence">[];
}

/**
 * Leases what is due on a channel: leases of others that ran out, then mails that somebody waits for, then notices of the newest
 * publish. Each lease raises the fence, so that a sender who lost its lease cannot settle any more. A notice waits while
 * an older one to the same reader is under way. Of what is held nothing is leased, also where that was said a moment ago.
 */
export async function claim(tx: Queries, { channel = "email", most, span, held }: Claim): Promise<Delivery[]> {
  await lockFeed(tx, "shared");
  const now = await clock(tx);
  if (held.length > 0) await renew(tx, held, now + span);
  const own = JSON.stringify(held.map(({ id }) => id));
  const due = await lapse(tx, { channel, most, span, now, own });
  for (const text of dueOn[channel]) {
    if (due.length >= most) break;
    due.push(...(await rows<{ id: string }>(tx, text, now, own, most - due.length)).map(({ id }) => id));
  }
  if (due.length === 0) return [];
  // A database that does not know of mails that went out is an older one.
  await keepApart(tx, { type: "claim" });
  return rows<Delivery>(tx, leasing, now + span, now, JSON.stringify(due));
}

const leasing = statement(
  ({ listed }) => `update deliveries set state = 'leased', fence = fence + 1, leased_until = ?,
    since = coalesce(since, (select cursor from subscriptions where id = deliveries.subscription and deliveries.kind = 'notice')),
    naming = (select naming from subscriptions where id = deliveries.subscription),
    told_at = ?
  where id in (${listed}) and not exists (select 1 from service where name = 'held') returning *`,
);

/** Mails that somebody waits for, or webhooks. Written out: a partial index is used for what stands in the text. */
const single = (channel: ChannelName) =>
  statement(
    ({
      listed,
      free,
    }) => `select id from deliveries where ${isSingle} and channel = '${channel}' and ${waits} and due_at <= ?
    and id not in (${listed}) order by due_at limit ? ${free}`,
  );

const notices = statement(
  ({ listed, free }) => `select id from deliveries as one
    where kind = 'notice' and ${waits} and event = ${newest} and due_at <= ? and id not in (${listed})
      and not exists (select 1 from deliveries as other
        where other.subscription = one.subscription and other.state = 'leased' and other.kind = 'notice')
    order by due_at limit ? ${free}`,
);

const moments = statement(
  ({ listed, free }) => `select id from deliveries where ${isMoment} and ${waits} and due_at <= ?
    and id not in (${listed}) order by due_at limit ? ${free}`,
);

/** What is due on a channel, in the order in which it goes out. */
const dueOn = { email: [single("email"), notices, moments], webhook: [single("webhook")] } as const;

const lapsed = statement(
  ({ listed, free }) => `select id, kind = 'notice' and event <> ${newest} as dead from deliveries
    where state = 'leased' and channel = ? and (leased_until < ? or leased_until > ?) and id not in (${listed}) order by leased_until limit ? ${free}`,
);

const burial = statement(
  ({
    listed,
  }) => `update deliveries set state = 'cancelled', outcome = 'superseded', settled_at = ?, leased_until = null,
    fence = fence + 1 where id in (${listed})`,
);

type Lapse = Required<Pick<Claim, "channel" | "most" | "span">> & { now: number; own: string };

/**
 * Leases that ran out, or lie further ahead than twice their term: a clock that has gone back since said those, as in
 * `exclusive.ts`. A notice of an older publish among them is dead: its reader is told by the newest.
 */
async function lapse(tx: Queries, { channel, most, span, now, own }: Lapse): Promise<string[]> {
  const found = await rows<{ id: string; dead: 0 | 1 | boolean }>(tx, lapsed, channel, now, now + 2 * span, own, most);
  const dead = found.filter((row) => row.dead).map(({ id }) => id);
  if (dead.length > 0) await change(tx, burial, now, JSON.stringify(dead));
  return found.filter((row) => !row.dead).map(({ id }) => id);
}

async function renew(tx: Queries, held: Claim["held"], until: number): Promise<void> {
  await change(tx, renewal, until, JSON.stringify(held.map(({ id, fence }) => ({ id, fence }))));
}

const renewal = statement(
  ({ table }) => `update deliveries set leased_until = ? from ${table("own", { id: "text", fence: "integer" })}
    where deliveries.id = own.id and deliveries.fence = own.fence and deliveries.state = 'leased'`,
);

/** Keeps leases while their mails are being sent. */
export async function renewLeases(tx: Queries, held: Claim["held"], span: number): Promise<void> {
  await renew(tx, held, (await clock(tx)) + span);
}

/** Takes what waits for addresses that nobody wants told any more out of the outbox. */
export async function cancelUnwanted(tx: Queries, subscriptions: readonly string[]): Promise<void> {
  if (subscriptions.length > 0) await change(tx, cancelling, await clock(tx), JSON.stringify(subscriptions));
}

const cancelling = statement(
  ({ listed }) => `update deliveries set state = 'cancelled', outcome = 'left', settled_at = ?
    where ${waits} and subscription in (select id from subscriptions where id in (${listed}) and not ${isReader})`,
);

/**
 * Puts notices of the newest publish in the outbox for addresses that are owed something older: whose publish has been
 * through already gets a second one, which tells what it did not.
 */
export async function enqueueOwed(tx: Queries, subscriptions: readonly string[], now: number): Promise<void> {
  if (subscriptions.length > 0) await change(tx, owing, now, now, now, JSON.stringify(subscriptions));
}

const owing = statement(
  ({
    listed,
    newId,
  }) => `insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, wanted_at, due_at, created_at)
    select ${newId}, events.id,
      subscriptions.id || coalesce((select '.' || cast(count(*) as text) from deliveries as before
        where before.subscription = subscriptions.id and before.event = events.id having count(*) > 0), ''),
      'email', 'notice', subscriptions.id, 'queued', 0, cast(? as bigint), cast(? as bigint), cast(? as bigint)
    from subscriptions, events
    where events.id = ${newest} and subscriptions.id in (${listed}) and ${isReader} and cursor < events.log_size
      and not exists (select 1 from deliveries as waiting where waiting.subscription = subscriptions.id
        and waiting.event = events.id and waiting.since is null and waiting.state in ('queued', 'unknown', 'leased'))
    on conflict do nothing`,
);

/** Which mails to send again. */
export interface Resend {
  /** One of them, by its id. */
  delivery?: string | undefined;
  states: readonly ("failed" | "unknown")[];
}

/**
 * Has mails sent again that were given up, or that wait for their turn after no answer came. A notice of an older
 * publish stays as it is: the newest tells its reader.
 *
 * @returns how many
 */
export async function resend(tx: Queries, { delivery, states }: Resend): Promise<number> {
  await lockFeed(tx, "shared");
  const now = await clock(tx);
  return change(tx, resending, now, now, JSON.stringify(states), delivery ?? null, delivery ?? null);
}

const resending = statement(
  ({ listed }) => `update deliveries set state = 'queued', due_at = ?, wanted_at = ?, settled_at = null
    where state in (${listed}) and (cast(? as text) is null or id = ?) and (kind <> 'notice' or event = ${newest})
      and channel = 'email'`,
);

/** A mail that was refused for good or given up, by ids alone. */
export type Failure = Pick<Delivery, "id" | "kind" | "event" | "recipient" | "outcome" | "settled_at"> & {
  attempts: number;
};

/** The newest failures. */
export function failures(db: Queries, most: number): Promise<Failure[]> {
  return rows(
    db,
    `select id, kind, event, recipient, fence as attempts, outcome, settled_at from deliveries
     where state = 'failed' and channel = 'email' and (kind <> 'notice' or event = ${newest}) order by settled_at desc limit ?`,
    most,
  );
}

/** A mail that did not arrive, or of which nobody knows, with whom it is for. */
export interface Undelivered extends Failure {
  state: "failed" | "unknown";
  due_at: number;
  /** Absent where nobody knows any more. */
  email: string | null;
}

/** Mails that did not arrive, the newest first. */
export function undelivered(db: Queries, most: number): Promise<Undelivered[]> {
  return rows(
    db,
    `select deliveries.id, deliveries.kind, deliveries.event, deliveries.recipient, deliveries.fence as attempts,
       deliveries.outcome, deliveries.settled_at, deliveries.state, deliveries.due_at,
       case when deliveries.recipient = 'vendor' then null
         else coalesce(subscriptions.email, subscriptions.contract_email, objections.email) end as email
     from (select * from (${lately("kind <> 'notice'")}) as singles
         union all select * from (${lately(`kind = 'notice' and event = ${newest}`)}) as notices) as deliveries
       left join subscriptions on subscriptions.id = deliveries.subscription
       left join objections on objections.id = deliveries.objection
     order by coalesce(deliveries.settled_at, deliveries.due_at) desc, deliveries.id desc limit ?`,
    ...[most, most, most],
  );
}

/** The newest of those that did not arrive. Each of the two kinds has an index of its own, in which the dead notices lie apart. */
const lately = (which: string) => `select * from deliveries
  where state in ('failed', 'unknown') and channel = 'email' and ${which}
  order by coalesce(settled_at, due_at) desc, id desc limit ?`;

/** How many mails there are, by why. Webhooks are counted by their endpoints: `countWebhooks`. */
export interface OutboxDepth {
  /** To be sent, or sent again after a refusal. */
  queued: number;
  /** Under way. */
  leased: number;
  /** Sent without an answer: sent again later. */
  unknown: number;
  /** Given up, or refused for good: somebody must look. */
  failed: number;
}

/** Counted over partial indexes, which hold what waits or failed and not what was. */
export async function outboxDepth(db: Queries): Promise<OutboxDepth> {
  const [found] = await rows<OutboxDepth & { waiting: number }>(
    db,
    `select (select count(*) from deliveries where ${isSingle} and channel = 'email' and ${waits})
         + (select count(*) from deliveries where ${isMoment} and ${waits} and due_at <= clock_ms())
         + (select count(*) from deliveries where kind = 'notice' and ${waits} and event = ${newest}) as waiting,
       (select count(*) from deliveries where state = 'leased' and channel = 'email') as leased,
       (select count(*) from deliveries where state = 'unknown' and (kind <> 'notice' or event = ${newest})) as unknown,
       (select count(*) from deliveries where state = 'failed' and channel = 'email' and (kind <> 'notice' or event = ${newest})) as failed`,
  );
  const { waiting = 0, leased = 0, unknown = 0, failed = 0 } = found ?? {};
  // What goes out by the clock and is unknown may not be due.
  return { queued: Math.max(0, waiting - unknown), leased, unknown, failed };
}
