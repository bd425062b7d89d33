import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { makeChallenge } from "../../packages/server/src/proof/challenge.ts";
import { createKeyed } from "../../packages/server/src/secret/keyed.ts";
import type { ServiceSettings } from "../../packages/server/src/service.ts";
import { startPostgres } from "../../packages/server/src/testing/postgres-server.ts";
import { solved } from "../../packages/server/src/testing/prove.ts";
import type { Posted } from "./poster.ts";
import { secret, startLoaded, startProgram, startSink } from "./service.ts";

export interface PostFigures {
  posted: Posted;
  /** Of the service's processor time, for one request. It does not hang on what else the machine does. */
  microseconds: number;
  /** Likewise, of the database's processes: none where it is part of the service. */
  database: number;
  /** Rows of one request in a second. */
  bare: number;
}

export interface Posts {
  count: number;
  /** How many are subscribed already. Default: nobody. */
  subscribers?: number;
}

/** Requests to subscribe in a second on SQLite, and how many times the bare store writes the same rows. */
export const measurePosts = async (folder: string, asked: Posts): Promise<PostFigures> => ({
  ...(await measureOn(join(folder, "posts.db"), asked)),
  bare: bareStore(join(folder, "bare.db"), asked.count),
});

/** Likewise, on a PostgreSQL server of its own on this machine. */
export async function measurePostsOnPostgres(count: number): Promise<PostFigures> {
  const server = await startPostgres({ durable: true });
  try {
    const figures = await measureOn({ url: server.url("postgres"), tls: "none" }, { count }, () =>
      processorOf(server.pid),
    );
    return { ...figures, bare: await barePostgres(server.url("postgres"), count) };
  } finally {
    await server.stop();
  }
}

async function measureOn(
  place: ServiceSettings["database"],
  { count, subscribers = 0 }: Posts,
  database?: () => number,
): Promise<Omit<PostFigures, "bare">> {
  const sink = await startSink(0);
  const loaded = await startLoaded(place, { smtp: sink.url, subscribers });
  const { child, line } = startProgram("poster", `${loaded.service.address}subscriptions`, "32");
  for (let at = 0; at < count; at++) {
    const proof = await solvedProof();
    child.stdin?.write(`${JSON.stringify({ email: `reader-${at}@customer.example`, language: "en", proof })}\n`);
  }
  const [cpu, before] = [process.cpuUsage(), database?.() ?? 0];
  child.stdin?.end();
  const posted = JSON.parse(await line()) as Posted;
  const { user, system } = process.cpuUsage(cpu);
  const after = database?.() ?? 0;
  await loaded.stop();
  sink.stop();
  return { posted, microseconds: (user + system) / count, database: (after - before) / count };
}

/** Ticks of the clock that processes are charged by, in a second (`sysconf(_SC_CLK_TCK)`), as Linux has it everywhere. */
const ticks = 100;

/** Microseconds of processor time that a process and its children have had, those that ended too (proc(5), `stat`). */
function processorOf(parent: number): number {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const used = all.map((name) => {
    let fields: string[];
    try {
      fields = readFileSync(`/proc/${name}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
    } catch {
      // It has ended meanwhile.
      return 0;
    }
    if (Number(name) !== parent && Number(fields[1]) !== parent) return 0;
    return [11, 12, ...(Number(name) === parent ? [13, 14] : [])].reduce((sum, at) => sum + Number(fields[at]), 0);
  });
  return (used.reduce((sum, one) => sum + one, 0) / ticks) * 1e6;
}

/** A proof as a reader would bring it. Whoever knows where the key lies has little to look for. */
const keyed = createKeyed(secret);
const solvedProof = async () =>
  solved(await makeChallenge(keyed, { purpose: "subscription", now: Date.now(), counter: 1 }));

/** The rows of one request — a proof, a limit, the request — in the bare store, as many to a commit as there are connections. */
function bareStore(file: string, count: number): number {
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table proofs (challenge text primary key, expires_at integer not null) strict, without rowid;
    create table rates (key text primary key, count integer not null, expires_at integer not null) strict, without rowid;
    create table intake (id text primary key, email text not null, language text, received_at integer not null) strict;`);
  const proof = db.prepare("insert into proofs values (?, ?)");
  const rate = db.prepare("insert into rates values (?, 1, ?)");
  const intake = db.prepare("insert into intake values (?, ?, 'en', ?)");
  const began = performance.now();
  for (let at = 0; at < count; ) {
    db.exec("begin immediate");
    for (let inCommit = 0; inCommit < 32 && at < count; inCommit++, at++) {
      const now = Date.now();
      proof.run(randomUUID() + randomUUID(), now);
      rate.run(randomUUID() + randomUUID(), now);
      intake.run(randomUUID(), `reader-${at}@customer.example`, now);
    }
    db.exec("commit");
  }
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return count / seconds;
}

/** As {@link bareStore}: a commit with three statements, each of 32 rows. */
async function barePostgres(url: string, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table bare_proofs (challenge text primary key, expires_at bigint not null);
    create table bare_rates (key text primary key, count bigint not null, expires_at bigint not null);
    create table bare_intake (id text primary key, email text not null, language text, received_at bigint not null)`);
  const names = () => Array.from({ length: 32 }, () => randomUUID() + randomUUID());
  const began = performance.now();
  for (let at = 0; at < count; at += 32) {
    const now = Date.now();
    await client.query("begin");
    await client.query("insert into bare_proofs select unnest($1::text[]), $2::bigint", [names(), now]);
    await client.query("insert into bare_rates select unnest($1::text[]), 1, $2::bigint", [names(), now]);
    await client.query(
      "insert into bare_intake select unnest($1::text[]), 'reader@customer.example', 'en', $2::bigint",
      [names(), now],
    );
    await client.query("commit");
  }
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return count / seconds;
}
