import { setTimeout } from "node:timers/promises";
import { mockChange } from "@trust-center/feed/mock";
import type { Found, Random, Size } from "./scenarios.ts";
import { openSite, type Running, type Site, type StoreKind, until } from "./site.ts";

const minute = 60_000;
const hour = 60 * minute;

/** The most mails under way at once of one process: the program's own default. */
const connections = 64;

/** How far the clocks of replicas are off. The database's is right. */
const offsets = [0, hour, -hour] as const;

/** Processes on one database, and the clock that counts. */
interface Machines {
  /** Brings them to an instant. */
  come(to: number): Promise<void>;
  /** Kills one in the middle of its work, and starts another in its place. */
  kill(random: Random): Promise<void>;
}

/** Replicas with clocks of their own; the day comes by the database's. */
function replicas(site: Site): Machines {
  const running: { child: Running; offset: number }[] = [];
  const add = async (offset: number) => void running.push({ offset, child: await site.start(offset) });
  return {
    come: async (to) => {
      await site.run(`update test_clock set ahead = ${to - Date.now()}`);
      if (running.length === 0) await Promise.all(offsets.map(add));
    },
    kill: async (random) => {
      const [one] = running.splice(Math.floor(random() * running.length), 1);
      if (!one) return;
      one.child.kill("SIGKILL");
      await one.child.ended;
      await add(one.offset);
    },
  };
}

/** One process, whose clock is the database's: an hour ahead, and after its end right again, and so on. */
function alone(site: Site): Machines {
  let child: Running | undefined;
  let ahead = 0;
  let isAhead = false;
  const stop = async (signal: NodeJS.Signals) => {
    child?.kill(signal);
    await child?.ended;
  };
  return {
    come: async (to) => {
      await stop("SIGTERM");
      ahead = to - Date.now();
      child = await site.start(ahead);
    },
    kill: async () => {
      await stop("SIGKILL");
      await lapse(site);
      isAhead = !isAhead;
      child = await site.start(ahead + (isAhead ? hour : 0));
    },
  };
}

/** Nobody waits for the leases of who is gone. Only where nobody has a mail under way. */
const lapse = (site: Site) =>
  until("leases to be let go", () =>
    site.run("update deliveries set leased_until = 0 where state = 'leased'").then(
      () => true,
      // A server may still be at what the killed process asked of it last, and call a deadlock.
      () => false,
    ),
  );

/** How a mail that the clock brings is called. */
const named = (moment: string, position: number) => `<${moment}-${position}.`;

/**
 * The day to be reminded and the day of a change come while processes die and their clocks are wrong. Whoever was told of
 * the change is told each once, of a change that was taken back nothing, and nothing before its day.
 */
export const daysKilled =
  (kind: StoreKind) =>
  async ({ mails, kills }: Size, random: Random) => {
    const site = await openSite(mails, kind);
    const wrong: string[] = [];
    const { taken } = site.sink;
    try {
      const machines = kind === "SQLite" ? alone(site) : replicas(site);
      await machines.come(Date.now());
      const plan = mockChange();
      const third = { id: "third", name: "Third", purposes: ["Support"] };
      for (const [at, content] of [plan, { ...plan, subprocessors: [...plan.subprocessors, third] }, plan].entries()) {
        await site.vendor.publish(content, Date.now());
        await until(`publish ${at + 2}`, () => told(site, `notice-${at + 2}`, mails));
      }
      for (const moment of ["reminder", "in-effect"]) {
        const [due] = await site.query<{ first: number; last: number; n: number }>(
          `select min(due_at) as first, max(due_at) as last, count(*) as n from deliveries where event = '${moment}-1'`,
        );
        if (Number(due?.n) !== mails) wrong.push(`${due?.n} wait for the day: ${moment}`);
        await machines.come(Number(due?.first) - hour / 2);
        await setTimeout(2500);
        if (taken.some(({ messageId }) => messageId.startsWith(`<${moment}-`))) wrong.push(`before its day: ${moment}`);
        site.sink.latency = 20;
        await machines.come(Number(due?.last) + minute);
        const before = taken.length;
        for (let at = 1; at <= kills; at++) {
          const some = before + Math.floor((mails * (at - random())) / (kills + 1));
          await until(`${some} mails`, () => taken.length >= some);
          await machines.kill(random);
        }
        await quiet(site);
        await lapse(site);
        await until(`each ${moment}`, async () => (await waiting(site)) === 0);
        site.sink.latency = 0;
      }
      return { ...counted(site, mails), promised: 2 * kills * connections, wrong: [...wrong, ...untrue(site)] };
    } finally {
      await site.close();
    }
  };

/** Whether all were told by a notice, and what follows from it is in the ledger. */
const told = async (site: Site, event: string, readers: number) => {
  const [found] = await site.query<{ n: number }>(
    `select count(*) as n from deliveries where event = '${event}' and state = 'sent'`,
  );
  return Number(found?.n) === readers;
};

/** How many mails are due, by the clock that is furthest: all that is queued for this day or an earlier one. */
const waiting = async (site: Site) => {
  const [found] = await site.query<{ n: number }>(
    `select count(*) as n from deliveries where state in ('leased', 'unknown')
       or (state = 'queued' and due_at <= (select max(due_at) from deliveries where state = 'sent'))`,
  );
  return Number(found?.n);
};

/** Until nothing has gone out for two seconds: what is leased then was somebody's who is gone. */
async function quiet(site: Site): Promise<void> {
  let [last, since] = [-1, Date.now()];
  await until("nothing more", () => {
    if (site.sink.taken.length !== last || site.sink.underWay() > 0)
      [last, since] = [site.sink.taken.length, Date.now()];
    return Date.now() - since > 2000;
  });
}

function counted({ sink }: Site, readers: number): Pick<Found, "mails" | "lost" | "duplicates"> {
  const all = sink.taken.map(({ messageId }) => messageId).filter((one) => !one.startsWith("<notice-"));
  const distinct = new Set(all);
  const of = (moment: string) => [...distinct].filter((one) => one.startsWith(named(moment, 1))).length;
  const outcomes = of("outcome");
  return {
    mails: all.length,
    lost: 2 * readers + 1 - of("reminder") - of("in-effect") - outcomes,
    duplicates: all.length - distinct.size,
  };
}

/** What was said of the change that was taken back. */
const untrue = ({ sink }: Site): string[] => {
  const others = sink.taken.filter(
    ({ messageId }) => !/^<(?:notice-\d+|(?:reminder|in-effect|outcome)-1)\./.test(messageId),
  );
  return others.length > 0 ? [`${others.length} of what was taken back: ${others[0]?.messageId}`] : [];
};
