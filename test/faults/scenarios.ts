import { copyFile, rm } from "node:fs/promises";
import { backup, DatabaseSync } from "node:sqlite";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { act } from "../../packages/server/src/action.ts";
import { openSite, type Site, until } from "./site.ts";

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

export const scenarios: readonly Scenario[] = [
  { name: "kill -9 in the middle of a fan-out", run: onSite(killed) },
  { name: "SIGTERM in the middle of a fan-out, with a slow mail server", run: onSite(ended) },
  { name: "SIGTERM while the mail server is silent", run: onSite(silent) },
  { name: "connections cut before and after the final dot", run: onSite(cut) },
  { name: "a second publish in the middle of a fan-out", run: onSite(republished) },
  { name: "a backup restored", run: onSite(restored) },
];

type OnSite = (site: Site, size: Size, random: Random) => Promise<Partial<Found>>;

function onSite(run: OnSite): Scenario["run"] {
  return async (size, random) => {
    const site = await openSite(size.mails);
    try {
      const { wrong = [], promised = 0, ...found } = await run(site, size, random);
      return { ...counted(site, size.mails), ...found, promised, wrong };
    } finally {
      await site.close();
    }
  };
}

/** Who was told nothing, and how many were told twice by one mail. */
function counted({ sink }: Site, readers: number) {
  const names = sink.taken.map(({ messageId }) => messageId);
  const told = new Set(sink.taken.map(({ to }) => to));
  return { mails: names.length, lost: readers - told.size, duplicates: names.length - new Set(names).size };
}

const announce = (site: Site) => site.vendor.publish(mockChange(), Date.now());

/** One question: of two, what happens between them would be seen by neither. */
const settled = (site: Site) => () =>
  site.query(`select 1 where exists (select 1 from events)
    and not exists (select 1 from deliveries where state in ('queued', 'leased', 'unknown'))
    and not exists (select 1 from events where fanned_to is not null)`).length === 1;

/** Lets waiting mails be due now: nobody waits for a quarter of an hour. */
function hurry({ database }: Site): void {
  const db = new DatabaseSync(database, { timeout: 10_000 });
  db.exec(`update deliveries set due_at = 0 where state in ('queued', 'unknown');
    update deliveries set leased_until = 0 where state = 'leased'`);
  db.close();
}

async function killed(site: Site, { mails, kills }: Size, random: Random): Promise<Partial<Found>> {
  site.sink.latency = 5;
  await announceFirst(site);
  for (let at = 1; at <= kills; at++) {
    const child = await site.start();
    const some = Math.floor((mails * (at - random())) / (kills + 1));
    await until(`${some} mails`, () => site.sink.taken.length >= some);
    child.kill("SIGKILL");
    await child.ended;
    hurry(site);
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
    if (site.query("select 1 from deliveries where state = 'leased'").length > 0)
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
  const unknown = site.query("select 1 from deliveries where state = 'unknown'").length;
  if (unknown !== unanswered) wrong.push(`${unanswered} were not answered, ${unknown} recorded so`);
  if (site.query("select 1 from deliveries where state = 'leased'").length > 0)
    wrong.push("something was left unrecorded");
  site.sink.decide = () => "take";
  await site.start();
  await until("the rest", () => new Set(site.sink.taken.map(({ to }) => to)).size === mails);
  // What was not answered waits for a later time of its own.
  if (site.sink.taken.length > mails) wrong.push("what was not answered went out again at once");
  hurry(site);
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
  const timer = setInterval(() => hurryWaiting(site), 300);
  try {
    await until("all mails", settled(site));
  } finally {
    clearInterval(timer);
  }
  return { promised: doubtful };
}

/** As {@link hurry}, but for what is under way. */
function hurryWaiting({ database }: Site): void {
  const db = new DatabaseSync(database, { timeout: 10_000 });
  db.exec("update deliveries set due_at = 0 where state in ('queued', 'unknown')");
  db.close();
}

async function republished(site: Site, { mails }: Size): Promise<Partial<Found>> {
  // The program looks at the feed every second: the first fan-out lasts longer than that.
  site.sink.latency = Math.max(20, (2000 * connections) / mails);
  await announceFirst(site);
  await site.start();
  await until("the first mails", () => site.sink.taken.length > 0);
  await site.vendor.publish(mockContent(), Date.now());
  await until("the second publish", () => site.query("select 1 from events where id = 'notice-3'").length === 1);
  // What was under way when the second was seen may still arrive; nothing of the first begins after it.
  const seen = site.sink.taken.length + site.sink.underWay();
  await until("all mails", settled(site));
  const dead = site.sink.taken.slice(seen).filter(({ messageId }) => messageId.includes("notice-2")).length;
  const last = new Map(site.sink.taken.map(({ to, messageId }) => [to, messageId]));
  site.sink.latency = 0;
  const wrong = [
    ...(site.query("select 1 from deliveries where outcome = 'superseded'").length === 0
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
  await until("the publish seen again", () => site.query("select 1 from events where fanned_to is null").length === 1);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  if (site.sink.taken.length !== mails) wrong.push(`${site.sink.taken.length - mails} mails before anybody chose`);
  await act({ name: "release", unsent: "drop", database: site.database });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  return { wrong };
}
