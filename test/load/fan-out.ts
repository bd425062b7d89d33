import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { DatabaseSync } from "node:sqlite";
import { mockChange } from "@trust-center/feed/mock";
import { look, startLoaded, startSink, until } from "./service.ts";

/** How long it takes to put the notices of one publish in the outbox, and for how long nobody else is served. */
export async function measureFanOut(
  folder: string,
  count: number,
): Promise<{ seconds: number; blocked: number; bare: number }> {
  const sink = await startSink(0);
  const file = join(folder, "fan-out.db");
  const loaded = await startLoaded(file, { smtp: sink.url, subscribers: count });
  await loaded.vendor.publish(mockChange(), Date.now());
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const reader = new DatabaseSync(file, { readOnly: true });
  // The list itself was the first publish, which found nobody to tell.
  const done = reader.prepare("select count(*) as n from events where log_size = 2 and fanned_to is null");
  delay.enable();
  const began = performance.now();
  await look(loaded);
  await until(async () => done.get()?.n === 1);
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  const { n } = reader.prepare("select count(*) as n from deliveries where kind = 'notice'").get() as { n: number };
  if (n !== count) throw new Error(`Expected ${count} notices in the outbox, found ${n}.`);
  reader.close();
  await loaded.stop();
  sink.stop();
  return { seconds, blocked: delay.max / 1e6, bare: bareInsert(file) };
}

/** The same rows in one statement of the bare store. */
function bareInsert(file: string): number {
  const db = new DatabaseSync(file);
  const began = performance.now();
  const { changes } = db
    .prepare(
      `insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, wanted_at, due_at, created_at)
       select lower(hex(randomblob(16))), 'bare', id, 'email', 'notice', id, 'queued', 0, 0, 0, 0 from subscriptions`,
    )
    .run();
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return Number(changes) / seconds;
}
