import { randomUUID } from "node:crypto";
import type { SubscriptionRequest } from "@trust-center/sdk";
import { confirmToken, emailHash, type Keyed, mailboxHash, tokenHash } from "../secret/keyed.ts";
import type { Queries } from "./open.ts";
import { enqueue } from "./outbox.ts";
import { change, clock } from "./query.ts";
import { countOne, type Rates } from "./rates.ts";
import type { IntakeTable } from "./schema.ts";
import { isSuppressed } from "./suppressions.ts";

/** How many requests one transaction works off. */
const perTransaction = 100;

/** Who asks for notices, in which language. */
type Asker = Pick<SubscriptionRequest, "email" | "language">;

/** Takes a request to subscribe in. The same one row whoever asks: neither answer nor time tells who is known. */
export async function takeIn(tx: Queries, { email, language }: Asker, now: number): Promise<void> {
  await change(
    tx,
    "insert into intake (id, email, language, received_at) values (?, ?, ?, ?)",
    ...[randomUUID(), email, language ?? null, now],
  );
}

/**
 * Works requests off: a new or pending address gets one confirmation mail, at most one an hour; a known or suppressed
 * one gets nothing.
 *
 * @returns whether there may be more
 */
export async function workOff(tx: Queries, keyed: Keyed, rates: Rates): Promise<boolean> {
  const rows = await tx.selectFrom("intake").selectAll().orderBy("received_at").limit(perTransaction).execute();
  if (rows.length === 0) return false;
  const now = await clock(tx);
  for (const row of rows) await settle(tx, row, { keyed, rates, now });
  const ids = rows.map(({ id }) => id);
  await tx.deleteFrom("intake").where("id", "in", ids).execute();
  return rows.length === perTransaction;
}

interface Settling {
  keyed: Keyed;
  rates: Rates;
  /** Milliseconds since 1970. */
  now: number;
}

async function settle(tx: Queries, request: IntakeTable, { keyed, rates, now }: Settling): Promise<void> {
  const hash = emailHash(keyed, request.email);
  const known = await tx
    .selectFrom("subscriptions")
    .select(["id", "state", "period"])
    .where("email_hash", "=", hash)
    .executeTakeFirst();
  if (known?.state === "confirmed" || (await isSuppressed(tx, hash, now))) return;
  if ((await countOne(tx, `confirmation ${mailboxHash(keyed, request.email)}`, rates.confirmationsPerAddress, now)) > 0)
    return;
  const id = known?.id ?? randomUUID();
  const period = known ? known.period + (known.state === "left" ? 1 : 0) : 0;
  const fresh = {
    period,
    confirm_hash: tokenHash(confirmToken(keyed, { id, period })),
    email: request.email,
    language: request.language,
    state: "pending" as const,
    created_at: now,
    confirmed_at: null,
    left_at: null,
  };
  if (known) {
    await tx.updateTable("subscriptions").set(fresh).where("id", "=", id).execute();
  } else {
    const leave_hash = tokenHash(keyed.token("leave", id));
    await tx
      .insertInto("subscriptions")
      .values({ id, email_hash: hash, cursor: 0, leave_hash, ...fresh })
      .execute();
  }
  await enqueue(tx, { event: `confirmation-${now}`, recipient: id, kind: "confirmation", subscription: id }, now);
}
