import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
} from "fast-check";
import { expect, inject, test } from "vitest";
import { openTestDatabase } from "../testing/service.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { openStore } from "./open/open.ts";
import { claim, type Delivery, fanOut, keepPublish, resend } from "./outbox.ts";
import { type Outcome, settle } from "./settle.ts";
import type { Store } from "./store.ts";
import { leaveById } from "./subscriptions.ts";

/** How many histories are tried: LAW_RUNS asks for more. A server is asked over a socket, so each takes longer there. */
const numRuns = Number(process.env.LAW_RUNS ?? (inject("postgres") === undefined ? 20 : 8));

/** Milliseconds that a lease lasts. */
const span = 60_000;

/** Who runs: each a process of its own, with its own memory of what it has under way. */
const senders = [0, 1] as const;

type Op =
  | { op: "subscribe" | "publish" | "fan out" | "leave" | "resend"; at: number }
  | { op: "claim"; sender: number; most: number }
  | { op: "settle"; sender: number; at: number; how: How; arrives: boolean }
  | { op: "crash" | "stop"; sender: number; arrives: boolean }
  | { op: "wait"; milliseconds: number };

type How = "sent" | "queued" | "unknown" | "failed";

const at = integer({ min: 0, max: 1000 });
const sender = constantFrom(...senders);

const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);

const op: Arbitrary<Op> = oneof(
  ...times(2, record({ op: constantFrom("publish" as const), at })),
  ...times(4, record({ op: constantFrom("fan out" as const), at })),
  ...times(6, record({ op: constantFrom("claim" as const), sender, most: integer({ min: 1, max: 4 }) })),
  ...times(
    8,
    record({
      op: constantFrom("settle" as const),
      sender,
      at,
      how: constantFrom<How>("sent", "sent", "queued", "unknown", "failed"),
      arrives: boolean(),
    }),
  ),
  record({ op: constantFrom("subscribe" as const, "leave" as const, "resend" as const), at }),
  record({ op: constantFrom("crash" as const, "stop" as const), sender, arrives: boolean() }),
  ...times(2, record({ op: constantFrom("wait" as const), milliseconds: constantFrom(1_000, 61_000, 3_600_000) })),
);

const histories = array(op, { minLength: 20, maxLength: 80, size: "max" });

/** A mail that reached a reader: which part of the log it told of. */
interface Arrival {
  event: string;
  since: number;
  until: number;
}

/** The database's clock, which a history moves. */
interface Clock {
  pass(milliseconds: number): Promise<void>;
}

async function stoppedClock(database: TestDatabase): Promise<Clock> {
  let frozen = 1_000_000;
  await database.moveClock({ frozen });
  return {
    pass: async (milliseconds) => {
      frozen += milliseconds;
      await database.moveClock({ frozen });
    },
  };
}

/** What a history did to the ledger, and what readers got. */
class World {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #held = new Map<number, Delivery[]>(senders.map((one) => [one, []]));
  readonly #arrived = new Map<string, Arrival[]>();
  /** From which log size on a subscriber is to be told; absent once it has left. */
  readonly #owed = new Map<string, number>();
  /** How often a delivery may have gone out without the ledger's knowing. */
  readonly #doubts = new Map<string, number>();
  readonly #sinceOf = new Map<string, number>();
  #size = 1;
  #subscribers = 0;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async run(op: Op): Promise<void> {
    switch (op.op) {
      case "subscribe":
        return this.#subscribe();
      case "publish":
        return this.#publish(1 + (op.at % 3));
      case "fan out":
        return void (await this.#store.write((tx) => fanOut(tx, 1 + (op.at % 3))));
      case "leave":
        return this.#leave(op.at);
      case "resend":
        return this.#resend();
      case "claim":
        return this.#claim(op.sender, op.most);
      case "settle": {
        const mine = this.#held.get(op.sender) ?? [];
        const [delivery] = mine.splice(op.at % Math.max(1, mine.length), 1);
        if (delivery) await this.#settle(delivery, op.how, op.arrives);
        return;
      }
      case "stop": {
        // An orderly stop records what nobody answered.
        for (const delivery of this.#held.get(op.sender) ?? []) await this.#settle(delivery, "unknown", op.arrives);
        this.#held.set(op.sender, []);
        return;
      }
      case "crash": {
        for (const delivery of this.#held.get(op.sender) ?? []) {
          this.#doubt(delivery);
          if (op.arrives) this.#arrive(delivery, await this.#isHeld(delivery));
        }
        this.#held.set(op.sender, []);
        return;
      }
      case "wait":
        await this.#clock.pass(op.milliseconds);
    }
  }

  async #subscribe(): Promise<void> {
    // Ids lie anywhere in the order in which notices are made.
    const id = `${(this.#subscribers * 7) % 10}-${this.#subscribers++}`;
    await this.#store.write((tx) =>
      tx
        .insertInto("subscriptions")
        .values({
          ...{ id, email: `${id}@customer.example`, email_hash: id, language: null, state: "confirmed", period: 0 },
          ...{ confirm_hash: `c${id}`, leave_hash: `l${id}`, created_at: 0, confirmed_at: 0, left_at: null },
          cursor: this.#size,
        })
        .execute(),
    );
    this.#owed.set(id, this.#size);
  }

  async #publish(entries: number): Promise<void> {
    const since = this.#size;
    this.#size += entries;
    const publish = { id: `notice-${this.#size}`, since, logSize: this.#size, payload: "{}", isNews: true };
    await this.#store.write((tx) => keepPublish(tx, publish));
  }

  async #leave(at: number): Promise<void> {
    const ids = [...this.#owed.keys()];
    const id = ids[at % Math.max(1, ids.length)];
    if (id === undefined) return;
    await this.#store.write((tx) => leaveById(tx, id));
    this.#owed.delete(id);
  }

  async #resend(): Promise<void> {
    const rows = await this.#store.read((db) =>
      db.selectFrom("deliveries").selectAll().where("state", "in", ["failed", "unknown"]).execute(),
    );
    for (const delivery of rows) this.#doubt(delivery);
    await this.#store.write((tx) => resend(tx, { states: ["failed", "unknown"] }));
  }

  async #claim(sender: number, most: number): Promise<void> {
    const held = this.#held.get(sender) ?? [];
    const claimed = await this.#store.write((tx) => claim(tx, { most, span, held }));
    for (const delivery of claimed) {
      expect(
        held.some(({ id }) => id === delivery.id),
        "its own mail under way",
      ).toBe(false);
      expect(delivery.event, "a dead notice").toBe(`notice-${this.#size}`);
      const before = this.#sinceOf.get(delivery.id) ?? delivery.since;
      expect(delivery.since, "the same mail, another text").toBe(before);
      this.#sinceOf.set(delivery.id, delivery.since as number);
    }
    held.push(...claimed);
    const leased = await this.#store.read((db) =>
      db.selectFrom("deliveries").select("subscription").where("state", "=", "leased").execute(),
    );
    expect(new Set(leased.map((row) => row.subscription)).size, "two mails to one reader at once").toBe(leased.length);
  }

  async #settle(delivery: Delivery, how: How, arrives: boolean): Promise<void> {
    // Asked at send time: who has left gets nothing.
    const wanted = this.#owed.has(delivery.subscription as string);
    const outcome: Outcome = !wanted
      ? { state: "cancelled", outcome: "not wanted" }
      : how === "queued" || how === "unknown"
        ? { state: how, outcome: how, delay: arrives ? 0 : 1000 }
        : { state: how, outcome: how };
    const kept = await this.#store.write((tx) => settle(tx, [{ delivery, outcome }]));
    // Its lease may have run out while it was under way: another sender may send it too.
    if (!kept.has(delivery.id) || outcome.state === "unknown") this.#doubt(delivery);
    if (outcome.state === "sent" || (outcome.state === "unknown" && arrives)) {
      this.#arrive(delivery, kept.has(delivery.id));
    }
    expect((await this.#store.write((tx) => settle(tx, [{ delivery, outcome }]))).size, "settled twice").toBe(0);
  }

  #doubt({ id }: Pick<Delivery, "id">): void {
    this.#doubts.set(id, (this.#doubts.get(id) ?? 0) + 1);
  }

  /** Whether a lease is still its sender's. */
  async #isHeld({ id, fence }: Delivery): Promise<boolean> {
    const found = await this.#store.read((db) =>
      db.selectFrom("deliveries").select(["state", "fence"]).where("id", "=", id).execute(),
    );
    return found.some((row) => row.state === "leased" && row.fence === fence);
  }

  /** @param isHeld Whether its sender had the lease then: of one that slept through it, nobody can call a mail back. */
  #arrive({ id, event, subscription, since }: Delivery, isHeld: boolean): void {
    const until = Number(event.slice("notice-".length));
    const mine = this.#arrived.get(subscription as string) ?? [];
    const newest = Math.max(0, ...mine.map((one) => one.until));
    if (isHeld) expect(until, "a dead notice after a live one").toBeGreaterThanOrEqual(newest);
    const times = mine.filter((one) => one.event === event).length;
    expect(times, "a duplicate that nobody promised").toBeLessThanOrEqual(this.#doubts.get(id) ?? 0);
    mine.push({ event, since: since as number, until });
    this.#arrived.set(subscription as string, mine);
  }

  /** Everybody who still wants to be told was told of everything, once all mails are taken. */
  async end(): Promise<void> {
    for (const sender of senders) await this.run({ op: "crash", sender, arrives: false });
    await this.#resend();
    for (let rounds = 0; rounds < 300; rounds++) {
      await this.#clock.pass(span + 2000);
      const worked = await this.#store.write((tx) => fanOut(tx, 3));
      await this.#claim(0, 5);
      const mine = this.#held.get(0) ?? [];
      if (mine.length === 0 && worked === undefined) break;
      for (const delivery of mine.splice(0)) await this.#settle(delivery, "sent", true);
    }
    for (const [id, from] of this.#owed) {
      let told = from;
      for (const { since, until } of this.#arrived.get(id) ?? []) {
        expect(since, "a gap").toBeLessThanOrEqual(told);
        told = Math.max(told, until);
      }
      expect(told, `${id} was not told of everything`).toBe(this.#size);
    }
    const waiting = await this.#store.read((db) =>
      db
        .selectFrom("deliveries")
        .select(["id", "state"])
        .where("state", "in", ["queued", "unknown", "leased"])
        .execute(),
    );
    expect(waiting, "what waits for ever").toEqual([]);
  }
}

test("whatever happens: nothing is lost, no duplicate but those promised, no dead notice after a live one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-ledger-"));
  await assert(
    asyncProperty(histories, async (history) => {
      const database = await openTestDatabase(folder);
      const store = await openStore(database.place, database.now);
      try {
        const world = new World(store, await stoppedClock(database));
        for (let at = 0; at < 3; at++) await world.run({ op: "subscribe", at });
        for (const op of history) await world.run(op);
        await world.end();
      } finally {
        await store.close();
        await database.close();
      }
    }),
    { numRuns },
  );
  await rm(folder, { recursive: true });
}, 1_800_000);
