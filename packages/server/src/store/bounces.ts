import { type Delivery, isTelling, tellsObjector } from "./outbox.ts";
import { change, clock, lockFeed, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { noteMissed, noteMissedObjectors } from "./unreachable.ts";

/** A mail to a reader or to whoever objected, by its id or as its Message-ID names it. */
export type ReturnedMail = { delivery: string } | { event: string; recipient: string };

/** Which row of the ledger that is: a condition, and its values. */
export const byReturned = (mail: ReturnedMail): readonly [by: string, values: readonly string[]] =>
  "delivery" in mail ? ["id = ?", [mail.delivery]] : ["event = ? and recipient = ?", [mail.event, mail.recipient]];

/** Why it came back. */
export interface Bounce {
  /** Codes alone. */
  reason: string;
  /** Whether its address takes no mail, whoever sends it. */
  gone: boolean;
}

/**
 * Notes that a mail which its server had taken came back: its reader was not told. What a notice says is told again by the
 * next one; what the clock brings is not, for its day will have passed.
 *
 * @returns false where there is no such mail, or it counts as failed already
 */
export async function recordBounce(tx: Queries, mail: ReturnedMail, { reason, gone }: Bounce): Promise<boolean> {
  await lockFeed(tx, "shared");
  const [by, values] = byReturned(mail);
  const outcome = `bounced ${reason}`.trim();
  const now = await clock(tx);
  const [found] = await rows<Pick<Delivery, "id" | "kind" | "subscription" | "objection" | "since">>(
    tx,
    `update deliveries set state = 'failed', outcome = ?, settled_at = ?
     where (${isTelling} or ${tellsObjector}) and state in ('sent', 'unknown') and ${by}
     returning id, kind, subscription, objection, since`,
    ...[outcome, now, ...values],
  );
  if (found?.objection) {
    await noteMissedObjectors(tx, [{ objection: found.objection, reason: outcome }]);
    return true;
  }
  if (!found?.subscription) return false;
  await change(
    tx,
    "update told set state = 'failed', outcome = ?, settled_at = ? where delivery = ?",
    ...[outcome, now, found.id],
  );
  if (found.kind === "notice") {
    const since = found.since ?? 0;
    await change(
      tx,
      "update subscriptions set cursor = ? where id = ? and cursor > ?",
      ...[since, found.subscription, since],
    );
  }
  await noteMissed(tx, [{ subscription: found.subscription, reason: outcome, gone }]);
  return true;
}
