import { day } from "../time.ts";
import { purgeApiTokens } from "./api-tokens.ts";
import { purgeAudit } from "./audit.ts";
import { purgeCases } from "./cases.ts";
import { change, clock, mine } from "./query.ts";
import { purgeSessions } from "./sessions.ts";
import { purgeLinks } from "./sign-ins.ts";
import type { Queries } from "./store.ts";
import { suppress } from "./suppressions.ts";

/** How long things are kept, in milliseconds. */
export const retention = {
  /** A subscription that nobody confirms. */
  pending: 7 * day,
  /** After that, how long its address gets no further confirmation mail. */
  unanswered: 30 * day,
  /** A mail that is settled: by then nobody asks any more whether it went out. What failed is settled too. */
  settled: 400 * day,
  /** What a notice told, to whom: evidence of a duty that claims may come of. */
  told: 10 * 366 * day,
  /** A case in which nothing was done since, counted from its deadline where that is later; an approval: likewise. */
  cases: 10 * 366 * day,
  /** Who did what in the inbox. */
  audit: 3 * 366 * day,
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
    .$call(mine(tx))
    .execute();
  for (const { id, email_hash } of stale) {
    await suppress(tx, { email_hash, reason: "unanswered", since: now, until: now + retention.unanswered });
    await forgetPending(tx, id);
  }
  await tx.deleteFrom("used_proofs").where("expires_at", "<", now).execute();
  await tx.deleteFrom("rates").where("expires_at", "<", now).execute();
  await tx.deleteFrom("suppressions").where("until", "<", now).execute();
  await change(
    tx,
    "delete from deliveries where id in (select id from deliveries where settled_at is not null and settled_at < ? limit ?)",
    ...[now - retention.settled, mostSettled],
  );
  await change(tx, "delete from told where settled_at < ?", now - retention.told);
  await purgeLinks(tx, now);
  await purgeSessions(tx, now);
  await purgeApiTokens(tx, now - retention.audit);
  await purgeAudit(tx, now - retention.audit);
  await purgeCases(tx, now - retention.cases);
  await change(tx, "delete from approvals where at < ?", now - retention.cases);
  return { pending: stale.length };
}

/** An address that contracts name, or did, keeps its row: how far it was told is told by it. */
async function forgetPending(tx: Queries, id: string): Promise<void> {
  const named = await tx.selectFrom("tasks").select("id").where("subscription", "=", id).limit(1).executeTakeFirst();
  const kept = tx.updateTable("subscriptions").set({ state: "left", email: null }).where("id", "=", id);
  const [found] = await kept
    .where((is) =>
      is.or([
        is("contract_email", "is not", null),
        is.exists(is.selectFrom("recipients").select("recipients.id").where("recipients.subscription", "=", id)),
      ]),
    )
    .execute();
  if (found && found.numUpdatedRows > 0n) return;
  if (named) return void (await kept.execute());
  await tx.deleteFrom("subscriptions").where("id", "=", id).execute();
}
