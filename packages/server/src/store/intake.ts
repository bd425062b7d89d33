import { randomUUID } from "node:crypto";
import type { SubscriptionRequest, Wish } from "@trust-center/sdk";
import type { CheckedProof } from "../proof/challenge.ts";
import { confirmToken, emailHash, type Keyed, mailboxHash, tokenHash } from "../secret/keyed.ts";
import { enqueue } from "./outbox.ts";
import { askToGiveBack, askToUse, faultsOf, type Used } from "./proofs.ts";
import { change, clock, lock, mine, together } from "./query.ts";
import { type Addition, askToCount, askToUncount, type Counted, countOne, type Rate, type Rates } from "./rates.ts";
import type { IntakeTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { isSuppressed } from "./suppressions.ts";
import { statement } from "./words.ts";

/** How many requests one transaction works off. */
const perTransaction = 100;

/** A request to subscribe, and what it must not exceed. */
export interface Asking extends Pick<SubscriptionRequest, "email" | "language"> {
  /** What is to be told; of everything without it. */
  wish: Wish | undefined;
  proof: CheckedProof;
  /** The key that its network is counted under. */
  network: string;
}

/** What became of a request: taken in, or why not. */
export type Taking =
  | { refused: false }
  /** Its proof has expired, or was used before. */
  | { refused: "expired" | "used" }
  /** One too many from its network, for so many milliseconds. */
  | { refused: "rate"; wait: number };

/**
 * Takes requests to subscribe in. The same rows whoever asks: neither answer nor time tells who is known. A request that
 * is refused leaves nothing behind: it uses up no proof and counts for nothing.
 *
 * All of them are written in one way to the database and back, for hardly one is refused; then what is refused is taken
 * out again.
 */
export async function takeIn(tx: Queries, asking: readonly Asking[], rate: Rate): Promise<Taking[]> {
  const proofs = asking.map(({ proof }) => proof);
  const added = asking.map(({ email, language, wish }) => {
    return { id: randomUUID(), email, language: language ?? null, wish: wish ? JSON.stringify(wish) : null };
  });
  const byNetwork = Map.groupBy(asking.keys(), (at) => asking[at]?.network ?? "");
  const [used, clocked, counted] = await together(
    tx,
    askToUse(proofs),
    ["select clock_ms() as now"],
    askToCount(
      [...byNetwork].map(([key, some]) => ({ key, count: some.length })),
      rate,
    ),
    [taking, JSON.stringify(added)],
  );
  const [{ now }] = clocked as [{ now: number }];
  const faults = faultsOf(proofs, used as Used[], now);
  const taken = faults.map((fault): Taking => ({ refused: fault ?? false }));
  const tooMany: CheckedProof[] = [];
  const uncounted: Addition[] = [];
  for (const { key, count, expires_at } of counted as (Counted & { key: string })[]) {
    const all = byNetwork.get(key) ?? [];
    const proved = all.filter((at) => faults[at] === undefined);
    const without = all.length - proved.length;
    const excess = Math.min(proved.length, Math.max(0, count - without - rate.most));
    for (const at of proved.slice(proved.length - excess)) {
      taken[at] = { refused: "rate", wait: expires_at - now };
      tooMany.push(proofs[at] as CheckedProof);
    }
    if (without + excess > 0) uncounted.push({ key, count: without + excess });
  }
  if (uncounted.length > 0) {
    const refused = added.filter((_, at) => taken[at]?.refused !== false).map(({ id }) => id);
    await together(tx, ...askToUncount(uncounted), askToGiveBack(tooMany), [leavingOut, JSON.stringify(refused)]);
  }
  return taken;
}

const taking = statement(
  ({ table }) => `insert into intake (id, email, language, wish, received_at)
    select id, email, language, wish, clock_ms()
    from ${table("asking", { id: "text", email: "text", language: "text", wish: "text" })}`,
);

const leavingOut = statement(({ listed }) => `delete from intake where id in (${listed})`);

/**
 * Works requests off: a new or pending address gets one confirmation mail, at most one an hour; a known or suppressed
 * one gets nothing.
 *
 * @returns whether there may be more
 */
export async function workOff(tx: Queries, keyed: Keyed, rates: Rates): Promise<boolean> {
  await lock(tx, "intake", "alone");
  const rows = await tx.selectFrom("intake").selectAll().orderBy("received_at").limit(perTransaction).execute();
  if (rows.length === 0) return false;
  const now = await clock(tx);
  for (const row of rows) await settle(tx, row, { keyed, rates, now });
  await change(tx, leavingOut, JSON.stringify(rows.map(({ id }) => id)));
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
    .select(["id", "state", "period", "wish"])
    .where("email_hash", "=", hash)
    .$call(mine(tx))
    .executeTakeFirst();
  if (known?.state === "confirmed" || (await isSuppressed(tx, hash, now))) return;
  if ((await countOne(tx, `confirmation ${mailboxHash(keyed, request.email)}`, rates.confirmationsPerAddress, now)) > 0)
    return;
  const id = known?.id ?? randomUUID();
  // A link confirms what its own mail says: that of one that said something else is over.
  const isOther = known !== undefined && (known.state === "left" || known.wish !== request.wish);
  const period = (known?.period ?? 0) + (isOther ? 1 : 0);
  const fresh = {
    period,
    confirm_hash: tokenHash(confirmToken(keyed, { id, period })),
    email: request.email,
    language: request.language,
    wish: request.wish,
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
