import type { Selectable } from "kysely";
import { tokenHash } from "../secret/keyed.ts";
import { keepApart } from "./keep.ts";
import type { Queries } from "./open.ts";
import { cancelFor } from "./outbox.ts";
import { clock } from "./query.ts";
import type { SubscriptionTable } from "./schema.ts";
import { suppress } from "./suppressions.ts";

export type Subscription = Selectable<SubscriptionTable>;

/** The subscription that a mail's token stands for. */
export async function findByToken(
  db: Queries,
  purpose: "confirm" | "leave",
  token: string,
): Promise<Subscription | undefined> {
  return db
    .selectFrom("subscriptions")
    .selectAll()
    .where(purpose === "confirm" ? "confirm_hash" : "leave_hash", "=", tokenHash(token))
    .executeTakeFirst();
}

/** Confirms; again is harmless. Undefined where the token is unknown or its subscription is over. */
export async function confirm(tx: Queries, token: string): Promise<Subscription | undefined> {
  const found = await findByToken(tx, "confirm", token);
  if (!found || found.state === "left") return undefined;
  if (found.state === "confirmed") return found;
  // What was published before is on the vendor's page: a new subscriber is told of what comes.
  const feed = await tx.selectFrom("feed_state").select("log_size").executeTakeFirst();
  await tx
    .updateTable("subscriptions")
    .set({ state: "confirmed", confirmed_at: await clock(tx), cursor: feed?.log_size ?? 0 })
    .where("id", "=", found.id)
    .execute();
  await keepApart(tx, { type: "confirm", email: found.email_hash });
  return found;
}

/** Ends a subscription and erases its address; again is harmless. Who leaves before confirming is never asked again. */
export async function leave(tx: Queries, token: string): Promise<Subscription | undefined> {
  const found = await findByToken(tx, "leave", token);
  if (!found || found.state === "left") return found;
  await leaveById(tx, found.id);
  return found;
}

/** Ends a subscription, whoever asks for it. */
export async function leaveById(tx: Queries, id: string): Promise<void> {
  const now = await clock(tx);
  const found = await tx.selectFrom("subscriptions").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  await tx
    .updateTable("subscriptions")
    .set({ state: "left", email: null, left_at: now })
    .where("id", "=", found.id)
    .execute();
  await keepApart(tx, { type: "leave", email: found.email_hash, at: now });
  await cancelFor(tx, found.id, now);
  if (found.state === "pending") {
    await suppress(tx, { email_hash: found.email_hash, reason: "refused", since: now, until: null });
  }
}
