import type { Delivery } from "./outbox.ts";
import { change, clock, lockFeed, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { noteMissed } from "./unreachable.ts";

/** A notice, by its id or as its Message-ID names it. */
export type BouncedNotice = { delivery: string } | { event: string; recipient: string };

/** Why it came back. */
export interface Bounce {
  /** Codes alone. */
  reason: string;
  /** Whether its address takes no mail, whoever sends it. */
  gone: boolean;
}

/**
 * Notes that a notice which its server had taken came back: its reader was not told, and is told again by the next one.
 *
 * @returns false where there is no such notice, or it counts as failed already
 */
export async function recordBounce(tx: Queries, notice: BouncedNotice, { reason, gone }: Bounce): Promise<boolean> {
  await lockFeed(tx, "shared");
  const [by, values] =
    "delivery" in notice
      ? (["id = ?", [notice.delivery]] as const)
      : (["event = ? and recipient = ?", [notice.event, notice.recipient]] as const);
  const [found] = await rows<Pick<Delivery, "id" | "subscription" | "since">>(
    tx,
    `update deliveries set state = 'failed', outcome = ?, settled_at = ?
     where kind = 'notice' and state in ('sent', 'unknown') and ${by} returning id, subscription, since`,
    ...[`bounced ${reason}`.trim(), await clock(tx), ...values],
  );
  if (!found?.subscription) return false;
  await change(
    tx,
    "update told set state = 'failed', outcome = ?, settled_at = ? where delivery = ?",
    ...[`bounced ${reason}`.trim(), await clock(tx), found.id],
  );
  await change(
    tx,
    "update subscriptions set cursor = ? where id = ? and cursor > ?",
    ...[found.since ?? 0, found.subscription, found.since ?? 0],
  );
  await noteMissed(tx, [{ subscription: found.subscription, reason: `bounced ${reason}`.trim(), gone }]);
  return true;
}
