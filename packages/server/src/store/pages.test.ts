import { keyOf, toInstant } from "@trust-center/feed";
import { array, assert, asyncProperty, boolean, constantFrom, integer, record, tuple } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastOpen, readStandings, readStandingsPage } from "../cases/standings.ts";
import { readCases } from "../cases/view.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { day } from "../time.ts";
import { noteApproval } from "./approvals.ts";
import { readEvidence, readTold } from "./evidence.ts";
import { newest, type Undelivered, undelivered } from "./outbox.ts";
import { change, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { recordTold } from "./told.ts";

const numRuns = Number(process.env.LAW_RUNS ?? 25);

const feed = "https://acme.example/feed/";
const start = Date.parse("2026-01-01T00:00:00Z");
const changes = ["1.1", "1.2"] as const;

let opened: TestStore;
let database: TestStore["database"];
let store: TestStore["store"];

beforeAll(async () => {
  opened = await openTestStore();
  ({ database, store } = opened);
  await database.moveClock({ frozen: start });
});

afterAll(() => opened.close());

const tables = ["deliveries", "objections", "cases", "told", "approvals", "recipients", "subscriptions", "events"];

/** Every run begins with an empty database. */
const empty = () =>
  store.write(async (tx) => {
    for (const table of [...tables, "log_entries", "feed_state"]) await change(tx, `delete from ${table}`);
  });

const few = integer({ min: 0, max: 5 });
const days = integer({ min: -1, max: 2 });
/** What each change says, and is taken back in part or whole. */
const content = ["a", "b"].map((id) => ({ op: "put", type: "subprocessor", item: { id, name: id } }) as const);
const state = constantFrom("filed", "under-review", "resolved", "rejected", "withdrawn");

const worlds = record({
  approval: constantFrom("required", "early", undefined),
  silence: constantFrom("accepted", undefined),
  /** Days until the window ends, and until it does for the segment that has its own; absent: there is none. */
  window: constantFrom(-1, 1, undefined),
  bank: constantFrom(-1, 1, undefined),
  /** For whom it starts not without approval, while others have a day. */
  waits: constantFrom("bank", "others", undefined),
  /** What became of the first change. */
  taken: constantFrom(undefined, "withdraws", "amends"),
  takenAtoms: integer({ min: 1, max: content.length }),
  recipients: array(record({ customer: few, segment: constantFrom(null, "bank", "other"), stopped: boolean() }), {
    maxLength: 9,
  }),
  told: array(
    record({
      delivery: few,
      at: few,
      changes: constantFrom(["1.1"], ["1.2"], ["1.1", "1.2"]),
      deadline: days,
      state: constantFrom("sent", "failed", "unknown"),
    }),
    { maxLength: 14 },
  ),
  bounced: array(few, { maxLength: 2 }),
  purged: array(few, { maxLength: 1 }),
  leaves: constantFrom(false, false, false, true),
  cases: array(record({ at: few, change: constantFrom(...changes), state, due: few }), { maxLength: 12 }),
  approvals: array(record({ customer: few, given: boolean() }), { maxLength: 6 }),
});

type World = typeof worlds extends { generate: (...given: never[]) => { value: infer T } } ? T : never;

const nameOf = (customer: number) => `Customer ${customer}`;

async function fill(tx: Queries, world: World): Promise<void> {
  const end = (ahead: number) => toInstant(start + ahead * day);
  const { approval, silence, window, bank, waits } = world;
  const dayOf = (whose: typeof waits) => (waits === whose ? null : end(5));
  const about = (id: string) => ({
    ...{ id, announced: end(-9), mode: "announcement", effective: end(5), action: "add", content },
    ...(approval && { approval }),
    ...(window !== undefined && {
      window: {
        ...{ opens: end(-9), deadline: end(window), effective: dayOf("others") },
        ...(bank !== undefined && { segments: [{ id: "bank", deadline: end(bank), effective: dayOf("bank") }] }),
      },
    }),
  });
  const [pin, hex] = ["p", "0".repeat(64)];
  const document = JSON.stringify({ ...(silence && { noticeTerms: { silence } }) });
  await tx
    .insertInto("feed_state")
    .values({
      ...{ feed, pin, log_size: 3, log_root: hex, version: 1, sha256: hex, document, receipt_kids: "[]" },
      ...{ verified_at: 0, roots: null, successor: null },
    })
    .execute();
  const { taken: how, takenAtoms } = world;
  const taking = {
    ...{
      id: "2.1",
      announced: end(-1),
      mode: how === "amends" ? "amendment" : "withdrawal",
      effective: end(-1),
      content: [],
    },
    touches: { how, change: "1.1", atoms: content.slice(0, takenAtoms).map(keyOf) },
  };
  for (const [position, said] of [...changes.map(about), ...(how ? [taking] : [])].entries()) {
    const { id } = said;
    const entry = JSON.stringify({ at: end(-9), change: said, feed: { version: 1, sha256: hex } });
    await tx
      .insertInto("log_entries")
      .values({ position, change: id, version: 1, sha256: hex, entry, concerns: null })
      .execute();
  }
  for (let at = 0; at < 6; at++) {
    await change(
      tx,
      `insert into subscriptions (id, email_hash, state, period, confirm_hash, leave_hash, created_at, cursor)
       values (?, ?, 'left', 0, ?, ?, 0, ?)`,
      ...[`s${at}`, `h${at}`, `c${at}`, `l${at}`, at % 3],
    );
  }
  for (const [at, { customer, segment, stopped }] of world.recipients.entries())
    await change(
      tx,
      `insert into recipients (id, customer, email, email_hash, role, services, contract, segment, subscription, owed_from,
         added_at, changed_at, stopped) values (?, ?, ?, ?, '', '[]', '', ?, ?, 0, 0, 0, ?) on conflict do nothing`,
      // In another order than that of customers.
      ...[
        `r${9 - at}`,
        nameOf(customer),
        `${at % 6}@customer.example`,
        `h${at % 6}`,
        segment,
        `s${at % 6}`,
        stopped ? 1 : 0,
      ],
    );
  for (const { delivery, at, changes: told, deadline, state } of world.told)
    await recordTold(
      tx,
      [
        {
          ...{ delivery: `d${delivery}`, subscription: `s${delivery}`, event: "notice-2", since: 0, until: 2 },
          ...{ messageId: "m", language: "en", text: `t${at}`, contracts: [], toldAt: at, outcome: "" },
          ...{
            state: state as "sent",
            changes: told.map((id) => ({ id, ...(at > 0 && { deadline: end(deadline) }) })),
          },
        },
      ],
      0,
    );
  for (const at of world.bounced) await change(tx, "update told set state = 'failed' where delivery = ?", `d${at}`);
  for (const at of world.purged) await change(tx, "delete from told where delivery = ?", `d${at}`);
  if (world.leaves) await change(tx, "update told set event = 'before-' || event");
  for (const one of world.cases) await addCase(tx, one);
  for (const { customer, given } of world.approvals)
    await noteApproval(tx, {
      feed,
      change: "1.1",
      customer: nameOf(customer),
      given: given ? 1 : 0,
      name: "",
      how: "x",
    });
}

let cases = 0;

async function addCase(
  tx: Queries,
  {
    at,
    change: of,
    state,
    due,
    filed = cases,
  }: { at: number; change: string; state: string; due: number; filed?: number },
): Promise<void> {
  const id = `case-${(++cases * 7919) % 100_003}`;
  const added = await change(
    tx,
    `insert into cases (id, feed, change, email_hash, mailbox_hash, token_hash, newest, filed_at, deadline, due, step, stepped_at,
       state, since) values (?, ?, ?, ?, ?, ?, ?, ?, '2026-01-09T00:00:00Z', ?, 1, 0, ?, 0) on conflict do nothing`,
    ...[id, feed, of, `h${at}`, id, id, id, filed, due, state],
  );
  if (added === 0) return;
  await change(
    tx,
    `insert into objections (id, request, change, feed_version, feed_sha256, name, email, organisation, grounds, filed_at, deadline,
       content_sha256, receipt, case_id) values (?, ?, ?, 1, 'x', 'Ada', 'a@b.example', '', '', 0, '', 'x', 'x', ?)`,
    ...[id, id, of, id],
  );
}

test("what the database counts and finds by its indexes is what is read whole", async () => {
  await assert(
    asyncProperty(worlds, integer({ min: 1, max: 7 }), async (world, most) => {
      await empty();
      await store.write((tx) => fill(tx, world));
      await store.read(async (db) => {
        for (const id of changes) {
          const isVoid = id === "1.1" && world.taken !== undefined && world.takenAtoms === content.length;
          const [whole, page] = [await readStandings(db, id), await readStandingsPage(db, id, most)];
          expect(page?.counts).toEqual(whole?.counts);
          const missing = (one: { standing: string }) => Number(one.standing === "approved");
          const first = whole?.customers.toSorted((one, other) => missing(one) - missing(other)).slice(0, most);
          expect(page?.customers).toEqual(first);
          const counted = Object.keys(page?.counts ?? {});
          if (isVoid)
            expect(["void", "objected", "approved", "rejected", "resolved"]).toEqual(expect.arrayContaining(counted));
          else expect(counted).not.toContain("void");
          if (isVoid) expect(whole?.missing ?? []).toEqual([]);
          if (isVoid) expect(whole?.customers.filter(({ deadline }) => deadline !== undefined)).toEqual([]);
          const open = (whole?.customers ?? []).flatMap(({ standing, deadline }) =>
            standing === "open" && deadline !== undefined ? [Date.parse(deadline) + 1000] : [],
          );
          const last = await lastOpen(db, id);
          expect(last === undefined).toBe(open.length === 0);
          expect(last ?? 0).toBeGreaterThanOrEqual(Math.max(0, ...open));
          const [told, evidence] = [await readTold(db, id, 100), await readEvidence(db, id)];
          const byState = Map.groupBy(evidence?.notices ?? [], (one) => one.state);
          expect(told?.notices).toEqual(new Map([...byState].map(([of, notices]) => [of, notices.length])));
          expect(told?.untold).toEqual(evidence?.untold);
          const some = await readTold(db, id, most);
          expect(some?.untold).toHaveLength(Math.min(most, evidence?.untold.length ?? 0));
          expect(evidence?.untold).toEqual(expect.arrayContaining([...(some?.untold ?? [])]));
        }
      });
    }),
    { numRuns },
  );
}, 120_000);

test("page by page every objection is listed once, whatever comes in before the page that is read next", async () => {
  const filed = record({ at: integer({ min: 0, max: 99 }), change: constantFrom(...changes), state, due: few });
  await assert(
    asyncProperty(
      array(filed, { maxLength: 20 }),
      array(filed, { minLength: 3, maxLength: 3 }),
      record({
        state: constantFrom("open" as const, "closed" as const, "all" as const),
        change: constantFrom("1.1", undefined),
        most: integer({ min: 1, max: 4 }),
        answerWithin: constantFrom(undefined, "P3D"),
      }),
      async (there, meanwhile, query) => {
        await empty();
        await store.write(async (tx) => {
          for (const one of there) await addCase(tx, one);
        });
        const isWanted = (one: { state: string; change: string }) =>
          (query.change === undefined || one.change === query.change) &&
          (query.state === "all" || ["filed", "under-review"].includes(one.state) === (query.state === "open"));
        const model = () =>
          store.read((db) =>
            rows<{ id: string; due: number; filed_at: number; state: string; change: string }>(
              db,
              "select * from cases",
            ),
          );
        const before = (await model()).filter(isWanted);
        const listed: string[] = [];
        let after: string | undefined;
        do {
          const page = await store.read((db) => readCases(db, { ...query, after }));
          const all = (await model()).filter((one) => query.change === undefined || one.change === query.change);
          const open = all.filter((one) => ["filed", "under-review"].includes(one.state)).length;
          expect(page.counts).toEqual({ open, closed: all.length - open });
          listed.push(...page.objections.map(({ id }) => id));
          after = page.next;
          const next = meanwhile[listed.length % 3];
          // It comes before all of those that are still to come.
          if (next && after !== undefined) await store.write((tx) => addCase(tx, { ...next, due: -1, filed: -1 }));
        } while (after !== undefined);
        const by = query.answerWithin !== undefined && query.state === "open" ? "filed_at" : "due";
        const ordered = before.toSorted((one, other) => one[by] - other[by] || (one.id < other.id ? -1 : 1));
        expect(listed).toEqual(ordered.map(({ id }) => id));
      },
    ),
    { numRuns },
  );
}, 120_000);

test("the first objections that wait are those that are to be answered first, by whatever was promised", async () => {
  const moment = integer({ min: 0, max: 70 * 24 });
  const filed = record({ at: integer({ min: 0, max: 99 }), change: constantFrom(...changes), state, due: moment });
  const promises = constantFrom(undefined, "P0D", "P3D", "P1M", { duration: "P2D", businessDays: true } as const);
  await assert(
    asyncProperty(
      array(tuple(filed, moment), { maxLength: 30 }),
      promises,
      integer({ min: 1, max: 9 }),
      async (there, answerWithin, most) => {
        await empty();
        await store.write(async (tx) => {
          for (const [one, at] of there)
            await addCase(tx, { ...one, due: start + (one.due * day) / 24, filed: start + (at * day) / 24 });
        });
        const read = (state: "open" | "all", most: number) =>
          store.read((db) => readCases(db, { state, most, answerWithin }));
        const shown = (await read("open", most)).objections;
        const waiting = (await read("all", 1000)).objections.flatMap(({ answerDue }) => answerDue ?? []);
        expect(shown.map(({ answerDue }) => answerDue)).toEqual(waiting.toSorted().slice(0, most));
      },
    ),
    { numRuns },
  );
}, 120_000);

test("the newest mails that did not arrive are listed, and no notice of an older publish", async () => {
  const mail = record({
    kind: constantFrom("notice", "confirmation", "objection-receipt", "reminder"),
    event: constantFrom("notice-1", "notice-2"),
    channel: constantFrom("email", "email", "webhook"),
    state: constantFrom("failed", "unknown", "sent", "queued"),
    at: few,
  });
  await assert(
    asyncProperty(array(mail, { maxLength: 20 }), integer({ min: 1, max: 8 }), async (mails, most) => {
      await empty();
      await store.write(async (tx) => {
        for (const size of [1, 2])
          await change(
            tx,
            "insert into events (id, log_size, payload, created_at) values (?, ?, '{}', 0)",
            `notice-${size}`,
            size,
          );
        for (const [id, one] of mails.entries())
          await change(
            tx,
            `insert into deliveries (id, event, recipient, channel, kind, state, fence, due_at, settled_at, created_at)
               values (?, ?, ?, ?, ?, ?, 1, ?, ?, 0)`,
            ...[`d${id}`, one.event, `r${id}`, one.channel, one.kind, one.state, one.at],
            ...[one.state === "failed" ? one.at : null],
          );
      });
      const [listed, all] = await store.read(async (db) => [
        await undelivered(db, most),
        await rows<Undelivered>(
          db,
          `select id from deliveries where state in ('failed', 'unknown') and channel = 'email'
               and (kind <> 'notice' or event = ${newest}) order by due_at desc, id desc limit ?`,
          most,
        ),
      ]);
      expect(listed.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    }),
    { numRuns },
  );
}, 120_000);
