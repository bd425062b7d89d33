import { hour } from "../time.ts";
import { change, clock, rows } from "./query.ts";
import type { Queries } from "./store.ts";

/** For how many milliseconds a session holds, however much is done in it. */
export const sessionSpan = 12 * hour;

/** Opens a session. The one that its browser had before ends. */
export async function openSession(
  tx: Queries,
  { tokenHash, email, before }: { tokenHash: string; email: string; before: string | undefined },
): Promise<void> {
  if (before !== undefined) await endSession(tx, before);
  const now = await clock(tx);
  await change(
    tx,
    "insert into sessions (token_hash, email, created_at, expires_at) values (?, ?, ?, ?)",
    ...[tokenHash, email, now, now + sessionSpan],
  );
}

/** Whose session it is, and until when. Undefined where it is over. */
export async function findSession(
  db: Queries,
  tokenHash: string,
): Promise<{ email: string; expires_at: number } | undefined> {
  const [found] = await rows<{ email: string; expires_at: number }>(
    db,
    "select email, expires_at from sessions where token_hash = ? and expires_at > clock_ms()",
    tokenHash,
  );
  return found;
}

export const endSession = (tx: Queries, tokenHash: string): Promise<number> =>
  change(tx, "delete from sessions where token_hash = ?", tokenHash);

export const purgeSessions = (tx: Queries, now: number): Promise<number> =>
  change(tx, "delete from sessions where expires_at < ?", now);
