import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createSigner,
  firstRoot,
  generatePrivateKey,
  type Root,
  type Signer,
  signReceipt,
  toInstant,
  verifyReceipt,
  verifyStepReceipt,
} from "@trust-center/feed";
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
import { isOpen, type Standing, type StepAction, standingAfter, stateAfter, type Wanted } from "../objections/step.ts";
import { createComposer } from "../outbox/compose.ts";
import { createReceiptStamps } from "../receipt/time-stamps.ts";
import { createKeyed } from "../secret/keyed.ts";
import { type Case, eraseCase, findCase, standingOf, stepsOf, type WrittenStep } from "../store/cases.ts";
import { fileObjection, findObjection } from "../store/objections.ts";
import { openStore } from "../store/open/open.ts";
import { claim } from "../store/outbox.ts";
import { purge } from "../store/purge.ts";
import { defaultRates } from "../store/rates.ts";
import { settle } from "../store/settle.ts";
import type { Store } from "../store/store.ts";
import { openTestDatabase, privacyMail } from "../testing/service.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { day, hour, minute } from "../time.ts";
import { partyOf } from "./party.ts";
import { take } from "./take.ts";
import { readCase, readCases } from "./view.ts";

/** How many histories are tried: LAW_RUNS asks for more. */
const numRuns = Number(process.env.LAW_RUNS ?? (inject("postgres") === undefined ? 6 : 3));

const keyed = createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes"));
const feed = "https://acme.example/feed/";
const pin = `sha256-${"A".repeat(43)}`;
const hex = "0".repeat(64);
const start = Date.parse("2026-01-01T00:00:00Z");
const addresses = ["ada@customer.example", "Ada@Customer.example", "ada+x@customer.example", "bo@customer.example"];

type Taking = Exclude<StepAction, "filed">;

const ofObjector = ["confirmed", "written", "withdrawn"] as const;
const ofTeam = ["reviewed", "answered", "resolved", "rejected"] as const;

type Op =
  | { op: "file"; address: number; change: number }
  | { op: "take"; at: number; action: Taking; sees: boolean }
  | { op: "race"; at: number; actions: Taking[] }
  | { op: "wait"; milliseconds: number }
  | { op: "restart" | "send" }
  | { op: "erase"; at: number };

const at = integer({ min: 0, max: 20 });
const action = constantFrom<Taking>(...ofObjector, ...ofTeam, "reviewed", "resolved", "withdrawn");

const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);

const op: Arbitrary<Op> = oneof(
  record({
    op: constantFrom("file" as const),
    address: integer({ min: 0, max: 3 }),
    change: integer({ min: 0, max: 1 }),
  }),
  ...times(4, record({ op: constantFrom("take" as const), at, action, sees: boolean() })),
  ...times(
    2,
    record({ op: constantFrom("race" as const), at, actions: array(action, { minLength: 2, maxLength: 4 }) }),
  ),
  record({ op: constantFrom("wait" as const), milliseconds: constantFrom(0, minute, 2 * hour, 20 * day) }),
  record({ op: constantFrom("restart" as const, "send" as const, "send" as const) }),
  record({ op: constantFrom("erase" as const), at }),
);

/** What happens to objections, and what has to hold whatever happens. */
class World {
  /** The service as it runs now. */
  #store: Store;
  readonly #database: TestDatabase;
  readonly #signer: Signer;
  readonly #roots: Root[];
  #now = start;
  /** Where each case stands, by what the test itself knows. */
  readonly #model = new Map<string, Standing>();
  readonly #byParty = new Map<string, string>();
  readonly #erased = new Set<string>();
  /** Trails as they were read before: a later one begins with them. */
  readonly #read = new Map<string, string[]>();
  /** Mails that a server took, by Message-ID. */
  readonly #mails = new Map<string, { to: string; receipts: string[] }>();

  constructor(store: Store, database: TestDatabase, signer: Signer) {
    this.#store = store;
    this.#database = database;
    this.#signer = signer;
    const role = { keys: [signer], threshold: 1 };
    this.#roots = [firstRoot(feed, { root: role, manifest: role, timestamp: role, receipt: role }, start - day)];
  }

  async begin(): Promise<void> {
    await this.#wait(0);
    await this.#store.write(async (tx) => {
      const state = { feed, pin, log_size: 1, log_root: hex, version: 1, sha256: hex, document: "{}" };
      const receipt_kids = JSON.stringify([this.#signer.kid]);
      await tx
        .insertInto("feed_state")
        .values({ ...state, receipt_kids, verified_at: 0, roots: null, successor: null })
        .execute();
    });
  }

  async run(op: Op): Promise<void> {
    switch (op.op) {
      case "file":
        await this.#file(addresses[op.address] ?? "", `2.${op.change}`);
        break;
      case "take":
        await this.#take(op.at, op.action, op.sees);
        break;
      case "race":
        await this.#race(op.at, op.actions);
        break;
      case "wait":
        await this.#wait(op.milliseconds);
        break;
      case "restart":
        await this.#store.close();
        this.#store = await openStore(this.#database.place, this.#database.now);
        break;
      case "send":
        await this.#send();
        break;
      case "erase":
        await this.#erase(op.at);
    }
    await this.#hold();
  }

  async end(): Promise<void> {
    await this.#send();
    await this.#hold();
    await this.#holdMails();
    await this.#holdList();
    await this.#store.write(purge);
    await this.#hold();
    await this.#store.close();
  }

  async #wait(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    await this.#database.moveClock({ frozen: this.#now });
  }

  async #file(email: string, change: string): Promise<void> {
    const id = randomUUID();
    const deadline = toInstant(start + (30 + (this.#now % 3)) * day);
    const receipt = {
      type: "receipt",
      feed,
      pin,
      id,
      action: "objection-filed",
      change,
      version: 1,
      sha256: hex,
    } as const;
    const more = { log: { size: 1, root: hex }, filed: toInstant(this.#now), deadline, objection: hex };
    const row = {
      ...{
        id,
        request: `request-${id}`,
        change,
        feed_version: 1,
        feed_sha256: hex,
        name: "Ada",
        email,
        organisation: "C",
      },
      ...{
        grounds: `grounds ${id}`,
        segment: null,
        language: null,
        filed_at: this.#now,
        deadline,
        content_sha256: hex,
      },
      receipt: await signReceipt({ ...receipt, ...more }, this.#signer),
      ...{ time_stamp: null, case_id: null },
    };
    const party = partyOf(keyed, feed, email);
    await this.#store.write((tx) => fileObjection(tx, row, { mailsReceipt: true, party }));
    const key = `${party.emailHash} ${change}`;
    const of = this.#byParty.get(key) ?? id;
    this.#byParty.set(key, of);
    this.#erased.delete(of);
    const after = standingAfter(this.#model.get(of), { action: "filed", outcome: null, at: this.#now });
    if (!after) throw new Error("filing is never refused");
    this.#model.set(of, after);
  }

  #pick = (at: number): string | undefined => [...this.#model.keys()][at % Math.max(1, this.#model.size)];

  #wanted(id: string, action: Taking): Wanted {
    const by = (ofObjector as readonly string[]).includes(action) ? "objector" : "publisher";
    const hasText = action === "written" || action === "answered" || action === "rejected";
    return {
      ...{ id, action, by, name: by === "publisher" ? "Lucia" : "" },
      ...(hasText && { text: `${action} ${randomUUID()}` }),
      ...(action === "resolved" && { outcome: "cease-use" }),
    };
  }

  async #take(at: number, action: Taking, sees: boolean): Promise<void> {
    const id = this.#pick(at);
    const before = id && this.#model.get(id);
    if (!id || !before) return void expect(await this.#attempt("none", action)).toEqual({ refused: "unknown" });
    const seen = sees ? before.step : before.step - 1;
    const found = await this.#attempt(id, action, seen);
    if (!sees) return void expect(found).toMatchObject({ refused: "moved", expected: seen, found: before.step });
    if (stateAfter(before.state, action) === undefined)
      return void expect(found).toMatchObject({ refused: "state", found: before.state });
    if (this.#erased.has(id)) return void expect(found).toEqual({ refused: "erased" });
    expect(found).toHaveProperty("taken");
    this.#advance(id, action);
  }

  #attempt = (id: string, action: Taking, seen?: number) =>
    take({ store: this.#store, signer: this.#signer }, { ...this.#wanted(id, action), seen });

  #advance(id: string, action: StepAction): void {
    const outcome = action === "resolved" ? "cease-use" : null;
    const after = standingAfter(this.#model.get(id), { action, outcome, at: this.#now });
    if (!after) throw new Error(`${action} was taken where it is refused`);
    this.#model.set(id, after);
  }

  /** Several at once, who all saw the same: exactly one of those that are possible is taken. */
  async #race(at: number, actions: readonly Taking[]): Promise<void> {
    const id = this.#pick(at);
    const before = id && this.#model.get(id);
    if (!id || !before) return;
    const found = await Promise.all(actions.map((action) => this.#attempt(id, action, before.step)));
    const possible = actions.filter((action) => stateAfter(before.state, action) !== undefined);
    const taken = actions.filter((_, at) => found[at] && "taken" in found[at]);
    expect(taken.length).toBe(this.#erased.has(id) ? 0 : Math.min(1, possible.length));
    for (const action of taken) this.#advance(id, action);
  }

  async #erase(at: number): Promise<void> {
    const id = this.#pick(at);
    if (!id) return;
    expect(await this.#store.write((tx) => eraseCase(tx, id))).toBe(true);
    this.#erased.add(id);
    expect(JSON.stringify(await this.#store.read((db) => readCase(db, id)))).not.toMatch(/@|\bAda\b|grounds \S/);
  }

  async #send(): Promise<void> {
    const store = this.#store;
    const log = { info: () => {}, warn: () => {}, error: () => {}, close: () => {} };
    const rate = defaultRates.timeStamps;
    const receiptStamps = createReceiptStamps({ store, authority: undefined, rate, log });
    const inbox = { inboxAddress: "https://trust.acme.example/inbox/", people: new Map() };
    const settings = {
      publicAddress: "https://trust.acme.example/",
      mailFrom: "notices@acme.example",
      privacyMail,
      ...inbox,
    };
    const compose = createComposer({ store, keyed, ...settings, receiptStamps, feed: () => undefined });
    for (;;) {
      const due = await store.write((tx) => claim(tx, { most: 50, span: minute, held: [] }));
      if (due.length === 0) return;
      for (const delivery of due) {
        const composed = await compose(delivery);
        const sent = composed !== undefined && "mail" in composed;
        if (sent) {
          const { messageId, to, attachments = [] } = composed.mail;
          expect(this.#mails.has(messageId), `${messageId} twice`).toBe(false);
          this.#mails.set(messageId, { to, receipts: attachments.map(({ content }) => String(content)) });
        }
        const outcome = sent
          ? ({ state: "sent", outcome: "250" } as const)
          : ({ state: "cancelled", outcome: "x" } as const);
        await store.write((tx) => settle(tx, [{ delivery, outcome }]));
      }
    }
  }

  /** What holds at any moment. */
  async #hold(): Promise<void> {
    for (const [id, expected] of this.#model) {
      const [of, trail] = await this.#store.read(
        async (db) => [await findCase(db, id), await stepsOf(db, id)] as const,
      );
      expect(standingOf(of as Case)).toEqual(expected);
      expect(replay(trail)).toEqual(expected);
      const lines = trail.map(({ text: _erasable, ...line }) => JSON.stringify(line));
      const before = this.#read.get(id) ?? [];
      expect(lines.slice(0, before.length)).toEqual(before);
      this.#read.set(id, lines);
      for (const step of trail.slice(before.length)) await this.#holdStep(of as Case, step);
    }
  }

  async #holdStep(of: Case, step: WrittenStep): Promise<void> {
    if (step.action === "filed") {
      const filed = await this.#store.read((db) => findObjection(db, step.objection ?? ""));
      const receipt = await verifyReceipt(filed?.receipt ?? "", this.#roots, pin);
      // Confirmed or not, joined or not: it counts from when it was filed.
      expect(receipt).toMatchObject({ id: step.objection, filed: toInstant(filed?.filed_at ?? 0) });
      return;
    }
    const receipt = await verifyStepReceipt(step.receipt ?? "", this.#roots, pin);
    expect(receipt).toMatchObject({
      id: of.id,
      step: step.step,
      action: step.action,
      by: step.actor,
      state: step.after,
    });
    expect(receipt.at).toBe(toInstant(step.at));
    expect(receipt.text ?? null).toBe(step.text_sha256);
  }

  /** Page by page, all are listed once, the first deadline first; and those that are open alone. */
  async #holdList(): Promise<void> {
    for (const state of ["all", "open"] as const) {
      const listed: { id: string; state: string; deadline: string }[] = [];
      for (let after: string | undefined; ; ) {
        const page = await this.#store.read((db) => readCases(db, { state, after, most: 2 }));
        listed.push(...(page?.objections ?? []));
        after = page?.next;
        if (after === undefined) break;
      }
      const wanted = [...this.#model].filter(([, standing]) => state === "all" || isOpen(standing.state));
      expect(listed.map(({ id }) => id).sort()).toEqual(wanted.map(([id]) => id).sort());
      expect(listed.map(({ deadline }) => deadline)).toEqual(listed.map(({ deadline }) => deadline).sort());
    }
  }

  /** Each step was mailed once to whom it must be, with its receipt; but for what was erased before. */
  async #holdMails(): Promise<void> {
    for (const id of this.#model.keys()) {
      const trail = await this.#store.read((db) => stepsOf(db, id));
      for (const step of trail) {
        const event = step.action === "filed" ? `objection-${step.objection}` : `objection-${id}-${step.step}`;
        const sides = ["objector", ...(step.actor === "objector" ? ["vendor"] : [])];
        const rows = await this.#database.query<{ recipient: string; state: string }>(
          `select recipient, state from deliveries where event = '${event}' order by recipient`,
        );
        expect(rows.map(({ recipient }) => recipient)).toEqual(sides);
        const states = step.action === "filed" ? undefined : step.receipt;
        for (const { recipient, state } of rows) {
          const mail = this.#mails.get(`<${event}.${recipient}@acme.example>`);
          expect(mail !== undefined).toBe(state === "sent");
          if (mail && states) expect(mail.receipts).toEqual([states]);
          if (mail) expect(mail.to === privacyMail).toBe(recipient === "vendor");
        }
      }
    }
  }
}

/** Where a trail says that its case stands. */
function replay(trail: readonly WrittenStep[]): Standing | undefined {
  let standing: Standing | undefined;
  let last = 0;
  for (const step of trail) {
    expect(step.before).toBe(standing?.state ?? null);
    expect(step.at).toBeGreaterThanOrEqual(last);
    last = step.at;
    standing = standingAfter(standing, step);
    expect(standing).toMatchObject({ step: step.step, state: step.after });
  }
  return standing;
}

test("whoever acts, at once or after a restart: a trail only grows and says where its case stands, each step once, receipted and mailed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-cases-"));
  const signer = await createSigner(await generatePrivateKey());
  await assert(
    asyncProperty(array(op, { minLength: 15, maxLength: 40, size: "max" }), async (history) => {
      const database = await openTestDatabase(folder);
      await database.moveClock({ frozen: start });
      const world = new World(await openStore(database.place, database.now), database, signer);
      try {
        await world.begin();
        await world.run({ op: "file", address: 0, change: 0 });
        for (const op of history) await world.run(op);
        await world.end();
      } finally {
        await database.close();
      }
    }),
    { numRuns, endOnFailure: true },
  );
  await rm(folder, { recursive: true });
}, 1_800_000);
