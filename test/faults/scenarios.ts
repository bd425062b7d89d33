import { copyFile, rm } from "node:fs/promises";
import { backup, DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { act } from "../../packages/server/src/operate/act.ts";
import { isMoment } from "../../packages/server/src/store/outbox.ts";
import { daysKilled } from "./moments.ts";
import { openSite, type Running, type Site, type StoreKind, until } from "./site.ts";
import { webhooksKilled } from "./webhooks.ts";

/** How much a scenario does. */
export interface Size {
  mails: number;
  kills: number;
}

/** Numbers from 0 to 1 that a seed decides. */
export type Random = () => number;

/** What a scenario found, in the columns of the table. */
export interface Found {
  mails: number;
  lost: number;
  /** More than one to a reader. */
  duplicates: number;
  /** The most that are promised. */
  promised: number;
  /** What else must hold. Empty where all does. */
  wrong: string[];
}

export interface Scenario {
  name: string;
  run(size: Size, random: Random): Promise<Found>;
}

/** The most mails under way at once: the program's own default. */
const connections = 64;

const hour = 3_600_000;

/** One process, on either store. */
const ofOne = (kind: StoreKind): Scenario[] => [
  { name: `kill -9 in the middle of a fan-out, on ${kind}`, run: onSite(kind, killed) },
  { name: `SIGTERM in the middle of a fan-out, with a slow mail server, on ${kind}`, run: onSite(kind, ended) },
  { name: `SIGTERM while the mail server is silent, on ${kind}`, run: onSite(kind, silent) },
  { name: `connections cut before and after the final dot, on ${kind}`, run: onSite(kind, cut) },
  { name: `a second publish in the middle of a fan-out, on ${kind}`, run: onSite(kind, republished) },
];

/** Replicas on one PostgreSQL. */
const ofReplicas: Scenario[] = [
  { name: "one of three replicas killed (-9), on PostgreSQL", run: onSite("PostgreSQL", replicaKilled(3)) },
  { name: "three replicas ended and started in turn, on PostgreSQL", run: onSite("PostgreSQL", rolled) },
  { name: "three replicas, a clock an hour ahead and one behind, on PostgreSQL", run: onSite("PostgreSQL", misdated) },
];

const onSqlite: Scenario[] = [
  ...ofOne("SQLite"),
  { name: "a backup restored, on SQLite", run: onSite("SQLite", restored) },
];

export const scenarios: readonly Scenario[] = [
  ...onSqlite,
  { name: "one of two replicas killed (-9), on PostgreSQL", run: onSite("PostgreSQL", replicaKilled(2)) },
  ...ofReplicas,
  { name: "PostgreSQL crashed twice under two replicas", run: onSite("PostgreSQL", databaseCrashed) },
  ...ofOne("PostgreSQL"),
  { name: "the days of a change, with kill -9 and clocks an hour off, on SQLite", run: daysKilled("SQLite") },
  { name: "the days of a change, with kill -9 and clocks an hour off, on PostgreSQL", run: daysKilled("PostgreSQL") },
  { name: "kill -9 while webhooks go out, on SQLite", run: webhooksKilled("SQLite") },
  { name: "kill -9 while webhooks go out, on PostgreSQL", run: webhooksKilled("PostgreSQL") },
];

/** What `pnpm test` runs: on PostgreSQL, what replicas have of their own. Of its crashes its connection has tests. */
export const shortScenarios: readonly Scenario[] = [...onSqlite, ...ofReplicas];

type OnSite = (site: Site, size: Size, random: Random) => Promise<Partial<Found>>;

function onSite(kind: StoreKind, run: OnSite): Scenario["run"] {
  return async (size, random) => {
    const site = await openSite(size.mails, kind);
    try {
      const { wrong = [], promised = 0, ...found } = await run(site, size, random);
      return { ...counted(site, size.mails), ...found, promised, wrong: [...wrong, ...(await twice(site))] };
    } finally {
      await site.close();
    }
  };
}

/** Rows of the ledger that stand for the same mail. */
async function twice(site: Site): Promise<string[]> {
  const rows = await site.query("select 1 from deliveries group by event, recipient, channel having count(*) > 1");
  return rows.length > 0 ? [`${rows.length} duplicate rows in the ledger`] : [];
}

/** Who was told nothing, and how many were told twice by one mail. */
function counted({ sink }: Site, readers: number) {
  const names = sink.taken.map(({ messageId }) => messageId);
  const told = new Set(sink.taken.map(({ to }) => to));
  return { mails: names.length, lost: readers - told.size, duplicates: names.length - new Set(names).size };
}

const announce = (site: Site) => site.vendor.publish(mockChange(), Date.now());

/** One question: of two, what happens between them would be seen by neither. */
const settled = (site: Site) => async () =>
  (
    await site.query(`select 1 where exists (select 1 from events)
    and not exists (select 1 from deliveries where state in ('queued', 'leased', 'unknown') and not ${isMoment})
    and not exists (select 1 from events where open = 1 and fanned_to is not null)`)
  ).length === 1;

/** Lets waiting mails be due now: nobody waits for a quarter of an hour. Only where nobody has a mail under way. */
const hurry = ({ run }: Site) =>
  run(`update deliveries set due_at = 0 where state in ('queued', 'unknown') and not ${isMoment};
    update deliveries set leased_until = 0 where state = 'leased'`);

async function killed(site: Site, { mails, kills }: Size, random: Random): Promise<Partial<Found>> {
  site.sink.latency = 5;
  await announceFirst(site);
  for (let at = 1; at <= kills; at++) {
    const child = await site.start();
    const some = Math.floor((mails * (at - random())) / (kills + 1));
    await until(`${some} mails`, () => site.sink.taken.length >= some);
    child.kill("SIGKILL");
    await child.ended;
    await hurry(site);
  }
  await site.start();
  await until("all mails", settled(site));
  return { promised: kills * connections };
}

/** The service has to have seen the list before: a first sight tells nobody its past. */
async function announceFirst(site: Site): Promise<void> {
  const child = await site.start();
  child.kill("SIGTERM");
  await child.ended;
  await announce(site);
}

async function ended(site: Site, { mails, kills }: Size, random: Random): Promise<Partial<Found>> {
  const wrong: string[] = [];
  site.sink.latency = 200;
  await announceFirst(site);
  for (let at = 1; at <= Math.min(kills, 4); at++) {
    const child = await site.start();
    const some = Math.floor((mails * (at - random())) / (kills + 1));
    await until(`${some} mails`, () => site.sink.taken.length >= some);
    child.kill("SIGTERM");
    const { code } = await child.ended;
    if (code !== 0) wrong.push(`ended with ${code}`);
    if ((await site.query("select 1 from deliveries where state = 'leased'")).length > 0)
      wrong.push("something was left unrecorded");
  }
  site.sink.latency = 0;
  await site.start();
  await until("all mails", settled(site));
  return { wrong };
}

async function silent(site: Site, { mails }: Size): Promise<Partial<Found>> {
  const wrong: string[] = [];
  await announceFirst(site);
  let unanswered = 0;
  site.sink.decide = () => (site.sink.taken.length < mails / 2 ? "take" : "take and be silent");
  const child = await site.start();
  await until("silence", () => site.sink.taken.filter(({ answered }) => !answered).length >= Math.min(20, mails / 2));
  child.kill("SIGTERM");
  const { code } = await child.ended;
  if (code !== 0) wrong.push(`ended with ${code}`);
  unanswered = site.sink.taken.filter(({ answered }) => !answered).length;
  const unknown = (await site.query("select 1 from deliveries where state = 'unknown'")).length;
  if (unknown !== unanswered) wrong.push(`${unanswered} were not answered, ${unknown} recorded so`);
  if ((await site.query("select 1 from deliveries where state = 'leased'")).length > 0)
    wrong.push("something was left unrecorded");
  site.sink.decide = () => "take";
  await site.start();
  await until("the rest", () => new Set(site.sink.taken.map(({ to }) => to)).size === mails);
  // What was not answered waits for a later time of its own.
  if (site.sink.taken.length > mails) wrong.push("what was not answered went out again at once");
  await hurry(site);
  await until("all mails", settled(site));
  return { wrong, promised: unanswered };
}

async function cut(site: Site, _size: Size, random: Random): Promise<Partial<Found>> {
  await announceFirst(site);
  let doubtful = 0;
  site.sink.decide = () => {
    const one = random();
    if (one < 0.08) {
      doubtful++;
      return "take and drop";
    }
    if (one < 0.16) {
      return "drop";
    }
    return one < 0.2 ? "refuse for now" : "take";
  };
  await site.start();
  // Of two writers that wait for each other PostgreSQL ends one: if it is this one, the next call does it.
  const timer = setInterval(() => void hurryWaiting(site).catch(() => {}), 300);
  try {
    await until("all mails", settled(site));
  } finally {
    clearInterval(timer);
  }
  return { promised: doubtful };
}

/** As {@link hurry}, but for what is under way. */
const hurryWaiting = ({ run }: Site) =>
  run(`update deliveries set due_at = 0 where state in ('queued', 'unknown') and not ${isMoment}`);

async function republished(site: Site, { mails }: Size): Promise<Partial<Found>> {
  // The program looks at the feed every second: the first fan-out lasts longer than that.
  site.sink.latency = Math.max(20, (2000 * connections) / mails);
  await announceFirst(site);
  await site.start();
  await until("the first mails", () => site.sink.taken.length > 0);
  await site.vendor.publish(mockContent(), Date.now());
  await until(
    "the second publish",
    async () => (await site.query("select 1 from events where id = 'notice-3'")).length === 1,
  );
  // What was under way when the second was seen may still arrive, on each connection one: some are asked for and not yet answered, which
  // the mail server knows nothing of. Nothing of the first begins after it.
  const atPublish = site.sink.taken.length + site.sink.underWay();
  const ofTheNewest = ({ messageId }: { messageId: string }) => messageId.includes("notice-3");
  await until("the first mail of the second publish", () => site.sink.taken.some(ofTheNewest));
  const atFirst = Math.max(atPublish, site.sink.taken.length + site.sink.underWay());
  await until("all mails", settled(site));
  const deadAmong = (from: number, to?: number) =>
    site.sink.taken.slice(from, to).filter((one) => !ofTheNewest(one)).length;
  const dead = Math.max(0, deadAmong(atPublish, atFirst) - connections) + deadAmong(atFirst);
  const last = new Map(site.sink.taken.map(({ to, messageId }) => [to, messageId]));
  site.sink.latency = 0;
  const wrong = [
    ...((await site.query("select 1 from deliveries where outcome = 'superseded'")).length === 0
      ? ["nothing was superseded"]
      : []),
    ...(dead > 0 ? [`${dead} dead notices`] : []),
    ...([...last.values()].some((one) => !one.includes("notice-3")) || last.size !== mails
      ? ["somebody's last mail is not of the newest publish"]
      : []),
  ];
  return { wrong };
}

async function restored(site: Site, { mails }: Size): Promise<Partial<Found>> {
  const wrong: string[] = [];
  await announceFirst(site);
  const copy = `${site.database}.backup`;
  const source = new DatabaseSync(site.database, { readOnly: true });
  await backup(source, copy);
  source.close();
  const first = await site.start();
  await until("all mails", settled(site));
  first.kill("SIGTERM");
  await first.ended;
  for (const suffix of ["-wal", "-shm"]) await rm(`${site.database}${suffix}`, { force: true });
  await copyFile(copy, site.database);
  await site.start();
  await until(
    "the publish seen again",
    async () => (await site.query("select 1 from events where fanned_to is null")).length === 1,
  );
  await setTimeout(2500);
  if (site.sink.taken.length !== mails) wrong.push(`${site.sink.taken.length - mails} mails before anybody chose`);
  await act({ name: "release", unsent: "drop", database: site.database });
  await setTimeout(2500);
  return { wrong };
}

/** Starts replicas, which share a fan-out. */
async function fanOutOn(site: Site, replicas: number): Promise<Running[]> {
  site.sink.latency = 20;
  await announceFirst(site);
  return Promise.all(Array.from({ length: replicas }, () => site.start()));
}

/** How many seconds nothing may change until what is still leased was somebody's who is gone. */
const calm = 2;

/** Waits until all mails are settled. A lease of who is gone lasts a minute, which nobody waits for. */
async function settledWithout(site: Site, gone: string): Promise<void> {
  const left = async () =>
    JSON.stringify(
      await site.query(
        `select state, count(*) as n, sum(fence) as fences from deliveries where state <> 'sent' and not ${isMoment} group by state order by state`,
      ),
    );
  let last = "";
  let since = Date.now();
  await until(`all mails but those of ${gone}`, async () => {
    const now = await left().catch(() => "not known");
    if (now !== last) since = Date.now();
    last = now;
    return Date.now() - since > calm * 1000 && !now.includes("queued") && site.sink.underWay() === 0;
  });
  await hurry(site);
  await until("all mails", settled(site));
}

/** Kills one replica as often as it is told to, each time at some point of the fan-out, and starts another in its place. */
function replicaKilled(replicas: number): OnSite {
  return async (site, { mails, kills }, random) => {
    const running = await fanOutOn(site, replicas);
    for (let at = 1; at <= kills; at++) {
      const some = Math.floor((mails * (at - random())) / (kills + 1));
      await until(`${some} mails`, () => site.sink.taken.length >= some);
      const one = running.shift();
      one?.kill("SIGKILL");
      await one?.ended;
      running.push(await site.start());
    }
    await settledWithout(site, "the killed");
    return { promised: kills * connections };
  };
}

/** As a new version is put in: one replica after the other. */
async function rolled(site: Site, { mails }: Size, random: Random): Promise<Partial<Found>> {
  const wrong: string[] = [];
  const running = await fanOutOn(site, 3);
  for (let at = 1; at <= 3; at++) {
    const some = Math.floor((mails * (at - random())) / 4);
    await until(`${some} mails`, () => site.sink.taken.length >= some);
    const one = running.shift();
    one?.kill("SIGTERM");
    const code = (await one?.ended)?.code;
    if (code !== 0) wrong.push(`ended with ${code}`);
    running.push(await site.start());
  }
  await until("all mails", settled(site));
  return { wrong };
}

async function databaseCrashed(site: Site, { mails }: Size, random: Random): Promise<Partial<Found>> {
  const running = await fanOutOn(site, 2);
  const exits: string[] = [];
  for (const { ended } of running)
    void ended.then(({ code, signal }) => exits.push(`a replica ended: ${code ?? signal}`));
  for (let at = 1; at <= 2; at++) {
    const some = Math.floor((mails * (at - random())) / 3);
    await until(`${some} mails`, () => site.sink.taken.length >= some);
    await site.postgres?.crash();
    await setTimeout(500 * random());
    await site.postgres?.start();
  }
  await settledWithout(site, "who asked when it crashed");
  return { wrong: [...exits] };
}

async function misdated(site: Site): Promise<Partial<Found>> {
  site.sink.latency = 20;
  await announceFirst(site);
  await Promise.all([0, hour, -hour].map((ahead) => site.start(ahead)));
  await until("all mails", settled(site));
  return {};
}
