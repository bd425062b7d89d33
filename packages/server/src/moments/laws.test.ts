import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Feed, type LogEntry, planVersion, standingsAt } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { type Arbitrary, array, assert, asyncProperty, boolean, constantFrom, oneof, record } from "fast-check";
import { expect, inject, test } from "vitest";
import { publicationOf } from "../feed/notice.ts";
import { type Compose, createComposer } from "../outbox/compose.ts";
import { createKeyed } from "../secret/keyed.ts";
import { advance } from "../store/feed-state.ts";
import { momentOf, reminderAt } from "../store/moments.ts";
import { openStore } from "../store/open/open.ts";
import { claim, type Delivery, fanOut } from "../store/outbox.ts";
import { notConcerned, notYet, type Outcome, settle } from "../store/settle.ts";
import type { Store } from "../store/store.ts";
import type { ToldChange } from "../store/told.ts";
import { openTestDatabase, terms } from "../testing/service.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { day, hour, minute } from "../time.ts";

/** How many histories are tried: LAW_RUNS asks for more. */
const numRuns = Number(process.env.LAW_RUNS ?? (inject("postgres") === undefined ? 15 : 4));

/** What the author's file says. */
interface Edit {
  has: boolean;
  country: "US" | "IN";
  purpose: "Mail" | "Support";
}

type Op = { op: "publish"; edit: Edit } | { op: "work"; dies: boolean } | { op: "wait"; span: number };

const edit: Arbitrary<Edit> = record({
  has: boolean(),
  country: constantFrom("US", "IN"),
  purpose: constantFrom("Mail", "Support"),
});
const op: Arbitrary<Op> = oneof(
  record({ op: constantFrom("publish" as const), edit }),
  record({ op: constantFrom("work" as const), dies: boolean() }),
  record({ op: constantFrom("wait" as const), span: constantFrom(hour, day, 4 * day, 7 * day, 11 * day) }),
);

const subscribers = ["one", "two"];
const keyed = createKeyed(randomBytes(32));
const sha256 = "0".repeat(64);

class World {
  readonly #store: Store;
  readonly #database: TestDatabase;
  readonly #compose: Compose;
  readonly #feeds: Feed[] = [];
  readonly #log: LogEntry[] = [];
  /** What each was told by notices, by subscriber and change. */
  readonly #told = new Map<string, ToldChange & { at: number }>();
  /** Reminders that had to go out by now, and what did go out. */
  readonly #owed = new Set<string>();
  readonly #sent: string[] = [];
  /** What is under way when its sender dies is nobody else's until then. */
  #leasedUntil = 0;
  #now = Date.parse("2026-01-05T09:00:00Z");

  constructor(store: Store, database: TestDatabase) {
    this.#store = store;
    this.#database = database;
    this.#compose = createComposer({
      ...{ store, keyed, publicAddress: "https://service.example/", mailFrom: "notices@acme.example" },
      ...{ privacyMail: "privacy@acme.example", feed: () => undefined, people: new Map() },
      ...{ inboxAddress: "https://service.example/inbox/" },
      receiptStamps: { of: async () => undefined, stop: async () => {} },
    });
  }

  async wait(span: number): Promise<void> {
    this.#now += span;
    await this.#database.moveClock({ frozen: this.#now });
  }

  async begin(): Promise<void> {
    await this.wait(0);
    await this.publish({ has: false, country: "US", purpose: "Mail" });
    for (const id of subscribers) {
      const row = { id, email: `${id}@customer.example`, email_hash: id, language: null, state: "confirmed" } as const;
      const hashes = { confirm_hash: `c${id}`, leave_hash: `l${id}`, created_at: 0, confirmed_at: 0, left_at: null };
      await this.#store.write((tx) =>
        tx
          .insertInto("subscriptions")
          .values({ ...row, ...hashes, period: 0, cursor: this.#log.length })
          .execute(),
      );
    }
  }

  async publish({ has, country, purpose }: Edit): Promise<void> {
    const [first] = mockContent().subprocessors;
    const added = { id: "two", name: "Mail Two", purposes: [purpose], locations: [{ country }] };
    const content = mockContent({ ...terms, subprocessors: [...(first ? [first] : []), ...(has ? [added] : [])] });
    const { feed, changes } = await planVersion({ content, previous: this.#feeds.at(-1), now: this.#now });
    if (changes.length === 0) return;
    this.#feeds.push(feed);
    const of = { version: feed.version, sha256 };
    for (const change of changes) this.#log.push({ type: "change", at: feed.published, feed: of, change });
    const state = {
      ...{ address: "https://acme.example/feed/", pin: "sha256-x", version: feed.version, sha256, feed },
      ...{ log: { size: this.#log.length, root: "" }, receiptKids: [] },
    };
    const seen = { state, history: [...this.#log], payload: JSON.stringify(publicationOf(state)), began: this.#now };
    await this.#store.write((tx) => advance(tx, seen));
  }

  /** Whether a change is open at an instant, as the feed of the day says: by the state machine that readers have. */
  #isOpen(id: string, at: number): boolean {
    const feed = this.#feeds.findLast(({ published }) => Date.parse(published) <= at);
    return feed ? standingsAt(feed, at).open.some((one) => one.id === id) : false;
  }

  /** Whether a change took effect on its day, and nobody took it back while it could be objected to. */
  #tookEffect(id: string, day: number): boolean {
    if (day > this.#now || !this.#isOpen(id, day - 1)) return false;
    return !this.#log.some(
      ({ at, change: { touches } }) =>
        touches?.change === id && (touches.how === "withdraws" || touches.how === "amends") && Date.parse(at) >= day,
    );
  }

  /** All that is due goes out, or is under way when its sender dies. */
  async work(dies: boolean): Promise<void> {
    while ((await this.#store.write((tx) => fanOut(tx, 10))) !== undefined);
    for (;;) {
      const leased = await this.#store.write((tx) => claim(tx, { most: 50, span: minute, held: [] }));
      if (leased.length === 0) break;
      if (dies) {
        this.#leasedUntil = this.#now + minute;
        return;
      }
      for (const delivery of leased) await this.#send(delivery);
    }
    if (this.#now < this.#leasedUntil) return;
    for (const [key, { id, deadline, at }] of this.#told) {
      const end = Date.parse(deadline ?? "");
      const from = reminderAt(at, end);
      if (from !== undefined && this.#now >= from && this.#now < end + 1000 && this.#isOpen(id, this.#now))
        this.#owed.add(`reminder ${key}`);
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    const composed = await this.#compose(delivery);
    const outcome: Outcome =
      composed === undefined
        ? { state: "cancelled", outcome: "not wanted" }
        : "later" in composed
          ? { state: "queued", outcome: notYet, delay: composed.later }
          : "state" in composed
            ? notConcerned
            : { state: "sent", outcome: "250" };
    const telling = composed && "telling" in composed ? composed.telling : undefined;
    await this.#store.write((tx) => settle(tx, [{ delivery, outcome, telling }]));
    if (outcome.state !== "sent") return;
    if (delivery.kind === "notice") {
      for (const one of telling?.changes ?? []) {
        this.#told.set(`${one.id} ${delivery.subscription}`, { ...one, at: this.#now });
      }
      return;
    }
    const { moment, position } = momentOf(delivery.event);
    const id = this.#log[position]?.change.id ?? "";
    const { effective, window } = this.#log[position]?.change ?? {};
    if (moment === "in-effect")
      expect(this.#tookEffect(id, Date.parse(effective ?? "")), `${id} is in effect`).toBe(true);
    else expect(this.#isOpen(id, Math.min(this.#now, Date.parse(window?.deadline ?? ""))), `${id} is open`).toBe(true);
    this.#sent.push(`${moment} ${id} ${delivery.recipient}`);
  }

  /** Time passes, and each day what is due goes out. */
  async end(): Promise<void> {
    for (let days = 0; days < 30; days++) {
      await this.wait(day);
      await this.work(false);
    }
    for (const one of this.#owed) expect(this.#sent, "a reminder that was due").toContain(one);
    for (const [key, { id, effective, at }] of this.#told) {
      const begins = Date.parse(effective ?? "");
      if (begins > at && this.#tookEffect(id, begins))
        expect(this.#sent, "a day that came").toContain(`in-effect ${key}`);
    }
    expect(new Set(this.#sent).size, "twice").toBe(this.#sent.length);
    for (const one of this.#sent) counts[one.split(" ")[0] as keyof typeof counts]++;
  }
}

const counts = { reminder: 0, "in-effect": 0, outcome: 0 };

test("whatever is published, whenever and however often senders die: exactly what is due by the clock goes out, once, and nothing untrue", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-moments-"));
  await assert(
    asyncProperty(array(op, { minLength: 5, maxLength: 25, size: "max" }), async (history) => {
      const database = await openTestDatabase(folder);
      const store = await openStore(database.place, database.now);
      try {
        const world = new World(store, database);
        await world.begin();
        await world.publish({ has: true, country: "US", purpose: "Mail" });
        await world.work(false);
        for (const one of history) {
          if (one.op === "publish") await world.publish(one.edit);
          else if (one.op === "work") await world.work(one.dies);
          else await world.wait(one.span);
        }
        await world.end();
      } finally {
        await store.close();
        await database.close();
      }
    }),
    // One in which nothing comes between: of a few at random none may live to see each kind of mail.
    { numRuns, examples: [[[]]] },
  );
  for (const [moment, count] of Object.entries(counts)) expect(count, moment).toBeGreaterThan(0);
  await rm(folder, { recursive: true });
}, 1_800_000);
