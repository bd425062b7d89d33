import { day } from "../time.ts";
import type { Queries } from "./open.ts";
import { change, clock } from "./query.ts";
import { suppress } from "./suppressions.ts";

/** How long things are kept, in milliseconds. */
export const retention = {
  /** A subscription that nobody confirms. */
  pending: 7 * day,
  /** After that, how long its address gets no further confirmation mail. */
  unanswered: 30 * day,
  /** A mail that is settled: by then nobody asks any more whether it went out. What failed is settled too. */
  settled: 400 * day,
} as const;

/** How many settled mails one purge removes: the rest waits for the next. */
const mostSettled = 20_000;

/** Removes what has had its time: unconfirmed addresses (their keyed hash stays), used proofs and limits that are over. */
export async function purge(tx: Queries): Promise<{ pending: number }> {
  const now = await clock(tx);
  const stale = await tx
    .selectFrom("subscriptions")
    .select(["id", "email_hash"])
    .where("state", "=", "pending")
    .where("created_at", "<", now - retention.pending)
    .execute();
  for (const { id, email_hash } of stale) {
    await suppress(tx, { email_hash, reason: "unanswered", since: now, until: now + retention.unanswered });
    await tx.deleteFrom("subscriptions").where("id", "=", id).execute();
  }
  await tx.deleteFrom("used_proofs").where("expires_at", "<", now).execute();
  await tx.deleteFrom("rates").where("expires_at", "<", now).execute();
  await tx.deleteFrom("suppressions").where("until", "<", now).execute();
  await change(
    tx,
    "delete from deliveries where id in (select id from deliveries where settled_at is not null and settled_at < ? limit ?)",
    ...[now - retention.settled, mostSettled],
  );
  return { pending: stale.length };
}
