import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureFanOut } from "./fan-out.ts";
import { measureGrowth } from "./growth.ts";
import { measureInbox, measureInboxOnPostgres, times } from "./inbox.ts";
import { measureMails } from "./mails.ts";
import { measureMoments } from "./moments.ts";
import { measurePosts, measurePostsOnPostgres } from "./posts.ts";
import { measureSoak } from "./soak.ts";

const usage = `pnpm load [options]

Measures the service beside what its parts do alone, in the same run: posts beside the bare store, on SQLite and on
PostgreSQL, mails beside the bare mail client. It decides no test.

  --posts N         requests to subscribe (6000)
  --mails N         mails, at 0 and at 100 ms latency each (12000)
  --subscribers N   recipients of one publish (100000)
  --only NAME       posts, mails, fan-out, moments, inbox, soak or growth; the last two only where they are named
  --minutes N       how long the soak lasts (10)
  --help`;

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "6000" },
    mails: { type: "string", default: "12000" },
    subscribers: { type: "string", default: "100000" },
    minutes: { type: "string", default: "10" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const number = (value: number, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits });

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-load-"));
  const wants = (name: string) => values.only === undefined || values.only === name;
  console.log(
    `${availableParallelism()} cores, Node ${process.versions.node}, load before ${number(loadavg()[0] ?? 0, 1)}\n`,
  );
  console.log("| what | measured | alone | ratio |\n| --- | ---: | ---: | ---: |");
  const row = (what: string, measured: string, alone: number, ratio: number) =>
    console.log(`| ${what} | ${measured} | ${number(alone)}/s | ${number(ratio, 2)} |`);
  for (const store of wants("posts") ? ["SQLite", "PostgreSQL"] : []) {
    const count = Number(values.posts);
    const found = store === "SQLite" ? await measurePosts(folder, { count }) : await measurePostsOnPostgres(count);
    const { posted, microseconds, database, bare } = found;
    const processor = [microseconds, database, posted.microseconds].map((one) => number(one)).join(" + ");
    const times = `p50 ${number(posted.p50, 1)}, p99 ${number(posted.p99, 1)} ms, ${processor} µs of processor each (service, database, generator)${posted.refused > 0 ? `, ${posted.refused} refused` : ""}`;
    const what = `POST subscriptions on ${store}, 32 connections, ${times}`;
    row(what, `${number(posted.perSecond)}/s`, bare, posted.perSecond / bare);
  }
  const mailTerms = [
    { latency: 0, connections: 64 },
    { latency: 100, connections: 64 },
    { latency: 100, connections: 128 },
    { latency: 100, connections: 256 },
  ];
  for (const terms of wants("mails") ? mailTerms : []) {
    const { perSecond, microseconds, bare } = await measureMails(folder, { count: Number(values.mails), ...terms });
    row(
      `mails at ${terms.latency} ms latency, ${terms.connections} connections, ${number(microseconds)} µs of processor each`,
      `${number(perSecond)}/s`,
      bare,
      perSecond / bare,
    );
  }
  if (wants("fan-out")) {
    const count = Number(values.subscribers);
    const { seconds, blocked, bare } = await measureFanOut(folder, count);
    const what = `${number(count)} notices put in the outbox, the loop blocked ${number(blocked, 0)} ms at most`;
    row(what, `${number(seconds, 1)} s`, bare, count / seconds / bare);
  }
  if (wants("moments")) {
    const count = Number(values.subscribers);
    const { queued, blocked, mails, first } = await measureMoments(folder, count);
    const what = `${number(count)} told, and what the clock brings them queued, the loop blocked ${number(blocked.queuing)} ms at most`;
    console.log(`| ${what} | ${number(queued, 1)} s | | |`);
    const due = `${number(count)} reminders due at once, the first after ${number(first)} ms, the loop blocked ${number(blocked.due)} ms at most`;
    console.log(`| ${due} | ${number(mails)}/s | | |`);
  }
  for (const store of wants("inbox") ? ["SQLite", "PostgreSQL"] : []) {
    const count = Number(values.subscribers);
    const { pages, bare } =
      store === "SQLite" ? await measureInbox(folder, count) : await measureInboxOnPostgres(count);
    const head = `inbox over ${number(count)} recipients on ${store}, ${times} times; nothing read: ${number(bare, 1)} ms`;
    console.log(`\n| ${head} | fastest, ms | slowest, ms | query by hand, ms |\n| --- | ---: | ---: | ---: |`);
    for (const { what, fastest, slowest, query } of pages)
      console.log(`| ${what} | ${[fastest, slowest, query].map((ms) => number(ms, 1)).join(" | ")} |`);
  }
  if (values.only === "soak") await soak(folder);
  if (values.only === "growth") await growth(folder);
  console.log(`\nLoad after ${number(loadavg()[0] ?? 0, 1)}`);
  await rm(folder, { recursive: true });
}

const megabytes = (bytes: number) => `${number(bytes / 2 ** 20, 1)} MB`;

async function soak(folder: string): Promise<void> {
  console.log("\n| minute | requests | p99, ms | errors | mails so far | memory | heap |");
  console.log("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  const { slope, faults } = await measureSoak(folder, {
    minutes: Number(values.minutes),
    subscribers: 2000,
    onRow: ({ at, requests, p99, errors, mails, memory: { rss, heap } }) =>
      console.log(
        `| ${number(at, 1)} | ${requests} | ${number(p99)} | ${errors} | ${number(mails)} | ${megabytes(rss)} | ${megabytes(heap)} |`,
      ),
  });
  for (const [fault, count] of faults) console.log(`${count} × ${fault}`);
  console.log(`\nOver the last two thirds, in a minute: memory ${megabytes(slope.rss)}, heap ${megabytes(slope.heap)}`);
}

async function growth(folder: string): Promise<void> {
  console.log(
    "\n| recipients | posts | enqueued, s | blocked, ms | dearest page of the inbox, ms | mails | database |",
  );
  console.log("| ---: | ---: | ---: | ---: | --- | ---: | ---: |");
  for (const count of [1000, 10_000, 100_000]) {
    const { posts, microseconds, enqueued, blocked, page, mails, size } = await measureGrowth(folder, count);
    const cells = [
      ...[number(count), `${number(posts)}/s, ${number(microseconds)} µs`, number(enqueued, 2), number(blocked)],
      ...[`${page.what}: ${number(page.ms, 1)}`, `${number(mails)}/s`, megabytes(size)],
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

if (values.help) console.log(usage);
else await main();
