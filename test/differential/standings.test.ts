import { type Change, type Feed, isMove, isPatch, type NoticeTerms, standingsAt, toInstant } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play, type Step, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import { day, World } from "../../packages/feed/src/changes/testing/world.ts";
import { lastOpen, readStandings, readStandingsPage } from "../../packages/server/src/cases/standings.ts";
import { Refusal } from "../../packages/server/src/http/problem.ts";
import { type ReadStanding, standingReader } from "../../packages/server/src/moments/moment.ts";
import { voidBy } from "../../packages/server/src/objections/void-by.ts";
import { openWindow } from "../../packages/server/src/routes/window.ts";
import { advance, readFeedState } from "../../packages/server/src/store/feed-state.ts";
import { momentEvent } from "../../packages/server/src/store/moments.ts";
import { change, clock } from "../../packages/server/src/store/query.ts";
import type { Queries } from "../../packages/server/src/store/store.ts";
import { recordTold, statedDeadline } from "../../packages/server/src/store/told.ts";
import { openTestStore, type TestStore } from "../../packages/server/src/testing/test-store.ts";

/** Where customers stand to a change, held to the objections that are taken and to the feeds of their days. */

const numRuns = Number(process.env.LAW_RUNS ?? 40);

const enterprise = { when: { segment: ["enterprise"] }, objection: "P20D" };
const specific = { objection: "P14D", authorisation: "specific" as const };

/** Terms by which not all have the same dates, or silence means not the same of all. */
const own = fc.constantFrom<NoticeTerms[]>(
  {
    rules: [
      { ...enterprise, notice: "P60D" },
      { notice: "P30D", objection: "P14D" },
    ],
  },
  {
    rules: [
      { ...enterprise, ...specific },
      { notice: "P30D", objection: "P14D" },
    ],
  },
  { rules: [{ ...enterprise, notice: "P7D" }, specific] },
);

/** Who has a contract. Notices name the last of them a later deadline than the terms do. */
const customers = [
  { customer: "Any", segment: null },
  { customer: "Enterprise", segment: "enterprise" },
  { customer: "Later", segment: null },
];
const grace = 9 * day;

const everything = { rules: [{ notice: "P30D", objection: "P14D" }] };
const at = (edits: Step["edits"]): Step => ({ edits, said: [], wait: "none" });
/** Who is to change has left by then, and a segment's day is later still. */
const leavesOnTheWay: Step[] = [
  { ...at([{ op: "common", group: "g1", locations: undefined }]), said: [{ subject: "a", reason: "", days: 31 }] },
  at([{ op: "merge", id: "a", other: "c" }]),
];
const longer = {
  rules: [
    { ...enterprise, notice: "P60D" },
    { notice: "P30D", objection: "P14D" },
  ],
};
const takenBack = [at([{ op: "add", id: "d" }]), at([{ op: "remove", id: "d" }])];
/** Of what a group and an entry have in common, the entry's part is announced anew: the rest goes on, and who was named a later day can object to it. */
const inPart = [
  at([{ op: "common", group: "g1", locations: undefined }]),
  at([{ op: "group", id: "a", group: "g2" }]),
  at([]),
];
/** Who is to move has left before. */
const moves: Step = {
  edits: [{ op: "field", id: "a", field: ["locations", [{ country: "US" }]] }],
  said: [{ subject: "a", reason: "", days: 100 }],
  wait: "day",
};
const leaves = (id: string): Step => ({
  ...{ edits: [{ op: "remove", id }], said: [{ subject: id, reason: "", days: 40 }], wait: "day" },
});
const leavesBefore = [moves, leaves("a")];
const leavesUnderNewId = [moves, at([{ op: "rekey", id: "a", other: "d" }]), leaves("a2")];

/** What may come too seldom at random, each with a pick of the instant at which it is looked at. */
const rare: [NoticeTerms, Step[], number][] = [
  ...[...Array(12).keys()].map((pick): [NoticeTerms, Step[], number] => [longer, leavesOnTheWay, pick]),
  [everything, takenBack, 0],
  [everything, inPart, 3],
  [everything, leavesBefore, 10],
  [everything, leavesUnderNewId, 13],
];

let opened: TestStore;
beforeAll(async () => {
  opened = await openTestStore();
});
afterAll(() => opened.close());

const tables = ["deliveries", "told", "recipients", "subscriptions", "events", "log_entries", "feed_state"];

async function begin(tx: Queries): Promise<void> {
  for (const table of tables) await change(tx, `delete from ${table}`);
  for (const [at, { customer, segment }] of customers.entries()) {
    await change(
      tx,
      `insert into subscriptions (id, email_hash, state, period, confirm_hash, leave_hash, created_at, cursor)
       values (?, ?, 'left', 0, ?, ?, 0, 0)`,
      ...[`s${at}`, `h${at}`, `c${at}`, `l${at}`],
    );
    await change(
      tx,
      `insert into recipients (id, customer, email, email_hash, role, services, contract, segment, subscription, owed_from,
         added_at, changed_at, stopped) values (?, ?, ?, ?, '', '[]', '', ?, ?, 0, 0, 0, 0)`,
      ...[`r${at}`, customer, `${at}@customer.example`, `h${at}`, segment, `s${at}`],
    );
  }
}

/** The service sees what was published, and tells of it. */
async function take(tx: Queries, { feed, log }: World, told: number): Promise<void> {
  const { version, sha256 } = log.at(-1)?.feed ?? { version: 0, sha256: "" };
  const state = {
    ...{ address: "https://acme.example/feed/", pin: "sha256-x", version, sha256, feed },
    ...{ log: { size: log.length, root: "" }, receiptKids: [] },
  };
  await advance(tx, { state, history: log, payload: "{}", began: Number.MAX_SAFE_INTEGER });
  const changes = log.slice(told).flatMap(({ change: { id, window, mode } }) => {
    const deadline = window && mode !== "withdrawal" && toInstant(Date.parse(window.deadline) + grace);
    return deadline ? [{ id, deadline }] : [];
  });
  const telling = {
    ...{
      delivery: `d${log.length}`,
      subscription: "s2",
      event: `notice-${log.length}`,
      since: told,
      until: log.length,
    },
    ...{ messageId: "m", language: "en", text: "t", contracts: [], toldAt: 0, outcome: "", state: "sent" as const },
  };
  await recordTold(tx, [{ ...telling, changes }], 0);
}

const published = (feed: Feed) => Date.parse(feed.published);

/** When a change is over, had nothing been said of it since. What is an emergency, or was approved, has one day for everybody. */
function endOf({ mode, approval, effective, window }: Change): number {
  const own = mode === "emergency" || approval === "required" ? [] : [window, ...(window?.segments ?? [])];
  const days = [effective, ...own.flatMap((one) => (one?.effective === undefined ? [] : [one.effective]))];
  return Math.max(
    ...days.map((day) => (day === null ? Number.POSITIVE_INFINITY : Date.parse(day))),
    ...[window, ...(window?.segments ?? [])].map((one) => (one ? Date.parse(one.deadline) + 1000 : 0)),
  );
}

/** What says something of another change alone. */
const isOfAnother = ({ mode, touches }: Change) => mode === "withdrawal" || isPatch(touches) || isMove(touches);

/** Whether nothing is left of a change that never came: by the feeds that readers had, whatever the log says of it. */
function isVoid({ feeds, log }: World, said: Change, at: number): boolean {
  if (isOfAnother(said)) return true;
  const last = feeds.findLastIndex(({ open = [] }) => open.some(({ id }) => id === said.id));
  const [feed, next] = [feeds[last], feeds[last + 1]];
  const stood = feed?.open?.find(({ id }) => id === said.id);
  // What came at once, and could not be objected to, was never open.
  if (!feed || !stood) return false;
  const isOpenAt = (at: number) => standingsAt(feed, at).open.some(({ id }) => id === said.id);
  if (!next && isOpenAt(at)) return false;
  const end = endOf(stood);
  if (end <= (next ? published(next) : at)) return !isOpenAt(end - 1);
  const moved =
    next &&
    log.find(({ feed, change: { touches } }) => {
      return feed.version === next.version && isMove(touches) && touches.change === said.id;
    });
  return !(moved?.change.effective && Date.parse(moved.change.effective) <= published(next as Feed));
}

/** Until when an objection by a customer is taken; undefined where it is not. */
async function takenUntil(db: Queries, at: number, { log }: World, said: Change): Promise<string | undefined> {
  const [state, newest] = [await readFeedState(db), log.at(-1)];
  if (!state || !newest) return undefined;
  const { segment } = customers[at] as (typeof customers)[number];
  const hasOwn = segment !== null && said.window?.segments?.some(({ id }) => id === segment);
  const objection = { change: said.id, feed: newest.feed, ...(hasOwn && { segment }) };
  try {
    const dates = { now: await clock(db), stated: await statedDeadline(db, `h${at}`, said.id) };
    return (await openWindow(db, state, objection as Parameters<typeof openWindow>[2], dates)).deadline;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Whether customers of a segment wait for their approval while others have a day, or waited until it was started for them. */
function waitsIn({ effective, mode, window }: Change, segment: string | null): boolean {
  const dates = window?.segments?.find(({ id }) => id === segment) ?? window;
  return effective !== null && mode !== "emergency" && (dates?.effective === null || dates?.approval === "required");
}

const seen = { waitedInPart: 0, voidInTime: 0, voidByTheClock: 0, openInPart: 0, came: 0 };

/** @param remembering Has read how changes stood before. */
async function hold(
  db: Queries,
  { world, remembering }: { world: World; remembering: ReadStanding },
  said: Change,
  at: number,
): Promise<void> {
  const context = `${said.id} at ${toInstant(at)}`;
  const [whole, page] = [await readStandings(db, said.id), await readStandingsPage(db, said.id, 10)];
  expect(page?.counts, context).toEqual(whole?.counts);
  expect(page?.customers, context).toEqual(whole?.customers);
  const gone = isVoid(world, said, at);
  const by = voidBy(world.log, said, at);
  expect(by !== undefined, `${context}: by ${by?.id}`).toBe(gone && !isOfAnother(said));
  const stands = world.feeds.flatMap(({ open = [] }) => open).findLast(({ id }) => id === said.id) ?? said;
  for (const [index, { standing, deadline }] of (whole?.customers ?? []).entries()) {
    const until = await takenUntil(db, index, world, said);
    // Where nothing starts without approval, that it is missing is said first.
    const { segment } = customers[index] as (typeof customers)[number];
    const waits = !gone && (whole?.silence === "refuses" || waitsIn(stands, segment));
    expect(standing === "approval-missing", `${context}: ${standing}`).toBe(waits);
    if (waits && whole?.silence !== "refuses") seen.waitedInPart++;
    if (!waits) expect(standing === "open", `${context}: ${standing}`).toBe(until !== undefined);
    if (until !== undefined) expect(deadline, context).toBe(until);
    expect(standing === "void", `${context}: ${standing}`).toBe(gone);
    if (gone) expect(deadline, context).toBeUndefined();
  }
  if (gone) expect(whole?.missing ?? [], context).toEqual([]);
  const event = momentEvent(
    "outcome",
    world.log.findIndex(({ change }) => change.id === said.id),
  );
  // Also a moment later, whoever has just read it tells nobody of what is void by then.
  const remembered = await remembering(db, event);
  expect(remembered?.change, context).toEqual((await standingReader()(db, event))?.change);
  expect(remembered === undefined, context).toBe(gone);
  expect((await lastOpen(db, said.id)) === undefined, context).toBe(whole?.counts.open === undefined);
  const isAhead = said.window !== undefined && Date.parse(said.window.deadline) > at;
  if (gone && isAhead) seen.voidInTime++;
  if (gone && world.feed.open?.some(({ id }) => id === said.id)) seen.voidByTheClock++;
  if (!gone && !isAhead && said.window) seen.came++;
  if (
    whole?.counts.open &&
    world.log.some(({ change: { touches } }) => touches?.change === said.id && !isPatch(touches))
  )
    seen.openInPart++;
}

test("only where an objection is taken somebody can still object, and nobody's silence says anything of what was taken back", async () => {
  const { database, store } = opened;
  await fc.assert(
    fc.asyncProperty(fc.oneof(terms, own), steps, fc.nat(), async (terms, steps, pick) => {
      await store.write(begin);
      let told = 0;
      const remembering = standingReader();
      await play(terms, steps, async (world) => {
        const { feed, log } = world;
        await store.write((tx) => take(tx, world, told));
        told = log.length;
        const ahead = log
          .flatMap(({ change: { window, effective } }) => [window?.deadline, effective])
          .flatMap((one) => (one ? [Date.parse(one), Date.parse(one) + 1000, Date.parse(one) + grace] : []))
          .filter((one) => one > published(feed));
        const picked = ahead[pick % Math.max(1, ahead.length)] ?? published(feed) + day;
        for (const at of [published(feed), picked - 1000, picked]) {
          await database.moveClock({ frozen: at });
          for (const { change: said } of log) await store.read((db) => hold(db, { world, remembering }, said, at));
        }
      });
    }),
    { numRuns, examples: rare },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
}, 600_000);

test("what becomes void is told to nobody from that second on, whoever has just read of it", async () => {
  const { database, store } = opened;
  const a = { id: "a", name: "Acme Cloud", locations: [{ country: "DE" }] };
  const world = new World(
    mockContent({ noticeTerms: { rules: [{ notice: "P30D", objection: "P14D" }] }, subprocessors: [a] }),
  );
  // Nobody publishes at the full minute.
  world.now += 20_000;
  await world.publish();
  const moved = { ...a, locations: [{ country: "US" }] };
  await world.edit(
    0,
    { subprocessors: [moved] },
    { subject: "a", reason: "", effective: toInstant(world.now + 100 * day) },
  );
  const leaves = world.now + 40 * day;
  await world.edit(0, { subprocessors: [] }, { subject: "a", reason: "", effective: toInstant(leaves) });
  await store.write(begin);
  await store.write((tx) => take(tx, world, 0));
  const remembering = standingReader();
  const readAt = async (frozen: number) => {
    await database.moveClock({ frozen });
    return (await store.read((db) => remembering(db, momentEvent("reminder", 1))))?.change.id;
  };
  expect(await readAt(leaves - 1000)).toBe("2.1");
  expect(await readAt(leaves)).toBeUndefined();
  expect(await readAt(leaves - 1000)).toBe("2.1");
});
