import { isOfLog, isReader } from "./outbox.ts";
import { change, clock, lockFeed } from "./query.ts";
import type { Queries } from "./store.ts";

/**
 * Forgets a feed that has moved: its log and what was to be told of it. The next one begins a log of its own, whose ids
 * are other changes'. Subscribers, objections and receipts stay.
 */
export async function leaveFeed(tx: Queries): Promise<void> {
  await lockFeed(tx, "alone");
  const now = await clock(tx);
  await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'moved', settled_at = ?, leased_until = null
     where ${isOfLog} and state in ('queued', 'unknown', 'leased')`,
    now,
  );
  const renaming = `update deliveries set event = cast(? as text) || event where ${isOfLog}`;
  await change(tx, renaming, `before-${now}-`);
  // What was told stays as evidence; the next feed's ids are other changes'.
  await change(tx, "update told set event = cast(? as text) || event where event like 'notice-%'", `before-${now}-`);
  await change(tx, "delete from events");
  await change(tx, "delete from log_entries");
  await change(tx, "delete from feed_state");
}

/** Counts every subscriber and endpoint as told up to a log size. */
export async function setCursors(tx: Queries, logSize: number): Promise<void> {
  await change(tx, `update subscriptions set cursor = ? where ${isReader}`, logSize);
  await change(tx, "update webhooks set cursor = ?", logSize);
}
