import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import { keepApart } from "./keep.ts";
import type { Queries } from "./open.ts";
import { change, clock, rows } from "./query.ts";
import type { DeliveryTable } from "./schema.ts";

/**
 * The ledger of mails: a row a mail, which waits (`queued`; `unknown` where it was sent and no answer came), is under way
 * (`leased`), or is settled. What it holds to is tested as laws, in `ledger.test.ts`.
 */
export type Delivery = Selectable<DeliveryTable>;

/** What waits. Written as the partial indexes have it: otherwise they are not used. */
const waits = `state in ('queued', 'unknown')`;

/** The newest publish. Notices of the ones before it are dead: whoever waits for one is told by the newest. */
const newest = `(select id from events order by log_size desc limit 1)`;

type NewDelivery = Pick<DeliveryTable, "event" | "recipient" | "kind"> &
  Partial<Pick<DeliveryTable, "subscription" | "objection">>;

/** Puts one mail in the outbox. The same event, recipient and channel a second time changes nothing. */
export async function enqueue(tx: Queries, delivery: NewDelivery, now: number): Promise<void> {
  const { event, recipient, kind, subscription = null, objection = null } = delivery;
  await change(
    tx,
    `insert into deliveries (id, event, recipient, channel, kind, subscription, objection, state, fence, wanted_at, due_at, created_at)
     values (?, ?, ?, 'email', ?, ?, ?, 'queued', 0, ?, ?, ?) on conflict do nothing`,
    ...[randomUUID(), event, recipient, kind, subscription, objection, now, now, now],
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
}

/** Keeps a publish. From here on no notice of an older one goes out; {@link fanOut} makes its own, piece by piece. */
export async function keepPublish(tx: Queries, { id, since, logSize, payload }: Publish): Promise<void> {
  await change(
    tx,
    `insert into events (id, since, log_size, payload, created_at, fanned_to, open) values (?, ?, ?, ?, ?, '', 1)`,
    ...[id, since, logSize, payload, await clock(tx)],
  );
}

/**
 * Puts a piece of the newest publish's notices in the outbox, or takes a piece of the dead ones out: work on many rows
 * in steps that each hold the store for milliseconds. A crash between two steps loses nothing.
 *
 * @param most How many rows at once.
 * @returns how many notices were made; undefined once there is nothing left to do
 */
export async function fanOut(tx: Queries, most: number): Promise<number | undefined> {
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
  return change(
    tx,
    `insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, wanted_at, due_at, created_at)
     select lower(hex(randomblob(16))), ?, id, 'email', 'notice', id, 'queued', 0, ?, ?, ?
     from subscriptions where id > ? and id <= ? and state = 'confirmed' and cursor < ?
     on conflict do nothing`,
    ...[event.id, now, now, now, event.fanned_to, last, event.log_size],
  );
}

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

/** Which mails to lease. */
export interface Claim {
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
 * Leases what is due: leases of others that ran out, then mails that somebody waits for, then notices of the newest
 * publish. Each lease raises the fence, so that a sender who lost its lease cannot settle any more. A notice waits while
 * an older one to the same reader is under way.
 */
export async function claim(tx: Queries, { most, span, held }: Claim): Promise<Delivery[]> {
  const now = await clock(tx);
  if (held.length > 0) await renew(tx, held, now + span);
  const mine = JSON.stringify(held.map(({ id }) => id));
  const due = await lapse(tx, { most, now, mine });
  for (const text of [personal, notices]) {
    if (due.length >= most) break;
    due.push(...(await rows<{ id: string }>(tx, text, now, mine, most - due.length)).map(({ id }) => id));
  }
  if (due.length === 0) return [];
  // A database that does not know of mails that went out is an older one.
  await keepApart(tx, { type: "claim" });
  return rows<Delivery>(
    tx,
    `update deliveries set state = 'leased', fence = fence + 1, leased_until = ?,
       since = coalesce(since, (select cursor from subscriptions where id = deliveries.subscription and deliveries.kind = 'notice'))
     where id in (select value from json_each(?)) returning *`,
    ...[now + span, JSON.stringify(due)],
  );
}

const notMine = `id not in (select value from json_each(?))`;

const personal = `select id from deliveries where kind <> 'notice' and ${waits} and due_at <= ? and ${notMine}
  order by due_at limit ?`;

const notices = `select id from deliveries as one where kind = 'notice' and ${waits} and event = ${newest} and due_at <= ?
  and ${notMine} and not exists (select 1 from deliveries as other
    where other.subscription = one.subscription and other.state = 'leased' and other.kind = 'notice')
  order by due_at limit ?`;

/** Leases that ran out. A notice of an older publish among them is dead: its reader is told by the newest. */
async function lapse(tx: Queries, { most, now, mine }: { most: number; now: number; mine: string }): Promise<string[]> {
  const found = await rows<{ id: string; dead: 0 | 1 }>(
    tx,
    `select id, kind = 'notice' and event <> ${newest} as dead from deliveries
     where state = 'leased' and leased_until < ? and ${notMine} order by leased_until limit ?`,
    ...[now, mine, most],
  );
  const dead = found.filter((row) => row.dead).map(({ id }) => id);
  if (dead.length > 0) {
    await change(
      tx,
      `update deliveries set state = 'cancelled', outcome = 'superseded', settled_at = ?, leased_until = null, fence = fence + 1
       where id in (select value from json_each(?))`,
      ...[now, JSON.stringify(dead)],
    );
  }
  return found.filter((row) => !row.dead).map(({ id }) => id);
}

async function renew(tx: Queries, held: Claim["held"], until: number): Promise<void> {
  await change(
    tx,
    `update deliveries set leased_until = ?1 from (select value ->> 'id' as id, value ->> 'fence' as fence from json_each(?2)) as mine
     where deliveries.id = mine.id and deliveries.fence = mine.fence and deliveries.state = 'leased'`,
    ...[until, JSON.stringify(held.map(({ id, fence }) => ({ id, fence })))],
  );
}

/** Keeps leases while their mails are being sent. */
export async function renewLeases(tx: Queries, held: Claim["held"], span: number): Promise<void> {
  await renew(tx, held, (await clock(tx)) + span);
}

/** What became of one attempt. Codes alone: a mail server's words can hold an address. */
export type Outcome =
  | { state: "sent" | "failed" | "cancelled"; outcome: string }
  /** Again after so many milliseconds. `unknown`: it was sent, and no answer came. */
  | { state: "queued" | "unknown"; outcome: string; delay: number };

/** An attempt and its outcome. */
export interface Settled {
  delivery: Pick<Delivery, "id" | "fence">;
  outcome: Outcome;
}

/**
 * Settles attempts. What would have to go out again, and is the notice of an older publish, is dead by now.
 *
 * @returns the ids of those whose lease was still held
 */
export async function settle(tx: Queries, settled: readonly Settled[]): Promise<Set<string>> {
  const now = await clock(tx);
  const mine = settled.map(({ delivery: { id, fence }, outcome }) => {
    const again = "delay" in outcome;
    return { id, fence, state: outcome.state, outcome: outcome.outcome, due: again ? now + outcome.delay : null };
  });
  const kept = await rows<{ id: string; event: string; subscription: string | null; state: string }>(
    tx,
    `update deliveries set
       state = case when due is not null and kind = 'notice' and event <> ${newest} then 'cancelled' else new_state end,
       outcome = case when due is not null and kind = 'notice' and event <> ${newest} then 'superseded' else new_outcome end,
       due_at = coalesce(due, due_at), unsure = unsure + (new_state = 'unknown'), leased_until = null,
       settled_at = case when due is null or (kind = 'notice' and event <> ${newest}) then ?1 end
     from (select value ->> 'id' as mine, value ->> 'fence' as held, value ->> 'state' as new_state,
             value ->> 'outcome' as new_outcome, value ->> 'due' as due from json_each(?2))
     where id = mine and fence = held and state = 'leased' returning id, event, subscription, state`,
    ...[now, JSON.stringify(mine)],
  );
  const told = kept.filter(({ state, subscription }) => state === "sent" && subscription !== null);
  if (told.length > 0) await advance(tx, told);
  return new Set(kept.map(({ id }) => id));
}

/** A subscriber's cursor moves only when its own notice was taken: what failed is told again by the next. */
async function advance(tx: Queries, told: readonly { event: string; subscription: string | null }[]): Promise<void> {
  await change(
    tx,
    `update subscriptions set cursor = max(cursor, events.log_size)
     from (select value ->> 'event' as event, value ->> 'subscription' as subscription from json_each(?)) as told, events
     where subscriptions.id = told.subscription and events.id = told.event`,
    JSON.stringify(told.map(({ event, subscription }) => ({ event, subscription }))),
  );
}

/** Takes what still waits for a subscriber out of the outbox. */
export async function cancelFor(tx: Queries, subscription: string, now: number): Promise<void> {
  await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'left', settled_at = ? where subscription = ? and ${waits}`,
    ...[now, subscription],
  );
}

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
  const now = await clock(tx);
  return change(
    tx,
    `update deliveries set state = 'queued', due_at = ?1, wanted_at = ?1, settled_at = null
     where state in (select value from json_each(?2)) and (?3 is null or id = ?3) and (kind <> 'notice' or event = ${newest})`,
    ...[now, JSON.stringify(states), delivery ?? null],
  );
}

/** A mail that was refused for good or given up, by ids alone. */
export type Failure = Pick<Delivery, "id" | "kind" | "event" | "recipient" | "outcome" | "settled_at"> & {
  attempts: number;
};

/** The newest failures. */
export function failures(db: Queries, most: number): Promise<Failure[]> {
  return rows(
    db,
    `select id, kind, event, recipient, fence as attempts, outcome, settled_at from deliveries
     where state = 'failed' and (kind <> 'notice' or event = ${newest}) order by settled_at desc limit ?`,
    most,
  );
}

/** How many mails there are, by why. */
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
    `select (select count(*) from deliveries where kind <> 'notice' and ${waits})
         + (select count(*) from deliveries where kind = 'notice' and ${waits} and event = ${newest}) as waiting,
       (select count(*) from deliveries where state = 'leased') as leased,
       (select count(*) from deliveries where state = 'unknown' and (kind <> 'notice' or event = ${newest})) as unknown,
       (select count(*) from deliveries where state = 'failed' and (kind <> 'notice' or event = ${newest})) as failed`,
  );
  const { waiting = 0, leased = 0, unknown = 0, failed = 0 } = found ?? {};
  return { queued: waiting - unknown, leased, unknown, failed };
}
