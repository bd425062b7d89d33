import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTasks } from "../operate/tasks.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { day } from "../time.ts";
import { recordBounce } from "./bounces.ts";
import { eraseCase } from "./cases.ts";
import { claim, type Delivery, enqueue } from "./outbox.ts";
import { change } from "./query.ts";
import { type Outcome, settle } from "./settle.ts";
import { endTask } from "./tasks.ts";
import { noteReachedObjectors } from "./unreachable.ts";

let opened: TestStore;
let store: TestStore["store"];

beforeAll(async () => {
  opened = await openTestStore();
  ({ store } = opened);
});

afterAll(() => opened.close());

/** Somebody who has objected once. */
async function addObjection(): Promise<string> {
  const id = randomUUID();
  await store.write(async (tx) => {
    await change(
      tx,
      `insert into cases (id, feed, change, email_hash, mailbox_hash, token_hash, newest, filed_at, deadline, due, step, stepped_at,
         state, since) values (?, 'feed', '2.1', ?, ?, ?, ?, 0, '2026-01-09T00:00:00Z', 0, 1, 0, 'filed', 0)`,
      ...[id, id, id, id, id],
    );
    await change(
      tx,
      `insert into objections (id, request, change, feed_version, feed_sha256, name, email, organisation, grounds, filed_at,
         deadline, content_sha256, receipt, case_id) values (?, ?, '2.1', 1, 'x', 'Ada', ?, 'Customer', '', 0, '', 'x', 'x', ?)`,
      ...[id, id, `${id}@customer.example`, id],
    );
  });
  return id;
}

let number = 0;

/** One mail about an objection goes out. */
const send = (objection: string, { kind, recipient }: Pick<Delivery, "kind" | "recipient">, outcome: Outcome) =>
  store.write(async (tx) => {
    await enqueue(tx, { event: `${kind}-${++number}`, recipient, kind, objection }, Number(await store.now()));
    const [delivery] = await claim(tx, { most: 1, span: day, held: [] });
    if (delivery?.objection !== objection) throw new Error("Expected what was just queued to be due.");
    await settle(tx, [{ delivery, outcome }]);
    return delivery;
  });

/** What is open about an objection. */
const tasksOf = async (objection: string) =>
  (await store.read((db) => readTasks(db))).filter((one) => "objection" in one && one.objection === objection);

const refused = { state: "failed", outcome: "550 5.1.1", gone: true } as const;
const taken = { state: "sent", outcome: "250" } as const;
const answer = { kind: "objection-step", recipient: "objector" } as const;

/** Every kind of mail that an objection, or what is to do about one, brings; and whether somebody outside is owed it. */
const mails: readonly (Pick<Delivery, "kind" | "recipient"> & { isOwed: boolean })[] = [
  { kind: "objection-receipt", recipient: "objector", isOwed: true },
  { ...answer, isOwed: true },
  { kind: "objection-step", recipient: "vendor", isOwed: false },
  { kind: "objection-vendor", recipient: "vendor", isOwed: false },
  { kind: "outcome", recipient: "vendor", isOwed: false },
  { kind: "recipient-left", recipient: "vendor", isOwed: false },
  { kind: "unreachable", recipient: "vendor", isOwed: false },
  { kind: "confirmation", recipient: "somebody", isOwed: false },
  { kind: "sign-in", recipient: "somebody", isOwed: false },
  { kind: "webhook-disabled", recipient: "endpoint", isOwed: false },
];

const ways = ["refused", "given up", "came back", "came back by its Message-ID"] as const;

test.each(mails.flatMap((mail) => ways.map((way) => ({ ...mail, way }))))(
  "a mail of the kind $kind to $recipient that is $way: whoever objected and was not told is a task",
  async ({ isOwed, way, ...mail }) => {
    const objection = await addObjection();
    if (way === "refused" || way === "given up") {
      await send(objection, mail, way === "refused" ? refused : { state: "failed", outcome: "gave up: 451" });
    } else {
      const { id, event, recipient } = await send(objection, mail, taken);
      const returned = way === "came back" ? { delivery: id } : { event, recipient };
      const bounce = { reason: "5.1.1", gone: true };
      expect(await store.write((tx) => recordBounce(tx, returned, bounce)), "it came back").toBe(isOwed);
      expect(await store.write((tx) => recordBounce(tx, returned, bounce)), "and did so once").toBe(false);
    }
    const found = await tasksOf(objection);
    expect(found).toHaveLength(isOwed ? 1 : 0);
    if (!isOwed) return;
    expect(found).toMatchObject([
      {
        ...{ kind: "unreachable", objection, late: false },
        recipients: [{ customer: "Customer", email: `${objection}@customer.example` }],
      },
    ]);
    const [task] = found;
    expect(Date.parse(`${task?.due}`) - Date.parse(`${task?.opened}`)).toBe(3 * day);

    // Another that fails opens no second one, and moves no deadline; what gets there ends it.
    await send(objection, answer, refused);
    expect(await tasksOf(objection)).toEqual(found);
    await send(objection, { kind: "objection-vendor", recipient: "vendor" }, taken);
    expect(await tasksOf(objection), "what the vendor gets tells nobody outside").toEqual(found);
    await send(objection, answer, taken);
    expect(await tasksOf(objection)).toEqual([]);
  },
);

test("an answer that did not arrive is not told by the receipt of a further text, nor by an older step", async () => {
  const objection = await addObjection();
  const receipt = { kind: "objection-receipt", recipient: "objector" } as const;
  const older = await send(objection, answer, taken);
  await send(objection, answer, refused);
  const found = await tasksOf(objection);
  expect(found).toHaveLength(1);
  await send(objection, receipt, taken);
  expect(await tasksOf(objection), "a receipt").toEqual(found);
  await store.write((tx) => change(tx, "update deliveries set created_at = created_at - 1 where id = ?", older.id));
  await store.write((tx) => noteReachedObjectors(tx, [older.id]));
  expect(await tasksOf(objection), "an older step").toEqual(found);
  await send(objection, answer, taken);
  expect(await tasksOf(objection)).toEqual([]);
});

test("it ends by hand and opens anew, and ends where the objection is erased: then there is nobody to tell", async () => {
  const objection = await addObjection();
  await send(objection, answer, refused);
  const [first] = await tasksOf(objection);
  expect(await store.write((tx) => endTask(tx, `${first?.id}`, "called them"))).toBe(true);
  expect(await tasksOf(objection)).toEqual([]);
  await send(objection, answer, refused);
  expect(await tasksOf(objection)).toHaveLength(1);
  await store.write(async (tx) => {
    // As the step that filed it has it.
    await change(
      tx,
      `insert into steps (case_id, step, at, action, actor, name, after, objection)
         values (?, 1, 0, 'filed', 'objector', '', 'filed', ?)`,
      ...[objection, objection],
    );
    await eraseCase(tx, objection);
  });
  expect(await tasksOf(objection)).toEqual([]);
  await send(objection, answer, refused);
  expect(await tasksOf(objection)).toEqual([]);
});
