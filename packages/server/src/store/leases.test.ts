import { array, assert, asyncProperty, boolean, constantFrom, record } from "fast-check";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { day, hour, minute, second } from "../time.ts";
import { hold as holdMails } from "./hold.ts";
import { claim, enqueue } from "./outbox.ts";

const numRuns = Number(process.env.LAW_RUNS ?? (inject("postgres") === undefined ? 30 : 10));

let opened: TestStore;
let database: TestStore["database"];
let store: TestStore["store"];

beforeEach(async () => {
  opened = await openTestStore();
  ({ database, store } = opened);
});

afterEach(() => opened.close());

/** The clock goes on, or jumps; and somebody asks, who dies over what it got. */
const steps = array(
  record({
    by: constantFrom(0, second, minute / 2, minute, 2 * minute, hour, -hour, -300 * day, 300 * day),
    asks: boolean(),
  }),
  { minLength: 1, maxLength: 15 },
);

/** A lease of a minute: whether it is given at an instant. */
type Ask = () => Promise<boolean>;

/**
 * By the database's clock, wherever that has been: while it is only going on, nobody gets what somebody has; and whoever
 * waits for twice the term gets it.
 */
async function hold(ask: Ask, clock: { now: number }): Promise<void> {
  await assert(
    asyncProperty(steps, async (history) => {
      let until = Number.NEGATIVE_INFINITY;
      for (const { by, asks } of history) {
        clock.now += by;
        await database.moveClock({ frozen: clock.now });
        if (by < 0 || by > hour) until = Number.NEGATIVE_INFINITY;
        if (!asks) continue;
        const isGiven = await ask();
        if (clock.now < until) expect(isGiven, "what somebody has").toBe(false);
        if (isGiven) until = clock.now + minute;
      }
      clock.now += 2 * minute + 1;
      await database.moveClock({ frozen: clock.now });
      expect(await ask(), "what nobody has any more").toBe(true);
      clock.now += 2 * minute + 1;
    }),
    { numRuns },
  );
}

test("no duty outlives twice its term, wherever the clock was", async () => {
  await hold(() => store.exclusive("look at the feed", minute, async () => {}), {
    now: Date.parse("2026-01-05T09:00:00Z"),
  });
});

test("nor does the lease of a mail", async () => {
  await store.write((tx) => enqueue(tx, { event: "one", recipient: "vendor", kind: "outcome", due_at: 0 }, 0));
  const ask = async () => (await store.write((tx) => claim(tx, { most: 1, span: minute, held: [] }))).length === 1;
  await hold(ask, { now: Date.parse("2026-01-05T09:00:00Z") });
});

test("of mails that were held since a sender asked whether they may go out none is leased", async () => {
  await store.write((tx) => enqueue(tx, { event: "one", recipient: "vendor", kind: "outcome", due_at: 0 }, 0));
  await store.write((tx) => holdMails(tx, "operator"));
  expect(await store.write((tx) => claim(tx, { most: 1, span: minute, held: [] }))).toEqual([]);
  expect(await opened.store.read((db) => db.selectFrom("deliveries").select("state").execute())).toEqual([
    { state: "queued" },
  ]);
});
