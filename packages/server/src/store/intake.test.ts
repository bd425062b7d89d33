import { array, assert, asyncProperty, constantFrom, integer, record } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { type Asking, type Taking, takeIn } from "./intake.ts";
import { change, rows } from "./query.ts";

const numRuns = Number(process.env.LAW_RUNS ?? 30);

const start = 1_000_000;
const rate = { most: 3, span: 1000 };

let opened: TestStore;
let database: TestStore["database"];
let store: TestStore["store"];

beforeAll(async () => {
  opened = await openTestStore();
  ({ database, store } = opened);
});

afterAll(() => opened.close());

const asked = record({
  network: constantFrom("a", "b"),
  proof: integer({ min: 0, max: 12 }),
  /** Milliseconds that its proof still holds when the history begins. */
  holds: constantFrom(400, 1500, 9000),
});

/** Requests that come at once, after so many milliseconds. */
const batches = array(
  record({ wait: constantFrom(0, 500, 1200), asked: array(asked, { minLength: 1, maxLength: 7 }) }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

type Batches = typeof batches extends { generate: (...given: never[]) => { value: infer T } } ? T : never;

/** What is to become of them, one after the other; and what is kept in the end. */
function model(history: Batches) {
  const used = new Set<string>();
  const counts = new Map<string, { count: number; expires_at: number }>();
  const emails: string[] = [];
  let now = start;
  const answers = history.map(({ wait, asked }, batch) => {
    now += wait;
    // Of one proof that comes twice at once the second is used, whatever becomes of the first.
    const offered = new Set<string>();
    return asked.map(({ network, proof, holds }, at): Taking => {
      const challenge = `${proof} ${holds}`;
      const isRepeated = offered.has(challenge);
      offered.add(challenge);
      if (used.has(challenge) || isRepeated) return { refused: start + holds < now ? "expired" : "used" };
      if (start + holds < now) return { refused: "expired" };
      const before = counts.get(network);
      const runs = before && before.expires_at > now ? before : { count: 0, expires_at: now + rate.span };
      if (runs.count >= rate.most) return { refused: "rate", wait: runs.expires_at - now };
      used.add(challenge);
      counts.set(network, { ...runs, count: runs.count + 1 });
      emails.push(`${batch}-${at}@customer.example`);
      return { refused: false };
    });
  });
  const runs = [...counts].filter(([, { expires_at }]) => expires_at > now);
  return { answers, used: [...used].sort(), counts: Object.fromEntries(runs), emails: emails.sort() };
}

test("of requests that come at once, those that count are taken in, and a refused one leaves nothing behind", async () => {
  await assert(
    asyncProperty(batches, async (history) => {
      await store.write(async (tx) => {
        for (const table of ["used_proofs", "rates", "intake"]) await change(tx, `delete from ${table}`);
      });
      let now = start;
      const answers: Taking[][] = [];
      for (const [batch, { wait, asked }] of history.entries()) {
        now += wait;
        await database.moveClock({ frozen: now });
        const asking = asked.map(
          ({ network, proof, holds }, at): Asking => ({
            ...{ email: `${batch}-${at}@customer.example`, language: undefined, wish: undefined, network },
            proof: { challenge: `${proof} ${holds}`, expiresAt: start + holds, cost: 1 },
          }),
        );
        answers.push(await store.write((tx) => takeIn(tx, asking, rate)));
      }
      const wanted = model(history);
      expect(answers).toEqual(wanted.answers);
      await store.read(async (db) => {
        const used = await rows<{ challenge: string }>(db, "select challenge from used_proofs");
        expect(used.map(({ challenge }) => challenge).sort()).toEqual(wanted.used);
        const counts = await rows<{ key: string; count: number; expires_at: number }>(
          db,
          "select * from rates where expires_at > ?",
          now,
        );
        expect(Object.fromEntries(counts.map(({ key, ...one }) => [key, one]))).toEqual(wanted.counts);
        const emails = await rows<{ email: string }>(db, "select email from intake");
        expect(emails.map(({ email }) => email).sort()).toEqual(wanted.emails);
      });
    }),
    { numRuns },
  );
}, 120_000);
