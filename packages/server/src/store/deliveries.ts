import { randomUUID } from "node:crypto";
import { type Selectable, sql } from "kysely";
import { day } from "../time.ts";
import { clock, type Queries } from "./open.ts";
import type { DeliveryTable } from "./schema.ts";

export type Delivery = Selectable<DeliveryTable>;

/** Milliseconds. Somebody waits for a mail of its own: it is due so much earlier, and so before every notice. */
const ahead = day;

type NewDelivery = Pick<DeliveryTable, "event" | "recipient" | "kind"> &
  Partial<Pick<DeliveryTable, "subscription" | "objection">>;

/** Puts one mail in the outbox. The same event, recipient and channel a second time changes nothing. */
export async function enqueue(tx: Queries, delivery: NewDelivery, now: number): Promise<void> {
  await tx
    .insertInto("deliveries")
    .values({
      id: randomUUID(),
      channel: "email",
      subscription: null,
      objection: null,
      state: "queued",
      fence: 0,
      due_at: now - ahead,
      leased_until: null,
      created_at: now,
      settled_at: null,
      outcome: null,
      ...delivery,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Puts one notice a confirmed subscriber in the outbox, in one statement. */
export async function enqueueNotice(
  tx: Queries,
  event: string,
  { logSize, now }: { logSize: number; now: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, due_at, created_at)
    select lower(hex(randomblob(16))), ${event}, id, 'email', 'notice', id, 'queued', 0, ${now}, ${now}
    from subscriptions where state = 'confirmed' and cursor < ${logSize}
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * Leases what is due, and what was leased and never settled. Each lease raises the fence, so that a sender who lost
 * its lease cannot settle any more.
 */
export async function lease(tx: Queries, most: number, span: number): Promise<Delivery[]> {
  const now = await clock(tx);
  const candidates = tx
    .selectFrom("deliveries")
    .select("id")
    .where("state", "=", "leased")
    .where("leased_until", "<", now)
    .limit(most)
    .unionAll(
      tx
        .selectFrom(
          tx
            .selectFrom("deliveries")
            .select("id")
            .where("state", "=", "queued")
            .where("due_at", "<=", now)
            .orderBy("due_at")
            .limit(most)
            .as("due"),
        )
        .select("id"),
    );
  const ids = (await candidates.execute()).slice(0, most).map(({ id }) => id);
  if (ids.length === 0) return [];
  return tx
    .updateTable("deliveries")
    .set((row) => ({ state: "leased", fence: row("fence", "+", 1), leased_until: now + span }))
    .where("id", "in", ids)
    .returningAll()
    .execute();
}

/** Keeps leases while their mails are being sent. */
export async function renew(tx: Queries, held: readonly Delivery[], span: number): Promise<void> {
  const now = await clock(tx);
  for (const { id, fence } of held) {
    await tx
      .updateTable("deliveries")
      .set({ leased_until: now + span })
      .where("id", "=", id)
      .where("fence", "=", fence)
      .where("state", "=", "leased")
      .execute();
  }
}

/** What became of one attempt. */
export type Outcome =
  | { state: "sent" | "unknown" | "failed" | "cancelled"; outcome: string }
  | { state: "queued"; outcome: string; delay: number };

/** Settles an attempt. False where the lease was lost meanwhile. */
export async function settle(tx: Queries, { id, fence, event }: Delivery, outcome: Outcome): Promise<boolean> {
  const now = await clock(tx);
  const again = outcome.state === "queued";
  const { numUpdatedRows } = await tx
    .updateTable("deliveries")
    .set({
      state: outcome.state,
      outcome: outcome.outcome,
      leased_until: null,
      ...(again ? { due_at: now + outcome.delay } : { settled_at: now }),
    })
    .where("id", "=", id)
    .where("fence", "=", fence)
    .where("state", "=", "leased")
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 1n && !again) await advance(tx, id, event);
  return numUpdatedRows === 1n;
}

/** A subscriber's cursor moves only when its own delivery is settled. */
async function advance(tx: Queries, id: string, event: string): Promise<void> {
  await sql`
    update subscriptions set cursor = max(cursor, (select log_size from events where id = ${event}))
    where id = (select subscription from deliveries where id = ${id})
      and exists (select 1 from events where id = ${event})`.execute(tx);
}

/** Takes what is still queued for a subscriber out of the outbox. */
export async function cancelFor(tx: Queries, subscription: string, now: number): Promise<void> {
  await tx
    .updateTable("deliveries")
    .set({ state: "cancelled", outcome: "left", settled_at: now })
    .where("subscription", "=", subscription)
    .where("state", "=", "queued")
    .execute();
}

/** How many mails wait, and when the next one is due. */
export async function outboxDepth(db: Queries): Promise<{ queued: number; leased: number }> {
  const rows = await db
    .selectFrom("deliveries")
    .select((row) => ["state", row.fn.countAll<number>().as("count")])
    .where("state", "in", ["queued", "leased"])
    .groupBy("state")
    .execute();
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return { queued: of("queued"), leased: of("leased") };
}
