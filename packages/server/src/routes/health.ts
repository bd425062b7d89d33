import { toInstant } from "@trust-center/feed";
import type { Context } from "hono";
import { sql } from "kysely";
import { outboxDepth } from "../store/deliveries.ts";
import type { AppDeps } from "./deps.ts";

/** `GET health`: 200 where the database takes writes and the feed has been verified, else 503. */
export const healthRoute = (deps: AppDeps) => async (context: Context) => {
  const state = deps.feed();
  const writable = await canWrite(deps);
  const outbox = await outboxDepth(deps.store.db).catch(() => undefined);
  const body = {
    database: writable ? "writable" : "not writable",
    feed: state ? { version: state.version, verified: toInstant(state.verifiedAt) } : "not verified yet",
    ...(outbox && { outbox }),
  };
  return context.json(body, writable && state ? 200 : 503, { "cache-control": "no-store" });
};

/** Writes and takes it back: a full disk or a read-only file shows here before a reader meets it. */
async function canWrite({ store }: AppDeps): Promise<boolean> {
  try {
    await store.write(async (tx) => {
      await sql`insert into rates (key, count, expires_at) values ('health', 0, 0) on conflict do nothing`.execute(tx);
      await sql`delete from rates where key = 'health'`.execute(tx);
    });
    return true;
  } catch {
    return false;
  }
}
