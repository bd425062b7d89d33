import { day } from "../time.ts";
import { clock, type Queries } from "./open.ts";
import { suppress } from "./suppressions.ts";

/** How long things are kept, in milliseconds. */
export const retention = {
  /** A subscription that nobody confirms. */
  pending: 7 * day,
  /** After that, how long its address gets no further confirmation mail. */
  unanswered: 30 * day,
} as const;

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
  return { pending: stale.length };
}
