import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { openStore } from "./open/open.ts";
import { rows } from "./query.ts";
import { countOne } from "./rates.ts";
import type { Queries } from "./store.ts";

let opened: TestStore;
let database: TestStore["database"];
let store: TestStore["store"];

beforeEach(async () => {
  opened = await openTestStore();
  ({ database, store } = opened);
});

afterEach(() => opened.close());

const insert = (tx: Queries, key: string) => tx.insertInto("rates").values({ key, count: 1, expires_at: 1 }).execute();

const keys = async () =>
  (await store.read((db) => db.selectFrom("rates").select("key").execute())).map(({ key }) => key).sort();

test("a limit counts to its number within its span, also when many count at once", async () => {
  const count = (now: number) => store.write((tx) => countOne(tx, "key", { most: 2, span: 1000 }, now));
  expect([await count(0), await count(500), await count(600)]).toEqual([0, 0, 400]);
  expect(await count(1000)).toBe(0);
  const most = 20;
  const waits = await Promise.all(
    Array.from({ length: 60 }, () => store.write((tx) => countOne(tx, "crowd", { most, span: 1000 }, 0))),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(most);
});

test("what is asked for at once shares transactions, and each gets its own outcome", async () => {
  const sizes: number[] = [];
  const double = store.batch(async (tx, given: readonly number[]) => {
    sizes.push(given.length);
    for (const one of given) await insert(tx, `key ${one}`);
    return given.map((one) => one * 2);
  });
  const given = Array.from({ length: 500 }, (_, at) => at);
  expect(await Promise.all(given.map(double))).toEqual(given.map((one) => one * 2));
  expect(sizes.length).toBeLessThan(10);
  expect(await keys()).toHaveLength(500);
});

test("a batch that fails is refused to all who share it, and keeps nothing of it", async () => {
  const fail = store.batch(async (tx, given: readonly string[]) => {
    for (const one of given) await insert(tx, one);
    return given;
  });
  const outcomes = await Promise.allSettled(["a", "b", "a"].map(fail));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await keys()).toEqual([]);
  expect(await fail("c")).toBe("c");
});

test("what is read was committed", async () => {
  let seen: string[] = [];
  await store.write(async (tx) => {
    await insert(tx, "under way");
    seen = await keys();
  });
  expect(seen).toEqual([]);
  expect(await keys()).toEqual(["under way"]);
});

test("a duty is done once in its span by the database's clock, and one that failed by whoever asks next", async () => {
  await database.moveClock({ frozen: 1_000_000 });
  const duty = (key: string) => store.exclusive("duty", 1000, (tx) => insert(tx, key));
  await expect(
    store.exclusive("duty", 1000, async (tx) => {
      await insert(tx, "half");
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  const done = await Promise.all(["a", "b", "c", "d"].map(duty));
  expect(done.filter(Boolean)).toHaveLength(1);
  expect(await keys()).toHaveLength(1);
  await database.moveClock({ frozen: 1_000_999 });
  expect(await duty("e")).toBe(false);
  await database.moveClock({ frozen: 1_001_000 });
  expect(await duty("f")).toBe(true);
});

test("the clock is the database's", async () => {
  await database.moveClock({ frozen: 123_456 });
  expect(await store.now()).toBe(123_456);
  await database.moveClock({ ahead: 3_600_000 });
  const before = Date.now();
  // The server's milliseconds may be cut off otherwise than ours.
  expect(await store.now()).toBeGreaterThanOrEqual(before + 3_600_000 - 1);
});

test("a database of a newer program is refused by the name of its layout", async () => {
  await store.close();
  await database.run("insert into kysely_migration (name, timestamp) values ('9999-later', '2999-01-01')");
  await expect(openStore(database.place, database.now)).rejects.toThrow("9999-later");
  await database.run("delete from kysely_migration where name = '9999-later'");
  store = await openStore(database.place, database.now);
  expect(await store.read((db) => rows(db, "select 1 as one"))).toEqual([{ one: 1 }]);
});
