import { toInstant } from "@trust-center/feed";
import type { Context } from "hono";
import { sql } from "kysely";
import { outboxDepth } from "../store/deliveries.ts";
import { second } from "../time.ts";
import { hasToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** For how many milliseconds an answer holds: whoever asks often costs the database nothing. */
const holds = 2 * second;

/**
 * `GET health`: 200 where the database takes writes and the feed has been verified, else 503. Whoever has no token is told
 * that alone: how many mails wait tells whether an address is subscribed.
 */
export function healthRoute(deps: AppDeps) {
  let asked: { until: number; state: Promise<Health> } | undefined;
  const look = () => {
    if (!asked || asked.until < performance.now()) {
      asked = { until: performance.now() + holds, state: healthOf(deps) };
    }
    return asked.state;
  };
  return async (context: Context) => {
    const { up, ...details } = await look();
    const status = up ? "up" : "down";
    const body = hasToken(context, deps.healthToken) ? { status, ...details } : { status };
    return context.json(body, up ? 200 : 503, { "cache-control": "no-store" });
  };
}

interface Health {
  up: boolean;
  database: string;
  feed: { version: number; verified: string } | string;
  /** What it answered when the service started: what goes out since shows in the outbox. */
  mailServerAtStart: string;
  outbox?: { queued: number; leased: number };
}

async function healthOf(deps: AppDeps): Promise<Health> {
  const state = deps.feed();
  const writable = await canWrite(deps);
  const outbox = await outboxDepth(deps.store.db).catch(() => undefined);
  return {
    up: writable && state !== undefined,
    database: writable ? "writable" : "not writable",
    feed: state ? { version: state.version, verified: toInstant(state.verifiedAt) } : "not verified yet",
    mailServerAtStart: deps.mailServer.state,
    ...(outbox && { outbox }),
  };
}

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
