import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Change, type Feed, keyOf, type LogEntry, toInstant } from "@trust-center/feed";
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
import { publicationOf } from "./feed/notice.ts";
import { type Composed, createComposer } from "./outbox/compose.ts";
import type { Recipient } from "./recipients/recipient.ts";
import { confirmToken, createKeyed } from "./secret/keyed.ts";
import { recordBounce } from "./store/bounces.ts";
import { readEvidence, readTold } from "./store/evidence.ts";
import { advance } from "./store/feed-state.ts";
import { workOff } from "./store/intake.ts";
import { openStore } from "./store/open/open.ts";
import { claim, type Delivery, fanOut, resend } from "./store/outbox.ts";
import { purge } from "./store/purge.ts";
import { defaultRates } from "./store/rates.ts";
import { findRecipients, importRecipients, type KeptRecipient, listRecipients } from "./store/recipients.ts";
import { notConcerned, type Outcome, settle } from "./store/settle.ts";
import type { Store } from "./store/store.ts";
import { confirm, leave } from "./store/subscriptions.ts";
import { openTestDatabase } from "./testing/service.ts";
import type { TestDatabase } from "./testing/test-database.ts";
import { day, hour, minute } from "./time.ts";

/** How many histories are tried: LAW_RUNS asks for more, a tenth of them for one takes ten years. */
const { LAW_RUNS } = process.env;
const numRuns = LAW_RUNS ? Math.ceil(Number(LAW_RUNS) / 10) : inject("postgres") === undefined ? 10 : 4;

const keyed = createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes"));
const customers = ["A", "B", "C", "D"] as const;
const addresses = Array.from({ length: 7 }, (_, at) => `p${at}@customer.example`);
const start = Date.parse("2026-01-01T00:00:00Z");

type Op =
  | { op: "name" | "unname" | "swap" | "merge"; customer: number; at: number }
  | { op: "edit" | "subscribe" | "resend" | "purge" | "bounce"; at: number }
  | { op: "leave"; at: number; stops: boolean }
  | { op: "announce"; service: number; segment: number }
  | { op: "withdraw" | "amend"; at: number; service: number }
  | { op: "fan out" | "claim"; at: number }
  | { op: "settle"; at: number; how: How }
  | { op: "crash"; arrives: boolean }
  | { op: "wait"; milliseconds: number };

type How = "sent" | "failed" | "gone" | "queued" | "lost" | "unanswered";

const at = integer({ min: 0, max: 1000 });
const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);
const few = integer({ min: 0, max: 3 });

const op: Arbitrary<Op> = oneof(
  ...times(
    3,
    record({
      op: constantFrom("name" as const, "unname" as const, "swap" as const, "merge" as const),
      customer: few,
      at,
    }),
  ),
  record({ op: constantFrom("edit" as const, "subscribe" as const, "resend" as const, "purge" as const), at }),
  record({ op: constantFrom("bounce" as const), at }),
  record({ op: constantFrom("leave" as const), at, stops: boolean() }),
  ...times(2, record({ op: constantFrom("announce" as const), service: few, segment: few })),
  record({ op: constantFrom("withdraw" as const, "amend" as const), at, service: few }),
  ...times(4, record({ op: constantFrom("fan out" as const, "claim" as const), at })),
  ...times(
    6,
    record({
      op: constantFrom("settle" as const),
      at,
      how: constantFrom<How>("sent", "sent", "sent", "failed", "gone", "queued", "lost", "unanswered"),
    }),
  ),
  record({ op: constantFrom("crash" as const), arrives: boolean() }),
  ...times(
    3,
    record({
      op: constantFrom("wait" as const),
      milliseconds: constantFrom(minute, 2 * hour, 30 * day, 90 * day, 300 * day),
    }),
  ),
);

const histories = array(op, { minLength: 60, maxLength: 140, size: "max" });

/** What each customer uses, and where it belongs: apart by service, by segment, by both, by neither. */
const terms: Readonly<Record<string, Pick<Recipient, "services" | "segment" | "noticePeriod">>> = {
  A: { services: [], segment: null, noticePeriod: null },
  B: { services: ["mail"], segment: null, noticePeriod: "P30D" },
  C: { services: ["store"], segment: "bank", noticePeriod: null },
  D: { services: ["mail", "store"], segment: "bank", noticePeriod: "P10D business" },
};

/** A change as the model knows it: whom it concerns. Null: everybody. */
interface Announced {
  change: Change;
  services: readonly string[] | null;
  segments: readonly string[] | null;
}

/** A claim on being told: a customer's at an address, or its holder's own. */
interface Claim {
  address: string;
  customer: (typeof customers)[number] | "own";
  /** Ids of changes that it is yet to be told, and all that it ever was to be. */
  owed: Set<string>;
  ever: Set<string>;
  /** When it came, and whether to a customer who had another address. */
  entered: number;
  succeeds: boolean;
  isStopped: boolean;
}

interface Held {
  delivery: Delivery;
  composed: Composed;
  address: string;
}

class World {
  readonly #claims = new Map<string, Claim>();
  readonly #changes: Announced[] = [];
  readonly #takenBack = new Map<string, number>();
  readonly #history: LogEntry[] = [];
  /** How often an address got a change, and how often more it may: nobody can call a mail back. */
  readonly #arrived = new Map<string, number>();
  readonly #doubts = new Map<string, number>();
  /** What each address was told, for all that is known. */
  readonly #told = new Set<string>();
  readonly #sent: Held[] = [];
  readonly #store: Store;
  readonly #database: TestDatabase;
  #held: Held[] = [];
  #now = start;
  #version = 0;

  constructor(store: Store, database: TestDatabase) {
    this.#store = store;
    this.#database = database;
  }

  async begin(): Promise<void> {
    await this.#wait(0);
    await this.#publish([]);
    await this.run({ op: "name", customer: 0, at: 0 });
    await this.run({ op: "name", customer: 1, at: 1 });
    await this.run({ op: "name", customer: 2, at: 2 });
  }

  async run(op: Op): Promise<void> {
    const customer = "customer" in op ? (customers[op.customer] ?? "A") : "A";
    switch (op.op) {
      case "name":
        return this.#import([...this.#named(), [customer, pick(addresses, op.at)]]);
      case "unname": {
        const gone = pick(this.#named(), op.at);
        return this.#import(this.#named().filter((one) => one !== gone && one.join() !== gone?.join()));
      }
      case "swap": {
        // Somebody takes another's place at the customer.
        const own = this.#named().filter(([name]) => name === customer);
        const gone = pick(own, op.at);
        const others = this.#named().filter((one) => one.join() !== gone?.join());
        return this.#import([...others, [customer, pick(addresses, op.at + 3)]]);
      }
      case "merge": {
        const from = pick(customers, op.at);
        return this.#import(this.#named().map(([name, address]) => [name === from ? customer : name, address]));
      }
      case "edit":
        return this.#import(this.#named(), `role ${op.at % 3}`);
      case "subscribe":
        return this.#subscribe(pick(addresses, op.at));
      case "leave":
        return this.#leave(pick(addresses, op.at), op.stops);
      case "announce":
        return this.#announce(op.service, op.segment);
      case "withdraw":
      case "amend":
        return this.#touch(op);
      case "fan out":
        return void (await this.#store.write((tx) => fanOut(tx, 1 + (op.at % 3))));
      case "claim":
        return this.#claim(1 + (op.at % 4));
      case "settle": {
        const [held] = this.#held.splice(op.at % Math.max(1, this.#held.length), 1);
        if (held) await this.#settle(held, op.how);
        return;
      }
      case "crash": {
        for (const held of this.#held.splice(0)) {
          this.#doubt(held);
          if (op.arrives) this.#arrive(held, false);
        }
        return;
      }
      case "bounce":
        return this.#bounce(op.at);
      case "resend":
        return this.#resend();
      case "purge":
        return void (await this.#store.write(purge));
      case "wait":
        return this.#wait(op.milliseconds);
    }
  }

  #named = (): [string, string][] =>
    [...this.#claims.values()].flatMap(({ customer, address }) => (customer === "own" ? [] : [[customer, address]]));

  async #wait(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    await this.#database.moveClock({ frozen: this.#now });
  }

  async #import(wanted: readonly (readonly [string, string])[], role = ""): Promise<void> {
    const keys = new Map(wanted.map(([customer, address]) => [`${customer} ${address}`, { customer, address }]));
    const recipients = [...keys.values()].map(
      ({ customer, address }): Recipient => ({
        ...{ customer, email: address, role, language: null, contract: "" },
        ...(terms[customer] ?? { services: [], segment: null, noticePeriod: null }),
      }),
    );
    const before = [...this.#claims.values()].filter(({ customer }) => customer !== "own");
    await this.#store.write((tx) => importRecipients(tx, recipients, { keyed, missing: "remove" }));
    for (const { customer, address } of before)
      if (!keys.has(`${customer} ${address}`)) this.#claims.delete(`${customer} ${address}`);
    for (const [key, { customer, address }] of keys) {
      if (this.#claims.has(key)) continue;
      // What an address of the customer was not told yet, a new one is.
      const inherited = before
        .filter((one) => one.customer === customer && !one.isStopped)
        .flatMap(({ owed }) => [...owed]);
      // Of what is open when it comes it is told too, whoever else was.
      const open = this.#openTo(customer as Claim["customer"]);
      const ever = new Set([...inherited, ...open]);
      const claimed = {
        address,
        customer: customer as Claim["customer"],
        owed: new Set([...ever].filter((id) => !this.#told.has(`${address} ${id}`))),
        ever,
        entered: this.#now,
        succeeds: before.some((one) => one.customer === customer && !one.isStopped),
        isStopped: false,
      };
      this.#claims.set(key, claimed);
    }
    const again = await this.#store.read((db) => db.selectFrom("recipients").select("id").execute());
    expect(again.length, "rows").toBe(keys.size);
  }

  /** Changes that a customer can object to now. */
  #openTo = (customer: Claim["customer"]): string[] =>
    this.#changes
      .filter((one) => isFor(one, customer) && this.#wasOpen(one.change, this.#now))
      .map(({ change: { id } }) => id);

  #wasOpen = ({ id, window, mode }: Change, at: number): boolean =>
    mode !== "withdrawal" && !((this.#takenBack.get(id) ?? Infinity) <= at) && Date.parse(window?.deadline ?? "") >= at;

  async #subscribe(email: string): Promise<void> {
    const received_at = this.#now;
    await this.#store.write((tx) =>
      tx
        .insertInto("intake")
        .values({ id: `${email} ${this.#now} ${Math.random()}`, email, language: null, received_at })
        .execute(),
    );
    const rates = { ...defaultRates, confirmationsPerAddress: { most: 1000, span: hour } };
    while (await this.#store.write((tx) => workOff(tx, keyed, rates)));
    const found = await this.#store.read((db) =>
      db.selectFrom("subscriptions").selectAll().where("email", "=", email).executeTakeFirst(),
    );
    if (found?.state !== "pending") return;
    await this.#store.write((tx) => confirm(tx, confirmToken(keyed, found)));
    const key = `own ${email}`;
    const own = { owed: new Set<string>(), ever: new Set<string>(), entered: this.#now, succeeds: false };
    this.#claims.set(key, { address: email, customer: "own", ...own, isStopped: false });
  }

  async #leave(address: string, stops: boolean): Promise<void> {
    const hash = keyed.hash("email", address);
    const found = await this.#store.read((db) =>
      db.selectFrom("subscriptions").select("id").where("email_hash", "=", hash).executeTakeFirst(),
    );
    if (!found) return;
    await this.#store.write((tx) => leave(tx, keyed.token("leave", found.id), stops ? "stop" : "go-on"));
    this.#claims.delete(`own ${address}`);
    if (stops) for (const one of this.#at(address)) one.isStopped = true;
  }

  #at = (address: string): Claim[] => [...this.#claims.values()].filter((one) => one.address === address);

  #active = (address: string): Claim[] => this.#at(address).filter(({ isStopped }) => !isStopped);

  async #announce(service: number, segment: number): Promise<void> {
    const services = [["mail"], ["store"], ["mail", "store"], null][service] ?? null;
    const segments = segment === 0 ? ["bank"] : null;
    const item = { id: `s${this.#changes.length}`, name: "Sub", ...(services && { services }) };
    const change = this.#change({
      content: [{ op: "put", type: "subprocessor", item }],
      ...(segments && { audience: segments }),
    });
    await this.#publish([{ change, services, segments }]);
  }

  async #touch({ op, at, service }: { op: "withdraw" | "amend"; at: number; service: number }): Promise<void> {
    const open = this.#changes.filter(({ change }) => !this.#takenBack.has(change.id) && change.content.length > 0);
    const touched = pick(open, at);
    if (!touched) return;
    const atoms = touched.change.content.map(keyOf);
    const about = { subject: touched.change.subject };
    this.#takenBack.set(touched.change.id, this.#now);
    for (const { owed } of this.#claims.values()) owed.delete(touched.change.id);
    if (op === "withdraw") {
      const touches = { how: "withdraws" as const, change: touched.change.id, atoms };
      const change = this.#change({ ...about, mode: "withdrawal", content: [], touches });
      return this.#publish([{ ...touched, change }]);
    }
    const own = [["mail"], ["store"]][service % 2] ?? [];
    const item = { ...(touched.change.content[0] as { item: { id: string } }).item, services: own };
    const touches = { how: "amends" as const, change: touched.change.id, atoms };
    const change = this.#change({
      ...about,
      mode: "amendment",
      content: [{ op: "put", type: "subprocessor", item }],
      touches,
    });
    const services = touched.services && [...new Set([...touched.services, ...own])];
    await this.#publish([{ change, services, segments: null }]);
  }

  #change(more: Partial<Change>): Change {
    const [put] = more.content ?? [];
    const id = put?.op === "put" ? put.item.id : undefined;
    return {
      id: `${this.#version + 1}.1`,
      kind: "added",
      mode: "announcement",
      subject: { type: "subprocessor", ...(id !== undefined && { id }) },
      announced: toInstant(this.#now),
      effective: toInstant(this.#now + 30 * day),
      window: { opens: toInstant(this.#now), deadline: toInstant(this.#now + 30 * day) },
      content: [],
      ...more,
    };
  }

  async #publish(announced: readonly Announced[]): Promise<void> {
    this.#version++;
    this.#changes.push(...announced);
    const feed = this.#feed();
    const sha256 = this.#version.toString(16).padStart(64, "0");
    for (const { change } of announced)
      this.#history.push({ type: "change", at: change.announced, feed: { version: this.#version, sha256 }, change });
    const log = { size: Math.max(1, this.#history.length + 1), root: sha256 };
    const state = {
      address: "https://acme.example/feed/",
      pin: "sha256-x",
      version: this.#version,
      sha256,
      log,
      feed,
      receiptKids: [],
    };
    // The first entry of a log is that of the list itself.
    const { window: _none, ...initial } = this.#change({});
    const first = {
      type: "change",
      at: toInstant(start),
      feed: { version: 1, sha256 },
      change: { ...initial, id: "1.0", mode: "initial" },
    } as LogEntry;
    const payload = JSON.stringify(publicationOf(state));
    await this.#store.write((tx) =>
      advance(tx, { state, history: [first, ...this.#history], payload, began: this.#now }),
    );
    for (const one of announced) {
      for (const claimed of this.#claims.values()) {
        if (claimed.isStopped || !isFor(one, claimed.customer)) continue;
        claimed.owed.add(one.change.id);
        claimed.ever.add(one.change.id);
      }
    }
  }

  #feed = (): Feed => ({
    type: "feed",
    format: 1,
    version: this.#version,
    published: toInstant(this.#now),
    publisher: { name: "Acme", url: "https://acme.example/" },
    noticeTerms: { noticePeriod: "P30D", segments: [{ id: "bank", name: "Banks" }] },
    services: [
      { id: "mail", name: "Mail" },
      { id: "store", name: "Store" },
    ],
    subprocessors: this.#changes
      .filter(({ change }) => !this.#takenBack.has(change.id))
      .flatMap(({ change }) =>
        change.content.flatMap((atom) => (atom.op === "put" ? [atom.item as Feed["subprocessors"][number]] : [])),
      ),
    open: this.#changes.map(({ change }) => change).filter((change) => this.#wasOpen(change, this.#now)),
  });

  async #claim(most: number): Promise<void> {
    const held = this.#held.map(({ delivery }) => delivery);
    const claimed = await this.#store.write((tx) => claim(tx, { most, span: minute, held }));
    for (const delivery of claimed) await this.#compose(delivery);
  }

  async #compose(delivery: Delivery): Promise<void> {
    const compose = createComposer({
      ...{ store: this.#store, keyed, publicAddress: "https://service.example/", mailFrom: "notices@acme.example" },
      ...{ privacyMail: "privacy@acme.example", feed: () => undefined },
      ...{ inboxAddress: "https://service.example/inbox/", people: new Map() },
      receiptStamps: { of: async () => undefined, stop: async () => {} },
    });
    const composed = await compose(delivery);
    if (composed === undefined || "state" in composed) {
      const outcome: Outcome = composed ? notConcerned : { state: "cancelled", outcome: "not wanted" };
      return void (await this.#store.write((tx) => settle(tx, [{ delivery, outcome }])));
    }
    if (delivery.kind !== "notice")
      return void (await this.#store.write((tx) =>
        settle(tx, [{ delivery, outcome: { state: "sent", outcome: "250" } }]),
      ));
    if ("later" in composed) throw new Error("a notice that is not due");
    const address = composed.mail.to;
    const active = this.#active(address);
    expect(active.length, `${address} wants nothing`).toBeGreaterThan(0);
    for (const { id, deadline } of composed.telling?.changes ?? []) {
      const told = this.#changes.find(({ change }) => change.id === id);
      expect(told && active.some(({ customer }) => isFor(told, customer)), `${address} is not concerned by ${id}`).toBe(
        true,
      );
      const isOwed = ({ entered, succeeds, customer }: Claim) =>
        customer === "own" ||
        succeeds ||
        (told && (Date.parse(told.change.announced) >= entered || this.#wasOpen(told.change, entered)));
      expect(active.some(isOwed), `${id} was over when ${address} came`).toBe(true);
      this.#checkDeadline(
        deadline,
        active.filter(({ ever }) => ever.has(id)),
      );
    }
    this.#held.push({ delivery, composed, address });
  }

  /** None is earlier than a contract's, counted from now on. */
  #checkDeadline(deadline: string | undefined, active: readonly Claim[]): void {
    if (active.some(({ customer }) => customer === "B") && deadline !== undefined)
      expect(Date.parse(deadline), "earlier than the contract's").toBeGreaterThanOrEqual(this.#now + 30 * day - 1000);
  }

  async #settle(held: Held, how: How): Promise<void> {
    const { delivery, composed } = held;
    const outcomes: Record<How, Outcome> = {
      sent: { state: "sent", outcome: "250" },
      failed: { state: "failed", outcome: "550" },
      gone: { state: "failed", outcome: "550 5.1.1", gone: true },
      queued: { state: "queued", outcome: "451", delay: minute },
      lost: { state: "unknown", outcome: "ECONNECTION", delay: minute },
      unanswered: { state: "unknown", outcome: "ECONNECTION", delay: minute },
    };
    const outcome = outcomes[how];
    const kept = (await this.#store.write((tx) => settle(tx, [{ delivery, outcome, telling: composed.telling }]))).has(
      delivery.id,
    );
    if (!kept || outcome.state === "unknown") this.#doubt(held);
    if (how === "sent" || how === "unanswered") this.#arrive(held, kept && how === "sent");
    if (how === "sent" && kept) this.#sent.push(held);
    const active = this.#active(held.address);
    if (how === "gone" && kept && active.every(({ customer }) => customer === "own"))
      this.#claims.delete(`own ${held.address}`);
  }

  #changesOf = ({ composed, address }: Held): string[] =>
    (composed.telling?.changes ?? []).map(({ id }) => `${address} ${id}`);

  #doubt(held: Held): void {
    for (const key of this.#changesOf(held)) this.#doubts.set(key, (this.#doubts.get(key) ?? 0) + 1);
  }

  /** @param isKnown Whether the service knows that it did. */
  #arrive(held: Held, isKnown: boolean): void {
    for (const key of this.#changesOf(held)) {
      const count = (this.#arrived.get(key) ?? 0) + 1;
      this.#arrived.set(key, count);
      expect(count, `${key}: told twice`).toBeLessThanOrEqual(1 + (this.#doubts.get(key) ?? 0));
      if (isKnown) this.#told.add(key);
    }
    if (!isKnown) return;
    const ids = (held.composed.telling?.changes ?? []).map(({ id }) => id);
    for (const { owed } of this.#at(held.address)) for (const id of ids) owed.delete(id);
  }

  /** What a server took comes back: its reader was not told. */
  async #bounce(at: number): Promise<void> {
    const [held] = this.#sent.splice(at % Math.max(1, this.#sent.length), 1);
    if (!held) return;
    const { delivery, address } = held;
    const isGone = at % 3 === 0;
    const bounce = { reason: "5.1.1", gone: isGone };
    if (!(await this.#store.write((tx) => recordBounce(tx, { delivery: delivery.id }, bounce)))) return;
    this.#doubt(held);
    for (const key of this.#changesOf(held)) this.#told.delete(key);
    const ids = (held.composed.telling?.changes ?? []).map(({ id }) => id).filter((id) => !this.#takenBack.has(id));
    const active = this.#active(address);
    for (const claimed of active) for (const id of ids) if (claimed.ever.has(id)) claimed.owed.add(id);
    if (isGone && active.every(({ customer }) => customer === "own")) this.#claims.delete(`own ${address}`);
  }

  async #resend(): Promise<void> {
    await this.#store.write((tx) => resend(tx, { states: ["failed", "unknown"] }));
  }

  /** What the database counts of each change is what its evidence says; a list read in pages is the whole list. */
  async requireCounts(): Promise<void> {
    await this.#store.read(async (db) => {
      for (const { change } of this.#changes) {
        const [told, evidence] = [await readTold(db, change.id, 1000), await readEvidence(db, change.id)];
        const byState = Map.groupBy(evidence?.notices ?? [], ({ state }) => state);
        const counts = [...byState].map(([state, notices]) => [state, notices.length] as const);
        expect(new Map(told?.notices), change.id).toEqual(new Map(counts));
        expect(told?.untold, change.id).toEqual(evidence?.untold);
      }
      const paged: KeptRecipient[] = [];
      for (let more = true; more; ) {
        const page = await findRecipients(db, { q: "", after: paged.at(-1), most: 2 });
        paged.push(...page);
        more = page.length > 0;
      }
      expect(paged).toEqual(await listRecipients(db));
    });
  }

  /** All who must be told were, once all mails are taken: the next publish at the latest tells what was missed. */
  async end(): Promise<void> {
    await this.run({ op: "crash", arrives: false });
    await this.#announce(3, 1);
    for (let rounds = 0; rounds < 300; rounds++) {
      await this.#wait(2 * hour);
      const worked = await this.#store.write((tx) => fanOut(tx, 3));
      const waiting = await this.#store.read((db) =>
        db.selectFrom("deliveries").select("id").where("state", "in", ["queued", "leased", "unknown"]).execute(),
      );
      if (worked === undefined && waiting.length === 0) break;
      await this.#claim(5);
      for (const held of this.#held.splice(0)) await this.#settle(held, "sent");
    }
    for (const [key, { owed, isStopped }] of this.#claims)
      if (!isStopped) expect([...owed], `${key} was left out`).toEqual([]);
  }
}

const pick = <T>(of: readonly T[], at: number): T => of[at % Math.max(1, of.length)] as T;

/** Whether a change has to be told to a customer, or to a subscriber, who asked for all. */
function isFor({ services, segments }: Announced, customer: Claim["customer"]): boolean {
  if (customer === "own") return true;
  const own = terms[customer];
  const byService =
    services === null || own?.services.length === 0 || own?.services.some((id) => services.includes(id));
  const bySegment = segments === null || own?.segment === null || segments.includes(own?.segment ?? "");
  return byService === true && bySegment;
}

test("ten years of churn: nobody who must be told is left out, nobody who left is told, nobody is told twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-churn-"));
  await assert(
    asyncProperty(histories, async (history) => {
      const database = await openTestDatabase(folder);
      await database.moveClock({ frozen: start });
      const store = await openStore(database.place, database.now);
      try {
        const world = new World(store, database);
        await world.begin();
        for (const op of history) await world.run(op);
        await world.requireCounts();
        await world.end();
        await world.requireCounts();
      } finally {
        await store.close();
        await database.close();
      }
    }),
    { numRuns, endOnFailure: true },
  );
  await rm(folder, { recursive: true });
}, 1_800_000);
