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
import { expect, test } from "vitest";
import { openTestDatabase } from "../testing/service.ts";
import { openStore } from "./open/open.ts";
import { claim, type Delivery } from "./outbox.ts";
import { change, rows } from "./query.ts";
import { notConcerned, type Outcome, settle } from "./settle.ts";
import type { Store } from "./store.ts";
import { addWebhook, enableWebhook, positionOf, queueEntries, removeWebhook, type Webhook } from "./webhooks.ts";

/** How many histories are tried: LAW_RUNS asks for more. */
const numRuns = Number(process.env.LAW_RUNS ?? 4);

const span = 60_000;

type How = "sent" | "not concerned" | "queued" | "failed";

type Op =
  | { op: "publish" | "queue" | "add" | "remove" | "enable"; at: number }
  | { op: "claim"; sender: 0 | 1 }
  | { op: "settle"; sender: 0 | 1; how: How }
  | { op: "crash"; sender: 0 | 1; arrives: boolean }
  | { op: "wait" };

const at = integer({ min: 0, max: 1000 });
const sender = constantFrom(0 as const, 1 as const);
const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);

const op: Arbitrary<Op> = oneof(
  ...times(3, record({ op: constantFrom("publish" as const, "queue" as const), at })),
  record({ op: constantFrom("add" as const, "remove" as const, "enable" as const), at }),
  ...times(5, record({ op: constantFrom("claim" as const), sender })),
  ...times(
    5,
    record({
      op: constantFrom("settle" as const),
      sender,
      how: constantFrom<How>("sent", "sent", "sent", "not concerned", "queued", "failed"),
    }),
  ),
  record({ op: constantFrom("crash" as const), sender, arrives: boolean() }),
  record({ op: constantFrom("wait" as const) }),
);

/** What a history did to the endpoints, and what they got. */
class World {
  readonly #store: Store;
  readonly #pass: (milliseconds: number) => Promise<void>;
  readonly #held: [Delivery[], Delivery[]] = [[], []];
  /** By endpoint: from which entry on it is to be told, and the entries that came, in their order. */
  readonly #endpoints = new Map<string, { from: number; came: number[] }>();
  #size = 1;

  constructor(store: Store, pass: (milliseconds: number) => Promise<void>) {
    this.#store = store;
    this.#pass = pass;
  }

  async run(op: Op): Promise<void> {
    switch (op.op) {
      case "publish":
        this.#size += 1 + (op.at % 3);
        return void (await this.#store.write((tx) => change(tx, "update feed_state set log_size = ?", this.#size)));
      case "queue":
        return void (await this.#store.write(queueEntries));
      case "add": {
        const made = { url: "https://a.example/", name: "a", contact: null, wish: null, signature: "v1" as const };
        const { id } = await this.#store.write((tx) => addWebhook(tx, { ...made, created_by: "test" }));
        return void this.#endpoints.set(id, { from: this.#size, came: [] });
      }
      case "remove": {
        const id = this.#one(op.at);
        if (id === undefined) return;
        await this.#store.write((tx) => removeWebhook(tx, id));
        return void this.#endpoints.delete(id);
      }
      case "enable": {
        const id = this.#one(op.at);
        return void (id !== undefined && (await this.#store.write((tx) => enableWebhook(tx, id))));
      }
      case "claim":
        return this.#claim(op.sender);
      case "settle": {
        const delivery = this.#held[op.sender].shift();
        if (delivery) await this.#settle(delivery, op.how);
        return;
      }
      case "crash":
        for (const delivery of this.#held[op.sender].splice(0)) if (op.arrives) await this.#arrive(delivery);
        return;
      case "wait": {
        // Whoever sends mails takes none of it, also where a lease ran out.
        const mails = await this.#store.write((tx) => claim(tx, { most: 100, span, held: [] }));
        expect(mails.filter(({ channel }) => channel !== "email")).toEqual([]);
        await this.#pass(span + 1000);
      }
    }
  }

  #one(at: number): string | undefined {
    return [...this.#endpoints.keys()][at % Math.max(1, this.#endpoints.size)];
  }

  async #claim(sender: 0 | 1): Promise<void> {
    const held = this.#held[sender];
    const claimed = await this.#store.write((tx) => claim(tx, { channel: "webhook", most: 3, span, held }));
    held.push(...claimed);
    expect(claimed.filter(({ channel }) => channel !== "webhook")).toEqual([]);
    const leased = await this.#store.read((db) =>
      rows<{ recipient: string }>(
        db,
        "select recipient from deliveries where state = 'leased' and channel = 'webhook'",
      ),
    );
    expect(new Set(leased.map(({ recipient }) => recipient)).size, "two at once to one").toBe(leased.length);
  }

  async #settle(delivery: Delivery, how: How): Promise<void> {
    const webhook = await this.#store.read((db) =>
      db.selectFrom("webhooks").selectAll().where("id", "=", delivery.recipient).executeTakeFirst(),
    );
    const outcome = outcomeOf(webhook, how);
    if (outcome.state === "sent") await this.#arrive(delivery);
    const isHeld = await this.#isHeld(delivery);
    const kept = await this.#store.write((tx) => settle(tx, [{ delivery, outcome }]));
    expect(kept.has(delivery.id), "who holds the lease settles").toBe(isHeld);
    if (isHeld && outcome === notConcerned) this.#note(delivery, isHeld);
    if (!kept.has(delivery.id) || how !== "failed" || outcome.state !== "failed") return;
    const [found] = await this.#store.read((db) =>
      rows<{ state: string }>(db, `select state from webhooks where id = '${delivery.recipient}'`),
    );
    expect(found?.state, "what failed for good is disabled").toBe("disabled");
    const mails = await this.#store.read((db) =>
      rows(db, `select 1 from deliveries where kind = 'webhook-disabled' and recipient = '${delivery.recipient}'`),
    );
    expect(mails.length, "its owner is told").toBeGreaterThan(0);
  }

  /** Whether a lease is still its sender's. */
  async #isHeld({ id, fence }: Delivery): Promise<boolean> {
    const found = await this.#store.read((db) =>
      db.selectFrom("deliveries").select(["state", "fence"]).where("id", "=", id).execute(),
    );
    return found.some((row) => row.state === "leased" && row.fence === fence);
  }

  async #arrive(delivery: Delivery): Promise<void> {
    this.#note(delivery, await this.#isHeld(delivery));
  }

  /** @param isHeld Whether its sender had the lease then: of one that slept through it, nobody can call a message back. */
  #note({ recipient, event }: Delivery, isHeld: boolean): void {
    const endpoint = this.#endpoints.get(recipient);
    if (!endpoint) return;
    const position = positionOf(event);
    const next = endpoint.came.length === 0 ? endpoint.from : (endpoint.came.at(-1) as number) + 1;
    // What was sent by who then crashed goes out once more: the newest, and never an older one after it.
    if (isHeld) expect([next, next - 1], "in order").toContain(position);
    expect(position, "none is passed over").toBeLessThanOrEqual(next);
    if (position === next) endpoint.came.push(position);
  }

  /** Everything that was published has come to every endpoint, in its order, once all are enabled and answer. */
  async end(): Promise<void> {
    for (const sender of [0, 1] as const) await this.run({ op: "crash", sender, arrives: false });
    for (const id of this.#endpoints.keys()) await this.#store.write((tx) => enableWebhook(tx, id));
    await this.#store.write(queueEntries);
    for (let rounds = 0; rounds < 500; rounds++) {
      await this.#pass(span + 1000);
      await this.#claim(0);
      if (this.#held[0].length === 0) break;
      for (const delivery of this.#held[0].splice(0)) await this.#settle(delivery, "sent");
    }
    for (const { from, came } of this.#endpoints.values())
      expect(came).toEqual(Array.from({ length: this.#size - from }, (_, at) => from + at));
  }
}

const outcomeOf = (webhook: Webhook | undefined, how: How): Outcome => {
  if (webhook?.state !== "enabled") return { state: "cancelled", outcome: "not wanted" };
  if (how === "not concerned") return notConcerned;
  return how === "queued" ? { state: how, outcome: "500", delay: 0 } : { state: how, outcome: "code" };
};

/** Sender 0 is slow to record what it sent, until its lease has run out and sender 1 has sent that and the next. */
const lateRecord: Op[] = [
  ...[{ op: "publish", at: 2 } as const, { op: "queue", at: 0 } as const],
  ...[{ op: "claim", sender: 0 } as const, { op: "wait" } as const],
  ...times(2, [
    { op: "claim", sender: 1 } as const,
    ...times(2, { op: "settle", sender: 1, how: "sent" } as const),
  ]).flat(),
  ...times(2, { op: "settle", sender: 0, how: "sent" } as const),
];

test("whatever happens, each endpoint is told every entry, in the log's order, and none after a later one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-webhooks-"));
  await assert(
    asyncProperty(array(op, { minLength: 20, maxLength: 70, size: "max" }), async (history) => {
      const database = await openTestDatabase(folder);
      const store = await openStore(database.place, database.now);
      try {
        let frozen = 1_000_000;
        await database.moveClock({ frozen });
        await database.run(
          `insert into feed_state (feed, pin, log_size, log_root, version, sha256, document, receipt_kids, verified_at)
           values ('f', 'p', 1, 'r', 1, 's', '{}', '[]', 1)`,
        );
        const world = new World(store, async (milliseconds) => {
          frozen += milliseconds;
          await database.moveClock({ frozen });
        });
        for (let at = 0; at < 2; at++) await world.run({ op: "add", at });
        for (const op of history) await world.run(op);
        await world.end();
      } finally {
        await store.close();
        await database.close();
      }
    }),
    {
      numRuns: numRuns + 1,
      examples: [[lateRecord]],
    },
  );
  await rm(folder, { recursive: true });
}, 1_800_000);
