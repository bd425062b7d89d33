import { leftOf } from "@trust-center/feed";
import type { Unsent } from "../settings/define.ts";
import { entriesBetween } from "./feed-state.ts";
import { isReader, isTimed } from "./outbox.ts";
import { change, clock, lockFeed, rows } from "./query.ts";
import type { Queries } from "./store.ts";

/** Why no mail goes out. */
export type HoldReason =
  /** The database knows less than was kept apart from it: it is a backup. */
  | "restored"
  /** What is kept apart from the database is not there: whether it is a backup cannot be told. */
  | "kept-missing"
  /** It lies elsewhere than it did: it was made from a dump, or its server was replaced. */
  | "moved"
  /** Its operator said so. */
  | "operator";

export interface Hold {
  reason: HoldReason;
  /** Milliseconds since 1970. */
  since: number;
}

/** Keeps every mail back from here on. The first reason stays. */
export async function hold(tx: Queries, reason: HoldReason): Promise<void> {
  const value = JSON.stringify({ reason, since: await clock(tx) } satisfies Hold);
  await change(tx, "insert into service (name, value) values ('held', ?) on conflict do nothing", value);
}

export async function readHold(db: Queries): Promise<Hold | undefined> {
  const [found] = await rows<{ value: string }>(db, "select value from service where name = 'held'");
  return found && (JSON.parse(found.value) as Hold);
}

/** A change of which something is still to come, and that the database holds nobody told of. */
export interface Unfollowed {
  change: string;
  /** How many addresses it would have been told. */
  readers: number;
  /** Instants; absent where there is none, or it has passed. */
  deadline?: string;
  effective?: string;
}

/** What a release did. */
export type Released = { dropped: number; unfollowed: Unfollowed[] } | "not-held" | "feed-not-seen";

/**
 * Lets mails go out again. `drop` takes out what waited when they were held, and every notice: whoever restores a backup
 * of yesterday drops what went out yesterday. Mails that objections brought about since then stay, and what is due on a day to come.
 * Of whom the dropped notices told the database knows nothing: nobody is reminded of what they said, and the operator is told.
 */
export async function release(tx: Queries, unsent: Unsent): Promise<Released> {
  await lockFeed(tx, "alone");
  const held = await readHold(tx);
  if (!held) return "not-held";
  if (unsent === "send") {
    await change(tx, "delete from service where name = 'held'");
    return { dropped: 0, unfollowed: [] };
  }
  // A restored database does not know what was published since: what it learns later would go out again.
  const [feed] = await rows<{ log_size: number; verified_at: number }>(
    tx,
    "select log_size, verified_at from feed_state",
  );
  if (feed && feed.verified_at < held.since) return "feed-not-seen";
  const now = await clock(tx);
  const unfollowed = await findUnfollowed(tx, feed?.log_size ?? 0, now);
  const dropped = await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'dropped', settled_at = ?, leased_until = null, fence = fence + 1
     where state in ('queued', 'unknown', 'leased') and (kind in ('notice', 'webhook') or created_at < ?)
       and (not ${isTimed} or due_at < ?)`,
    ...[now, held.since, now],
  );
  await change(tx, "update events set fanned_to = null");
  const logSize = feed?.log_size ?? 0;
  await change(tx, `update subscriptions set cursor = ? where ${isReader} and cursor < ?`, logSize, logSize);
  await change(tx, "update webhooks set cursor = ? where cursor < ?", logSize, logSize);
  await change(tx, "delete from service where name = 'held'");
  return { dropped, unfollowed };
}

/** What dropping notices leaves untold at a moment to come: what readers are told of only where a notice is known to have told them. */
async function findUnfollowed(tx: Queries, size: number, now: number): Promise<Unfollowed[]> {
  const [behind] = await rows<{ cursor: number | null }>(
    tx,
    `select min(cursor) as cursor from subscriptions where ${isReader}`,
  );
  const from = behind?.cursor ?? size;
  if (from >= size) return [];
  const log = await entriesBetween(tx, 0, size);
  const found: Unfollowed[] = [];
  for (const { change: announced, position } of log.slice(from)) {
    const left = announced.mode === "initial" ? undefined : leftOf(log, announced.id, now);
    const ahead = (instant: string | null | undefined) => (instant && Date.parse(instant) > now ? instant : undefined);
    const [deadline, effective] = [ahead(left?.window?.deadline), ahead(left?.effective)];
    if (deadline === undefined && effective === undefined) continue;
    const [counted] = await rows<{ n: number }>(
      tx,
      `select count(*) as n from subscriptions where ${isReader} and cursor <= ?`,
      position,
    );
    const dates = { ...(deadline !== undefined && { deadline }), ...(effective !== undefined && { effective }) };
    found.push({ change: announced.id, readers: Number(counted?.n ?? 0), ...dates });
  }
  return found;
}

/** Receipts that are known and whose objections are not: they were filed after the backup. */
export async function receiptsWithoutText(db: Queries): Promise<{ id: string; change: string; filed_at: number }[]> {
  return rows(db, "select id, change, filed_at from objections where name = '' and email = '' order by filed_at");
}
