import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { tokenHash } from "../secret/keyed.ts";
import { openTestDatabase } from "../testing/service.ts";
import { openStore } from "./open/open.ts";
import { claim, type Delivery, fanOut, keepPublish } from "./outbox.ts";
import { lockFeed } from "./query.ts";
import { settle } from "./settle.ts";
import type { Store } from "./store.ts";
import { confirm, leave } from "./subscriptions.ts";

/** Milliseconds that a lease lasts: longer than the test. */
const span = 600_000;

const readers = Array.from({ length: 60 }, (_, at) => `reader-${(at * 7) % 60}`);

/** Milliseconds that differ from call to call, the same in every run. */
const pauses = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return setTimeout(state % 5);
  };
};

/** What everybody does at once, on as many replicas as the database serves. */
class Crowd {
  readonly #replicas: readonly Store[];
  /** Mails that a sender has claimed and not yet recorded, by their readers. */
  readonly #underWay = new Map<string, string>();
  readonly told = new Map<string, { since: number; until: number }[]>();
  readonly wrong: string[] = [];
  #size = 1;
  #isOver = false;

  constructor(replicas: readonly Store[]) {
    this.#replicas = replicas;
  }

  get size(): number {
    return this.#size;
  }

  replica(at: number): Store {
    return this.#replicas[at % this.#replicas.length] as Store;
  }

  end(): void {
    this.#isOver = true;
  }

  async publish(at: number): Promise<void> {
    const since = this.#size;
    const logSize = since + 1 + (at % 2);
    await this.replica(at).write(async (tx) => {
      await lockFeed(tx, "alone");
      await tx.updateTable("feed_state").set({ log_size: logSize }).execute();
      await keepPublish(tx, { id: `notice-${logSize}`, since, logSize, payload: "{}", isNews: true });
    });
    this.#size = logSize;
  }

  async fanOut(at: number): Promise<void> {
    const pause = pauses(at);
    while (!this.#isOver) {
      await this.replica(at).write((tx) => fanOut(tx, 7));
      await pause();
    }
  }

  /** Sends until all is over and there is nothing left. */
  async send(at: number): Promise<void> {
    const pause = pauses(at);
    const store = this.replica(at);
    for (;;) {
      const wasOver = this.#isOver;
      const published = this.#size;
      const claimed = await store.write((tx) => claim(tx, { most: 5, span, held: [] }));
      for (const delivery of claimed) this.#begin(delivery, published);
      await pause();
      for (const delivery of claimed) this.#arrive(delivery);
      const settled = claimed.map((delivery) => ({ delivery, outcome: { state: "sent", outcome: "250" } as const }));
      await store.write((tx) => settle(tx, settled));
      if (wasOver && claimed.length === 0) return;
    }
  }

  #begin({ event, subscription }: Delivery, published: number): void {
    const reader = subscription ?? "";
    const other = this.#underWay.get(reader);
    if (other !== undefined) this.wrong.push(`${reader}: ${event} while ${other} is under way`);
    if (untilOf(event) < published) this.wrong.push(`${reader}: ${event} when notice-${published} was out`);
    this.#underWay.set(reader, event);
  }

  #arrive({ event, subscription, since }: Delivery): void {
    const reader = subscription ?? "";
    this.#underWay.delete(reader);
    this.told.set(reader, [...(this.told.get(reader) ?? []), { since: since ?? 0, until: untilOf(event) }]);
  }
}

const untilOf = (event: string) => Number(event.slice("notice-".length));

test("publishing, confirming, leaving and sending at once: each reader is told of all since it confirmed, once, in order", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-interleaved-"));
  const database = await openTestDatabase(folder);
  // One process serves a file, three a server.
  const count = typeof database.place === "string" ? 1 : 3;
  const replicas: Store[] = [];
  for (let at = 0; at < count; at++) replicas.push(await openStore(database.place, database.now));
  const crowd = new Crowd(replicas);
  await crowd.replica(0).write(async (tx) => {
    const feed = { feed: "f", pin: "p", log_size: 1, log_root: "", version: 1, sha256: "", document: "{}" };
    await tx
      .insertInto("feed_state")
      .values({ ...feed, receipt_kids: "[]", verified_at: 0, successor: null })
      .execute();
    for (const id of readers) {
      await tx
        .insertInto("subscriptions")
        .values({
          ...{ id, email: `${id}@customer.example`, email_hash: id, language: null, state: "pending", period: 0 },
          ...{ confirm_hash: tokenHash(`c-${id}`), leave_hash: tokenHash(`l-${id}`), created_at: 0 },
          ...{ confirmed_at: null, left_at: null, cursor: 0 },
        })
        .execute();
    }
  });
  const senders = [0, 1, 2, 3, 4].map((at) => crowd.send(at));
  const fanOuts = [0, 1].map((at) => crowd.fanOut(at));
  const confirming = readers.map(async (id, at) => {
    await setTimeout(at * 12);
    await crowd.replica(at).write((tx) => confirm(tx, `c-${id}`));
  });
  const leaving = readers.slice(0, 10).map(async (id, at) => {
    await setTimeout(at * 40);
    // Whoever confirms and leaves at once has left, or left before it could confirm.
    await crowd.replica(at + 1).write((tx) => leave(tx, `l-${id}`, "go-on"));
  });
  for (let at = 0; at < 8; at++) {
    await setTimeout(90);
    await crowd.publish(at);
  }
  await Promise.all([...confirming, ...leaving]);
  await crowd.publish(8);
  const unmade = () =>
    database.query(
      "select 1 from events where open = 1 and (fanned_to is not null or log_size < (select max(log_size) from events))",
    );
  while ((await unmade()).length > 0) await setTimeout(20);
  crowd.end();
  await Promise.all([...fanOuts, ...senders]);

  expect(crowd.wrong).toEqual([]);
  const rows = await database.query<{ id: string; state: string; cursor: number }>(
    "select id, state, cursor from subscriptions",
  );
  expect(rows.filter(({ state }) => state === "left")).toHaveLength(10);
  for (const { id, state, cursor } of rows) {
    const told = crowd.told.get(id) ?? [];
    for (const [at, { since }] of told.entries()) {
      const before = told[at - 1];
      if (before) expect(since, `${id}: a gap, or the same again`).toBe(before.until);
    }
    if (state === "confirmed") {
      expect(told.at(-1)?.until, `${id} was not told of the last`).toBe(crowd.size);
      expect(cursor).toBe(crowd.size);
    }
  }
  const waiting = "select 1 from deliveries where state in ('queued', 'unknown', 'leased')";
  // What was made for somebody who left meanwhile is asked again when it is sent.
  expect(
    await database.query(`${waiting} and subscription in (select id from subscriptions where state = 'confirmed')`),
  ).toEqual([]);
  for (const replica of replicas) await replica.close();
  await database.close();
  await rm(folder, { recursive: true });
});
