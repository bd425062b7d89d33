import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { makeChallenge, type ProofPurpose } from "../../packages/server/src/proof/challenge.ts";
import { confirmToken, createKeyed } from "../../packages/server/src/secret/keyed.ts";
import { solved } from "../../packages/server/src/testing/prove.ts";
import { secret, startProgram, startSink } from "./service.ts";
import type { Memory, Published, Soaked } from "./soaked.ts";

/** Half a minute of a soak. */
export interface SoakRow {
  /** Minutes since the load began. */
  at: number;
  requests: number;
  /** Milliseconds. */
  p99: number;
  /** What was not answered as it should be. */
  errors: number;
  mails: number;
  memory: Memory;
}

export interface SoakFigures {
  rows: readonly SoakRow[];
  /** Bytes that the two grow by in a minute, over the last two thirds: a line through what was measured. */
  slope: Memory;
  /** What went wrong, by how it was told, and how often. */
  faults: ReadonlyMap<string, number>;
}

/** How many of each in a second. */
const perSecond = { subscriptions: 20, objections: 4, pages: 4 };

const rowEvery = 30_000;

/** Publishes, milliseconds apart. */
const publishEvery = 60_000;

const keyed = createKeyed(secret);

/** Mixed load on a service on SQLite in a process of its own, with so many subscribers at first, who are told of each publish. */
export async function measureSoak(
  folder: string,
  { minutes, subscribers, onRow }: { minutes: number; subscribers: number; onRow(row: SoakRow): void },
): Promise<SoakFigures> {
  const sink = await startSink(0);
  const file = join(folder, "soak.db");
  const { child, line } = startProgram("soaked", file, sink.url, `${subscribers}`);
  const ask = async <T>(what: "publish" | "memory"): Promise<T> => {
    child.stdin?.write(`${what}\n`);
    return JSON.parse(await line()) as T;
  };
  const service = JSON.parse(await line()) as Soaked;
  const reader = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  let newest = await ask<Published>("publish");
  const faults = new Map<string, number>();
  let times: number[] = [];
  let errors = 0;
  const requested = async (path: string, expected: readonly number[], init?: RequestInit) => {
    const began = performance.now();
    const answer = await fetch(`${service.address}${path}`, init).catch((error: Error) => error);
    if (!(answer instanceof Error)) await answer.arrayBuffer();
    times.push(performance.now() - began);
    if (answer instanceof Error || !expected.includes(answer.status)) {
      const fault = `${path.replace(/[?/].*/, "")}: ${answer instanceof Error ? answer.message : answer.status}`;
      faults.set(fault, (faults.get(fault) ?? 0) + 1);
      errors++;
    }
  };
  let count = 0;
  const post = async (path: string, purpose: ProofPurpose, body: object, expected: number) => {
    const proof = await solved(await makeChallenge(keyed, { purpose, now: Date.now(), counter: 1 }));
    const from = `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;
    await requested(path, [expected], {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": from },
      body: JSON.stringify({ ...body, proof }),
    });
  };
  const acts = {
    subscriptions: () =>
      post("subscriptions", "subscription", { email: `new-${++count}@customer.example`, language: "en" }, 202),
    objections: () => {
      const { change, version, sha256 } = newest;
      const who = { name: "Ada", email: `ada-${++count}@customer.example`, organisation: "Customer", grounds: "No." };
      return post("objections", "objection", { request: randomUUID(), change, feed: { version, sha256 }, ...who }, 201);
    },
    pages: () => {
      const told = `changes/${newest.change}/told`;
      const pages = ["objections", told, "changes", "deliveries", "recipients", "audit", "status"];
      const headers = { authorization: `Bearer ${service.operatorToken}` };
      return requested(pages[++count % pages.length] ?? "", [200], { headers });
    },
  };
  const pending = reader.prepare("select id, period from subscriptions where state = 'pending' limit 100");
  const confirmAll = () =>
    Promise.all(
      (pending.all() as { id: string; period: number }[]).map((one) =>
        requested(`subscriptions/confirm?token=${confirmToken(keyed, one)}`, [200], {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        }),
      ),
    );
  const began = performance.now();
  const end = began + minutes * 60_000;
  const rows: SoakRow[] = [];
  const going: Promise<unknown>[] = Object.entries(perSecond).map(async ([what, rate]) => {
    while (performance.now() < end) {
      void acts[what as keyof typeof acts]();
      await setTimeout(1000 / rate);
    }
  });
  going.push(
    (async () => {
      while (performance.now() < end) {
        await confirmAll();
        await setTimeout(1000);
      }
    })(),
  );
  let nextPublish = began + publishEvery / 2;
  for (let at = 1; at * rowEvery <= minutes * 60_000; at++) {
    while (performance.now() < began + at * rowEvery) {
      if (performance.now() >= nextPublish) {
        newest = await ask<Published>("publish");
        nextPublish += publishEvery;
      }
      await setTimeout(100);
    }
    const sorted = times.toSorted((one, other) => one - other);
    const row: SoakRow = {
      ...{ at: (performance.now() - began) / 60_000, requests: sorted.length, errors },
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      mails: (await sink.taken()).taken,
      memory: await ask<Memory>("memory"),
    };
    [times, errors] = [[], 0];
    rows.push(row);
    onRow(row);
  }
  await Promise.all(going);
  reader.close();
  child.stdin?.end();
  await new Promise((ended) => child.once("exit", ended));
  sink.stop();
  return { rows, slope: slopeOf(rows.slice(Math.floor(rows.length / 3))), faults };
}

/** Of the line with the least squares. */
function slopeOf(rows: readonly SoakRow[]): Memory {
  const mean = (of: (row: SoakRow) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const middle = mean(({ at }) => at);
  const spread = mean(({ at }) => (at - middle) ** 2);
  const along = (of: (row: SoakRow) => number) => mean((row) => (row.at - middle) * of(row)) / spread;
  return { rss: along(({ memory }) => memory.rss), heap: along(({ memory }) => memory.heap) };
}
