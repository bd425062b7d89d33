import { getEventListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { enqueue, keepPublish } from "../store/outbox.ts";
import { change, rows } from "../store/query.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { type Channel, notBegun, type Turn } from "./channel.ts";
import { startSender } from "./sender.ts";

let opened: TestStore;

beforeAll(async () => {
  opened = await openTestStore();
});

afterAll(() => opened.close());

test("a sender keeps nothing of what it has sent: as much hangs on its end after many mails as after one", async () => {
  const { store } = opened;
  const log = createLogger(() => {});
  const listening: number[] = [];
  const channel: Channel = {
    ...{ name: "email", noun: "mail", facts: {}, close: () => {} },
    prepares: true,
    attempt: async (_delivery, { pace, turn, ending }) => {
      expect(await turn()).toBe("now");
      pace.note(false);
      listening.push(getEventListeners(ending, "abort").length);
      return { outcome: { state: "sent", outcome: "250" } };
    },
  };
  const sender = startSender({
    store,
    channel,
    log,
    pace: { connections: 1, perSecond: 0 },
    mayGoOut: async () => true,
  });
  const count = 60;
  await queue(count, "kept");
  sender.wake();
  await expect.poll(() => listening.length, { timeout: 20_000 }).toBe(count);
  await sender.stop();
  log.close();
  // What is being recorded waits meanwhile, and what comes after it.
  expect(Math.max(...listening)).toBeLessThanOrEqual(2);
}, 30_000);

/** Mails that wait in the outbox. */
async function queue(count: number, event: string): Promise<void> {
  await opened.store.write(async (tx) => {
    for (let mail = 0; mail < count; mail++)
      await enqueue(tx, { event: `${event}-${mail}`, recipient: "vendor", kind: "objection-vendor" }, 0);
  });
}

/** How many mails are in which state. */
const states = async () =>
  new Map(
    (
      await opened.store.read((db) =>
        rows<{ state: string; n: number }>(db, "select state, count(*) as n from deliveries group by state"),
      )
    ).map(({ state, n }) => [state, Number(n)]),
  );

test("mails are prepared before their turn, no more than there are connections are sent at once, and an end gives back what waits", async () => {
  const { store } = opened;
  await store.write((tx) => change(tx, "delete from deliveries"));
  const [connections, count] = [8, 400];
  await queue(count, "ahead");
  const [prepared, sending] = [new Set<string>(), new Set<string>()];
  const most = { prepared: 0, sending: 0 };
  let sent = 0;
  const log = createLogger(() => {});
  const channel: Channel = {
    ...{ name: "email", noun: "mail", facts: {}, prepares: true, close: () => {} },
    attempt: async ({ id }, { pace, turn }) => {
      prepared.add(id);
      most.prepared = Math.max(most.prepared, prepared.size);
      const may = await turn();
      prepared.delete(id);
      if (may === "never") return notBegun;
      sending.add(id);
      most.sending = Math.max(most.sending, sending.size);
      await setTimeout(20);
      sending.delete(id);
      pace.note(false);
      sent++;
      return { outcome: { state: "sent", outcome: "250" } };
    },
  };
  const pace = { connections, perSecond: 0 };
  const sender = startSender({ store, channel, log, pace, mayGoOut: async () => true });
  await expect.poll(() => sending.size, { timeout: 20_000, interval: 20 }).toBe(connections);
  await expect.poll(() => sent, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(count / 2);
  await sender.stop();
  log.close();
  expect(most.sending).toBe(connections);
  expect(most.prepared).toBeGreaterThan(0);
  expect(most.prepared).toBeLessThanOrEqual(2 * connections);
  const found = await states();
  expect(found.get("leased"), "nothing is left to a lease").toBeUndefined();
  expect(found.get("sent")).toBe(sent);
  expect(found.get("queued")).toBe(count - sent);
}, 40_000);

test("what has waited for long is asked for anew, and goes back where mails are held by then", async () => {
  const { store } = opened;
  await store.write((tx) => change(tx, "delete from deliveries"));
  await queue(30, "late");
  let isHeld = false;
  const turns: Turn[] = [];
  const log = createLogger(() => {});
  const channel: Channel = {
    ...{ name: "email", noun: "mail", facts: {}, prepares: true, close: () => {} },
    attempt: async (_delivery, { pace, turn, ending }) => {
      const may = await turn();
      turns.push(may);
      if (may === "never") return notBegun;
      // The first go out fast; then one takes its time.
      if (turns.length === 20) {
        isHeld = true;
        await setTimeout(1500, undefined, { signal: ending });
      } else await setTimeout(5);
      pace.note(false);
      return { outcome: { state: "sent", outcome: "250" } };
    },
  };
  const pace = { connections: 1, perSecond: 0 };
  const sender = startSender({ store, channel, log, pace, mayGoOut: async () => !isHeld });
  await expect.poll(() => turns.length, { timeout: 20_000 }).toBeGreaterThan(20);
  await sender.stop();
  log.close();
  expect(turns.slice(0, 20)).toEqual(Array(20).fill("now"));
  expect(new Set(turns.slice(20))).toEqual(new Set(["never"]));
  expect((await states()).get("sent")).toBe(20);
}, 40_000);

test("nothing of an older publish begins once there is a newer one, prepared or not", async () => {
  const { store } = opened;
  await store.write((tx) => change(tx, "delete from deliveries"));
  const publish = (logSize: number) =>
    store.write((tx) =>
      keepPublish(tx, { id: `notice-${logSize}`, since: logSize - 1, logSize, payload: "{}", isNews: true }),
    );
  await publish(2);
  await store.write(async (tx) => {
    for (let mail = 0; mail < 60; mail++)
      await enqueue(tx, { event: "notice-2", recipient: `${mail}`, kind: "notice" }, 0);
  });
  const turns: Turn[] = [];
  const log = createLogger(() => {});
  const channel: Channel = {
    ...{ name: "email", noun: "mail", facts: {}, prepares: true, close: () => {} },
    attempt: async (_delivery, { pace, turn }) => {
      turns.push(await turn());
      if (turns.at(-1) === "never") return notBegun;
      await setTimeout(5);
      if (turns.length === 40) await publish(3);
      pace.note(false);
      return { outcome: { state: "sent", outcome: "250" } };
    },
  };
  const pace = { connections: 1, perSecond: 0 };
  const sender = startSender({ store, channel, log, pace, mayGoOut: async () => true });
  await expect.poll(() => turns.length, { timeout: 20_000 }).toBeGreaterThan(40);
  await sender.stop();
  log.close();
  expect(turns.slice(0, 40)).toEqual(Array(40).fill("now"));
  expect(new Set(turns.slice(40))).toEqual(new Set(["never"]));
  const found = await states();
  expect([found.get("sent"), found.get("cancelled")]).toEqual([40, turns.length - 40]);
}, 40_000);
