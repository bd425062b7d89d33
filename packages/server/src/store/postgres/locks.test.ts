import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { tokenHash } from "../../secret/keyed.ts";
import { onServer, postgresDatabase, type TestDatabase, withDatabase } from "../../testing/test-database.ts";
import { readHold } from "../hold.ts";
import { openStore } from "../open/open.ts";
import { claim, enqueue, fanOut, keepPublish } from "../outbox.ts";
import { lockFeed, rows } from "../query.ts";
import { settle } from "../settle.ts";
import type { PostgresPlace, Queries, Store } from "../store.ts";
import { confirm } from "../subscriptions.ts";
import { addWebhook, queueEntries } from "../webhooks.ts";

let database: TestDatabase;
let one: Store;
let other: Store;

beforeEach(async () => {
  database = await postgresDatabase(inject("postgres"));
  one = await openStore(database.place);
  other = await openStore(database.place);
  await one.write(async (tx) => {
    await tx
      .insertInto("feed_state")
      .values({
        ...{ feed: "f", pin: "p", log_size: 1, log_root: "", version: 1, sha256: "", document: "{}" },
        ...{ receipt_kids: "[]", verified_at: 0, successor: null },
      })
      .execute();
    await tx
      .insertInto("subscriptions")
      .values({
        ...{ id: "ada", email: "ada@customer.example", email_hash: "ada", language: null, state: "pending", period: 0 },
        ...{ confirm_hash: tokenHash("token"), leave_hash: "l", created_at: 0, confirmed_at: null, left_at: null },
        cursor: 0,
      })
      .execute();
  });
});

afterEach(async () => {
  await one.close();
  await other.close();
  await database.close();
});

const publish = (store: Store, logSize: number) =>
  store.write(async (tx) => {
    await lockFeed(tx, "alone");
    await tx.updateTable("feed_state").set({ log_size: logSize }).execute();
    await keepPublish(tx, { id: `notice-${logSize}`, since: logSize - 1, logSize, payload: "{}", isNews: true });
  });

/** A transaction that has done something and is not yet committed, until it is told to. */
async function underWay<T>(store: Store, work: (tx: Queries) => Promise<T>): Promise<() => Promise<T>> {
  const commit = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const done = store.write(async (tx) => {
    const result = await work(tx);
    begun.resolve();
    await commit.promise;
    return result;
  });
  await begun.promise;
  return () => {
    commit.resolve();
    return done;
  };
}

const isWaiting = async (work: Promise<unknown>) =>
  (await Promise.race([work.then(() => "done"), setTimeout(300, "waiting")])) === "waiting";

const claiming = (tx: Queries) => claim(tx, { most: 5, span: 60_000, held: [] });

test("a publish waits for who confirms under its eyes: nobody is missed", async () => {
  const commit = await underWay(one, (tx) => confirm(tx, "token"));
  const published = publish(other, 2);
  expect(await isWaiting(published)).toBe(true);
  await commit();
  await published;
  expect(await one.write((tx) => fanOut(tx, 10))).toBe(1);
});

test("a publish waits for who claims: what is claimed after it is never of the one before", async () => {
  await one.write((tx) => confirm(tx, "token"));
  await publish(one, 2);
  await one.write((tx) => fanOut(tx, 10));
  const commit = await underWay(one, claiming);
  const published = publish(other, 3);
  expect(await isWaiting(published)).toBe(true);
  const [delivery] = await commit();
  await published;
  await one.write((tx) => fanOut(tx, 10));
  // Its reader's other mail is under way.
  expect(await other.write(claiming)).toEqual([]);
  const outcome = { state: "sent", outcome: "250" } as const;
  await one.write((tx) => settle(tx, [{ delivery: delivery as { id: string; fence: number }, outcome }]));
  expect(await other.write(claiming)).toMatchObject([{ event: "notice-3", since: 2 }]);
});

test("what one is claiming is no wait for another, and not claimed twice", async () => {
  for (const at of [1, 2, 3]) {
    await one.write((tx) => enqueue(tx, { event: `e${at}`, recipient: "ada", kind: "confirmation" }, at));
  }
  const commit = await underWay(one, (tx) => claim(tx, { most: 2, span: 60_000, held: [] }));
  expect((await other.write(claiming)).map(({ event }) => event)).toEqual(["e3"]);
  expect((await commit()).map(({ event }) => event).sort()).toEqual(["e1", "e2"]);
});

test("what became of one endpoint's webhook is recorded without waiting for what becomes of another's", async () => {
  const made = { url: "https://a.example/", name: "a", contact: null, wish: null, created_by: "a" };
  for (const signature of ["v1", "v1a"] as const) await one.write((tx) => addWebhook(tx, { ...made, signature }));
  await publish(one, 3);
  expect(await one.write(queueEntries)).toBe(2);
  const claimed = await one.write((tx) => claim(tx, { channel: "webhook", most: 5, span: 60_000, held: [] }));
  const outcome = { state: "sent", outcome: "204" } as const;
  const settling = (at: number) => (tx: Queries) =>
    settle(tx, [{ delivery: claimed[at] as { id: string; fence: number }, outcome }]);
  const commit = await underWay(one, settling(0));
  // It would wait for ever.
  await other.write(settling(1));
  await commit();
  expect(await database.query("select event from deliveries where state = 'queued'")).toEqual(
    Array(2).fill({ event: "entry-2" }),
  );
});

test("two transactions that wait for each other are both done", async () => {
  const add = (tx: Queries, key: string) =>
    rows(
      tx,
      "insert into rates (key, count, expires_at) values (?, 1, 0) on conflict (key) do update set count = rates.count + 1",
      key,
    );
  const both = (store: Store, first: string, second: string) =>
    store.write(async (tx) => {
      await add(tx, first);
      await setTimeout(50);
      await add(tx, second);
    });
  await Promise.all([both(one, "a", "b"), both(other, "b", "a")]);
  expect(await database.query("select key, count from rates order by key")).toEqual([
    { key: "a", count: 2 },
    { key: "b", count: 2 },
  ]);
});

test("four replicas that start at once on an empty database all start", async () => {
  const server = inject("postgres");
  const name = `empty_${process.pid}_${Date.now()}`;
  await onServer(server, `create database ${name}`);
  const place: PostgresPlace = { url: withDatabase(server, name), tls: "none" };
  const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(place)));
  expect(await Promise.all(stores.map((store) => store.read(readHold)))).toEqual(Array(4).fill(undefined));
  await Promise.all(stores.map((store) => store.close()));
  await onServer(server, `drop database ${name}`);
});

test("a database that was made from another's dump starts held", async () => {
  const server = inject("postgres");
  const [name, copy] = ["first", "copy"].map((kind) => `${kind}_${process.pid}_${Date.now()}`) as [string, string];
  const heldAt = async (of: string) => {
    const store = await openStore({ url: withDatabase(server, of), tls: "none" });
    const held = await store.read(readHold);
    await store.close();
    return held;
  };
  await onServer(server, `create database ${name}`);
  expect(await heldAt(name)).toBeUndefined();
  await onServer(server, `create database ${copy} template ${name}`);
  expect(await heldAt(copy)).toMatchObject({ reason: "moved" });
  expect(await heldAt(name)).toBeUndefined();
  for (const one of [name, copy]) await onServer(server, `drop database ${one}`);
});
