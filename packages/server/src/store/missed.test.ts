import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { day } from "../time.ts";
import { recordBounce } from "./bounces.ts";
import { claim, type Delivery, enqueue, keepPublish } from "./outbox.ts";
import { type Outcome, settle } from "./settle.ts";

const kinds = ["notice", "reminder", "in-effect"] as const;
const readers = ["its holder", "a contract", "both"] as const;
const ways = ["refused", "given up", "came back", "came back by its Message-ID"] as const;

const cases = kinds.flatMap((kind) =>
  readers.flatMap((reader) =>
    ways.flatMap((way) => (way === "given up" ? [false] : [false, true]).map((gone) => ({ kind, reader, way, gone }))),
  ),
);

type Case = (typeof cases)[number];

let opened: TestStore;
let store: TestStore["store"];

beforeAll(async () => {
  opened = await openTestStore();
  ({ store } = opened);
  const publish = { id: "notice-2", since: 1, logSize: 2, payload: "{}", isNews: true };
  await store.write((tx) => keepPublish(tx, publish));
});

afterAll(() => opened.close());

let number = 0;

/** Somebody who is told everything but what a notice is about to tell. */
async function addReader({ kind, reader }: Case): Promise<string> {
  const id = `00000000-0000-0000-0000-${String(++number).padStart(12, "0")}`;
  const email = `${id}@customer.example`;
  const cursor = kind === "notice" ? 1 : 2;
  const own =
    reader === "a contract" ? { email: null, state: "left" as const } : { email, state: "confirmed" as const };
  const row = { id, ...own, contract_email: reader === "its holder" ? null : email, email_hash: id, language: null };
  const rest = {
    period: 0,
    confirm_hash: `c${id}`,
    leave_hash: `l${id}`,
    created_at: 0,
    confirmed_at: 0,
    left_at: null,
  };
  await store.write((tx) =>
    tx
      .insertInto("subscriptions")
      .values({ ...row, ...rest, cursor })
      .execute(),
  );
  return id;
}

/** One mail goes out. */
async function send(recipient: string, kind: Delivery["kind"], outcome: Outcome): Promise<Delivery> {
  const event = kind === "notice" ? "notice-2" : `${kind}-1`;
  const to = kind === "notice" && number > 0 ? await nextNotice(recipient) : recipient;
  return store.write(async (tx) => {
    await enqueue(tx, { event, recipient: to, kind, subscription: recipient }, Number(await store.now()));
    const [delivery] = await claim(tx, { most: 1, span: day, held: [] });
    if (delivery?.subscription !== recipient) throw new Error("Expected what was just queued to be due.");
    await settle(tx, [{ delivery, outcome }]);
    return delivery;
  });
}

const nextNotice = async (recipient: string) => {
  const found = await store.read((db) =>
    db
      .selectFrom("deliveries")
      .select("id")
      .where("subscription", "=", recipient)
      .where("kind", "=", "notice")
      .execute(),
  );
  return found.length === 0 ? recipient : `${recipient}.${found.length}`;
};

async function miss(id: string, { kind, way, gone }: Case): Promise<void> {
  const failed = { state: "failed", outcome: way === "refused" ? "550" : "gave up: 451", gone } as const;
  const isLater = way.startsWith("came back");
  const { id: delivery, event, recipient } = await send(id, kind, isLater ? { state: "sent", outcome: "250" } : failed);
  if (!isLater) return;
  const mail = way === "came back" ? { delivery } : { event, recipient };
  const bounce = { reason: gone ? "5.1.1" : "4.4.7", gone };
  expect(await store.write((tx) => recordBounce(tx, mail, bounce)), "it came back").toBe(true);
  expect(await store.write((tx) => recordBounce(tx, mail, bounce)), "and did so once").toBe(false);
}

const tasksOf = (id: string) =>
  store.read((db) => db.selectFrom("tasks").selectAll().where("subscription", "=", id).execute());
const readerOf = (id: string) =>
  store.read((db) => db.selectFrom("subscriptions").selectAll().where("id", "=", id).executeTakeFirstOrThrow());

test.each(cases)(
  "a $kind to $reader that is $way (address gone: $gone): whoever must be told and was not is a task",
  async (one) => {
    const id = await addReader(one);
    await miss(id, one);
    const tasks = await tasksOf(id);
    const after = await readerOf(id);
    if (one.reader === "its holder") {
      expect(tasks, "nobody owes it anything").toEqual([]);
      expect(after.state, "an address that is gone is erased").toBe(one.gone ? "left" : "confirmed");
      return;
    }
    expect(tasks.map(({ kind, done_at, due_at, opened_at }) => [kind, done_at, due_at - opened_at])).toEqual([
      ["unreachable", null, 3 * day],
    ]);
    expect(after.contract_email, "a contract's address stays").toBe(`${id}@customer.example`);
    expect(after.cursor, "a notice is told again, what the clock brings is not").toBe(one.kind === "notice" ? 1 : 2);

    // Another that fails opens no second one.
    await send(id, one.kind === "reminder" ? "in-effect" : "reminder", { state: "failed", outcome: "550" });
    expect(await tasksOf(id)).toHaveLength(1);
    if (one.kind === "notice") {
      await store.write((tx) =>
        tx.deleteFrom("deliveries").where("subscription", "=", id).where("kind", "=", "reminder").execute(),
      );
      await send(id, "reminder", { state: "sent", outcome: "250" });
      expect((await tasksOf(id))[0]?.done_at, "whom a notice is owed was not told by a reminder").toBeNull();
      await send(id, "notice", { state: "sent", outcome: "250" });
    } else {
      const event = `${one.kind}-2`;
      await store.write(async (tx) => {
        await enqueue(tx, { event, recipient: id, kind: one.kind, subscription: id }, Number(await store.now()));
        const [delivery] = await claim(tx, { most: 1, span: day, held: [] });
        if (delivery) await settle(tx, [{ delivery, outcome: { state: "sent", outcome: "250" } }]);
      });
    }
    expect((await tasksOf(id))[0], "what gets there ends it").toMatchObject({ how: "told" });
  },
);
