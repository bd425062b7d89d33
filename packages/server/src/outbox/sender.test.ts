import { getEventListeners } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { enqueue } from "../store/outbox.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import type { Channel } from "./channel.ts";
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
    attempt: async (_delivery, { pace, ending }) => {
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
  for (let mail = 0; mail < count; mail++)
    await store.write((tx) => enqueue(tx, { event: `${mail}`, recipient: "vendor", kind: "objection-vendor" }, 0));
  sender.wake();
  await expect.poll(() => listening.length, { timeout: 20_000 }).toBe(count);
  await sender.stop();
  log.close();
  // What is being recorded waits meanwhile, and what comes after it.
  expect(Math.max(...listening)).toBeLessThanOrEqual(2);
}, 30_000);
