import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { mockChange } from "@trust-center/feed/mock";
import { followTold } from "../../packages/server/src/store/moments.ts";
import { openForAction } from "../../packages/server/src/store/open/open.ts";
import { change, clock, rows } from "../../packages/server/src/store/query.ts";
import { recordTold, type Told } from "../../packages/server/src/store/told.ts";
import { terms } from "../../packages/server/src/testing/service.ts";
import { day } from "../../packages/server/src/time.ts";
import { get } from "./inbox.ts";
import { look, startLoaded, startSink, until } from "./service.ts";

export interface MomentFigures {
  /** Seconds to queue what the clock will bring, with what was told: part of settling the notices. */
  queued: number;
  /** Milliseconds in which nobody else was served at most: meanwhile, and while it becomes due at once. */
  blocked: { queuing: number; due: number };
  /** Mails in a second once all are due, and milliseconds from then to the first. */
  mails: number;
  first: number;
}

/** Outcomes that are recorded together, as the sender does. */
const perRecord = 64;

/** How many of those mails are waited for. */
const firstMails = 2000;

/** What comes of many who were told of a change at once, and whose reminders become due in one moment. */
export async function measureMoments(folder: string, count: number): Promise<MomentFigures> {
  const sink = await startSink(0);
  const file = join(folder, "moments.db");
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const loaded = await startLoaded(file, { smtp: sink.url, subscribers: 0, now });
  await loaded.vendor.publish(mockChange(terms), Date.now());
  await look(loaded);
  await until(async () => (await get(loaded, "changes")).body.changes.length > 0);
  const { deadline, effective } = (await get(loaded, "changes")).body.changes[0];
  await using store = await openForAction(file, now);
  await store.write((tx) => change(tx, subscribing, count - 1));
  const readers = await store.read((db) => rows<{ id: string }>(db, "select id from subscriptions"));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  for (let at = 0; at < readers.length; at += perRecord) {
    await store.write(async (tx) => {
      const time = await clock(tx);
      const told = readers.slice(at, at + perRecord).map(
        ({ id }): Told => ({
          ...{
            delivery: `told-${id}`,
            subscription: id,
            event: "notice-2",
            since: 1,
            until: 2,
            messageId: `<${id}@a>`,
          },
          ...{ language: "en", text: "x", changes: [{ id: "2.1", deadline, effective }], contracts: [], toldAt: time },
          ...{ state: "sent", outcome: "250" },
        }),
      );
      await recordTold(tx, told, time);
      await followTold(tx, told, time);
    });
    await turn();
  }
  const queued = (performance.now() - began) / 1000;
  const queuing = delay.max / 1e6;
  const waiting = await store.read((db) => rows(db, "select 1 as one from deliveries where kind = 'reminder' limit 1"));
  if (waiting.length === 0) throw new Error("Expected reminders in the outbox, found none.");
  delay.reset();
  ahead = Date.parse(deadline) - Date.now() - day;
  const due = performance.now();
  let first: number | undefined;
  await until(async () => {
    const { taken } = await sink.taken();
    if (taken > 0) first ??= performance.now() - due;
    return taken >= Math.min(count, firstMails);
  });
  const mails = Math.min(count, firstMails) / ((performance.now() - due) / 1000);
  delay.disable();
  await loaded.stop();
  sink.stop();
  return { queued, blocked: { queuing, due: delay.max / 1e6 }, mails, first: first ?? 0 };
}

/** Subscribers who have been told of all so far. */
const subscribing = `with recursive given (i) as (select 0 union all select i + 1 from given where i < cast(? as integer))
  insert into subscriptions (id, email, email_hash, state, period, confirm_hash, leave_hash, created_at, confirmed_at, cursor)
    select gen_random_uuid(), 'reader-' || i || '@customer.example', 'h' || i, 'confirmed', 0, 'c' || i, 'l' || i, 0, 0, 2 from given`;
