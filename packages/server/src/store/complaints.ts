import { byReturned, type ReturnedMail } from "./bounces.ts";
import { type Delivery, isTelling } from "./outbox.ts";
import { change, clock, mine, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { type ContractLeave, leaveFor } from "./subscriptions.ts";
import { suppress } from "./suppressions.ts";

/**
 * Notes that whoever reads a mail complains of it: it has left, and its address gets no confirmation mail any more. Where a
 * contract names it, notices go on or stop as the service is set, and the privacy team has to see to it.
 *
 * @returns false where there is no such mail, or its reader has complained of it already
 */
export async function recordComplaint(tx: Queries, mail: ReturnedMail, policy: ContractLeave): Promise<boolean> {
  const [by, values] = byReturned(mail);
  const [found] = await rows<Pick<Delivery, "id" | "subscription">>(
    tx,
    `update deliveries set outcome = ${noted} where (${isTelling} or kind = 'confirmation')
       and state in ('sent', 'unknown') and coalesce(outcome, '') not like '%complained' and ${by} returning id, subscription`,
    ...values,
  );
  if (!found?.subscription) return false;
  await change(tx, `update told set outcome = ${noted} where delivery = ?`, found.id);
  const of = tx.selectFrom("subscriptions").selectAll().where("id", "=", found.subscription).$call(mine(tx));
  const subscription = await of.executeTakeFirst();
  if (!subscription) return false;
  await leaveFor(tx, subscription, { policy, complains: true });
  const since = await clock(tx);
  await suppress(tx, { email_hash: subscription.email_hash, reason: "complained", since, until: null });
  return true;
}

/** Beside what the server said when it took the mail: that it got there is no less true. */
const noted = `trim(coalesce(outcome, '') || ' complained')`;
