import type { Selectable } from "kysely";
import { tokenHash } from "../secret/keyed.ts";
import { keepApart } from "./journal.ts";
import { cancelUnwanted, enqueue } from "./outbox.ts";
import { clock, lockFeed, mine } from "./query.ts";
import { leaveContracts } from "./recipients.ts";
import type { SubscriptionTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { suppress } from "./suppressions.ts";
import { openTasks } from "./tasks.ts";

export type Subscription = Selectable<SubscriptionTable>;

/** The subscription that a mail's token stands for. */
export const findByToken = (db: Queries, purpose: Purpose, token: string): Promise<Subscription | undefined> =>
  byToken(db, purpose, token).executeTakeFirst();

export type Purpose = "confirm" | "leave";

const byToken = (db: Queries, purpose: Purpose, token: string) =>
  db
    .selectFrom("subscriptions")
    .selectAll()
    .where(purpose === "confirm" ? "confirm_hash" : "leave_hash", "=", tokenHash(token));

export const findSubscription = (db: Queries, id: string): Promise<Subscription | undefined> =>
  db.selectFrom("subscriptions").selectAll().where("id", "=", id).executeTakeFirst();

/** Confirms; again is harmless. Undefined where the token is unknown or its subscription is over. */
export async function confirm(tx: Queries, token: string): Promise<Subscription | undefined> {
  // A publish is seen by it, or sees it: nobody is missed.
  await lockFeed(tx, "shared");
  const found = await byToken(tx, "confirm", token).$call(mine(tx)).executeTakeFirst();
  if (!found || found.state === "left") return undefined;
  if (found.state === "confirmed") return found;
  // What was published before is on the vendor's page: a new subscriber is told of what comes.
  const feed = await tx.selectFrom("feed_state").select("log_size").executeTakeFirst();
  await tx
    .updateTable("subscriptions")
    .set({
      ...{ state: "confirmed", confirmed_at: await clock(tx) },
      // What a contract wants told stays owed.
      ...(found.contract_email === null && { cursor: feed?.log_size ?? 0 }),
    })
    .where("id", "=", found.id)
    .execute();
  await keepApart(tx, { type: "confirm", email: found.email_hash });
  return found;
}

/** Whether a contract's notices go on where whoever reads them asked to get no more. */
export type ContractLeave = "go-on" | "stop";

/** What became of a wish to leave. */
export interface Left {
  subscription: Subscription;
  /** What a contract's notices do, where one names the address. */
  contract?: ContractLeave;
}

/**
 * Ends a subscription and erases its address; again is harmless. Who leaves before confirming is never asked again. Where
 * a contract names the address the vendor is told, and its notices go on or stop.
 */
export async function leave(tx: Queries, token: string, policy: ContractLeave): Promise<Left | undefined> {
  const found = await byToken(tx, "leave", token).$call(mine(tx)).executeTakeFirst();
  return found && leaveFor(tx, found, { policy, complains: false });
}

/** How somebody leaves. */
interface Leaving {
  /** What a contract's notices do. */
  policy: ContractLeave;
  /** Whether it said so to its own mail service, and not here. */
  complains: boolean;
}

/** Likewise, of a subscription that the transaction has locked. */
export async function leaveFor(tx: Queries, found: Subscription, { policy, complains }: Leaving): Promise<Left> {
  if (found.state !== "left") await leaveById(tx, found.id);
  if (found.contract_email === null) return { subscription: found };
  const now = await clock(tx);
  const stop = policy === "stop";
  if (stop) await keepApart(tx, { type: "stop", email: found.email_hash, at: now });
  const isNews = await leaveContracts(tx, found.id, { stop, now });
  // Of a complaint there is something to do each time: where notices go on, it harms what others get from the vendor.
  if (isNews || complains) {
    const [task] = await openTasks(tx, [
      { kind: "left", subscription: found.id, reason: leftReason(policy, complains) },
    ]);
    if (task) await enqueue(tx, { event: `task-${task}`, recipient: "vendor", kind: "recipient-left" }, now);
  }
  return { subscription: found, contract: policy };
}

const complaint = "complaint ";

/** The reason of a task of the kind `left`, in codes. */
const leftReason = (policy: ContractLeave, complains: boolean) => `${complains ? complaint : ""}${policy}`;

/** What such a reason says. */
export const readLeftReason = (reason: string): Leaving => ({
  policy: reason.endsWith("stop" satisfies ContractLeave) ? "stop" : "go-on",
  complains: reason.startsWith(complaint),
});

/** Ends its holder's own subscription, whoever asks for it. What a contract wants told goes on. */
export async function leaveById(tx: Queries, id: string): Promise<void> {
  const now = await clock(tx);
  const own = tx.selectFrom("subscriptions").selectAll().where("id", "=", id);
  const found = await own.$call(mine(tx)).executeTakeFirstOrThrow();
  await tx
    .updateTable("subscriptions")
    .set({ state: "left", email: null, left_at: now })
    .where("id", "=", found.id)
    .execute();
  await keepApart(tx, { type: "leave", email: found.email_hash, at: now });
  await cancelUnwanted(tx, [found.id]);
  if (found.state === "pending") {
    await suppress(tx, { email_hash: found.email_hash, reason: "refused", since: now, until: null });
  }
}
