import { AsyncLocalStorage } from "node:async_hooks";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as withKy from "../../packages/sdk/src/http/get.ts";
import * as contractWithKy from "../../packages/sdk/src/service/contract.ts";
import * as serviceWithKy from "../../packages/sdk/src/service/request.ts";
import { asInScript } from "./as-in-script.ts";
import { type Answer, misbehaving, type Seen } from "./server.ts";

type Sdk = typeof withKy & typeof serviceWithKy & Pick<typeof contractWithKy, "challengeSchema">;

const busy = (status: number, after?: string): Answer => ({
  status,
  headers: after === undefined ? {} : { "retry-after": after },
  body: "later",
});
const good: Answer = { body: '{"parameters":{}}' };
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

interface Case {
  name: string;
  answers: readonly Answer[];
  /** How it is asked for. */
  by: "file" | "challenge" | "post";
  /** Milliseconds before each further attempt. */
  waits: readonly number[];
  /** When the caller ends it: once the last attempt has come, or once it begins a pause of so many milliseconds. */
  abort?: "come" | number;
  /** Milliseconds of the deadline. */
  timeout?: number;
}

/** The pauses that each run asked the clock for, in milliseconds: what they are does not depend on how busy the machine is. */
const asked = new AsyncLocalStorage<Run>();

interface Run {
  pauses: number[];
  /** Ends what is asked for. */
  end: AbortController;
  abort: Case["abort"];
}
/** The longest of them. */
const longest = 5000;
/** The connections of the platform, and a deadline, have pauses of their own. */
const isOurs = (pause: number) => [300, 1000, longest].includes(pause);
const { setTimeout: realSetTimeout } = globalThis;

/** The first attempt at a file is the platform's: what follows it at once is the client's. */
const cases: readonly Case[] = [
  { name: "good", by: "file", answers: [good], waits: [] },
  { name: "not-modified", by: "file", answers: [{ status: 304 }], waits: [] },
  { name: "not-modified-later", by: "file", answers: [busy(500), { status: 304 }], waits: [0] },
  { name: "second", by: "file", answers: [busy(500), good], waits: [0] },
  { name: "third", by: "file", answers: [busy(500), busy(502), good], waits: [0, 300] },
  ...[408, 429, 500, 502, 503, 504].map(
    (status): Case => ({ name: `always-${status}`, by: "file", answers: [busy(status)], waits: [0, 300] }),
  ),
  ...[400, 401, 403, 404, 410, 413, 501, 505].map(
    (status): Case => ({ name: `never-${status}`, by: "file", answers: [busy(status)], waits: [0] }),
  ),
  { name: "redirect", by: "file", answers: [{ status: 302, headers: { location: "/good" } }], waits: [] },
  {
    name: "redirect-later",
    by: "file",
    answers: [busy(500), { status: 302, headers: { location: "/x" } }],
    waits: [0],
  },
  { name: "hangs-up", by: "file", answers: [{ ends: "at once" }], waits: [0, 300] },
  { name: "hangs-up-twice", by: "file", answers: [{ ends: "at once" }, { ends: "at once" }, good], waits: [0, 300] },
  { name: "early-end", by: "file", answers: [{ body: "{", ends: "early" }, good], waits: [0] },
  { name: "early-ends", by: "file", answers: [{ body: "{", ends: "early" }], waits: [0] },
  { name: "after-none", by: "file", answers: [busy(503), busy(503, "0"), good], waits: [0, 0] },
  { name: "after-1", by: "file", answers: [busy(503), busy(503, "1"), good], waits: [0, 1000] },
  { name: "after-1-429", by: "file", answers: [busy(429), busy(429, "1"), good], waits: [0, 1000] },
  { name: "after-1-413", by: "file", answers: [busy(413, "1"), busy(413, "1"), good], waits: [0, 1000] },
  { name: "after-1-500", by: "file", answers: [busy(500), busy(500, "1"), good], waits: [0, 300] },
  { name: "after-an-hour", by: "file", answers: [busy(503), busy(503, "3600"), good], waits: [0, longest] },
  { name: "after-past", by: "file", answers: [busy(503), busy(503, inSeconds(-90)), good], waits: [0, 0] },
  { name: "after-date", by: "file", answers: [busy(503), busy(503, inSeconds(600)), good], waits: [0, longest] },
  ...["soon", "-1", "1.5", "", "2027-01-01T00:00:00Z", "Tue, 99 Jan 2027 00:00:00 GMT"].map(
    (after, at): Case => ({
      name: `after-odd-${at}`,
      by: "file",
      answers: [busy(503), busy(503, after), good],
      waits: [0, 300],
    }),
  ),
  { name: "too-large", by: "file", answers: [{ body: "x".repeat(2000) }], waits: [] },
  { name: "too-large-later", by: "file", answers: [busy(500), { body: "x".repeat(2000) }], waits: [0] },
  { name: "aborted-at-once", by: "file", answers: [{ ends: "never" }], waits: [], abort: "come" },
  { name: "aborted-in-pause", by: "file", answers: [busy(503), busy(503, "5"), good], waits: [0], abort: longest },
  { name: "aborted-later", by: "file", answers: [busy(503), { ends: "never" }], waits: [0], abort: "come" },
  { name: "late", by: "file", answers: [busy(503), { ends: "never" }], waits: [0], timeout: 2000 },
  { name: "late-in-pause", by: "file", answers: [busy(503), busy(503, "5"), good], waits: [0], timeout: 2000 },
  { name: "challenge", by: "challenge", answers: [good], waits: [] },
  { name: "challenge-hangs-up", by: "challenge", answers: [{ ends: "at once" }, good], waits: [300] },
  { name: "challenge-hangs-up-twice", by: "challenge", answers: [{ ends: "at once" }], waits: [300] },
  { name: "challenge-refused", by: "challenge", answers: [busy(503, "1"), good], waits: [] },
  { name: "challenge-aborted", by: "challenge", answers: [{ ends: "at once" }, good], waits: [], abort: 300 },
  { name: "challenge-late", by: "challenge", answers: [{ ends: "never" }], waits: [], timeout: 2000 },
  { name: "post", by: "post", answers: [good], waits: [] },
  { name: "post-hangs-up", by: "post", answers: [{ ends: "at once" }, good], waits: [] },
  {
    name: "post-refused",
    by: "post",
    answers: [{ status: 422, body: '{"title":"No","status":422,"code":"proof","retryAfter":3}' }],
    waits: [],
  },
  { name: "post-503", by: "post", answers: [busy(503, "1"), good], waits: [] },
];

let server: Awaited<ReturnType<typeof misbehaving>>;
const outcomes = new Map<
  string,
  Promise<{ end: unknown; took: number; attempts: readonly Seen[]; pauses: readonly number[] }>
>();

/** Ends a run once its last attempt has come to the server. */
async function endOnceCome(who: string, { name, waits }: Case, { end }: Run): Promise<void> {
  while ((server.seen.get(`/${who}/${name}`)?.length ?? 0) <= waits.length)
    await new Promise((resolve) => realSetTimeout(resolve, 10));
  end.abort();
}

async function run(sdk: Sdk, base: string, { name, by, timeout = 15_000 }: Case, { end }: Run) {
  const http = { signal: end.signal, timeout };
  const center = { feed: { service: base } } as Parameters<typeof sdk.ask>[0];
  try {
    if (by === "file") {
      const headers = { "if-none-match": '"a"' };
      const { response, bytes } = await sdk.get(base + name, "the file", 1000, http, { headers });
      return { status: response.status, text: new TextDecoder().decode(bytes) };
    }
    return {
      answer: await sdk.ask(center, name, sdk.challengeSchema, http, by === "post" ? { email: "ü" } : undefined),
    };
  } catch (error) {
    const { code, evidence, message } = error as { code?: string; evidence?: Record<string, unknown>; message: string };
    return { code, message: message.replace(base, ""), evidence: { ...evidence, url: undefined } };
  }
}

beforeAll(async () => {
  const sdk = (path: string) =>
    JSON.stringify(fileURLToPath(new URL(`../../packages/sdk/src/${path}`, import.meta.url)));
  const files = ["http/get.ts", "service/request.ts", "service/contract.ts"].map(sdk);
  const small = await asInScript<Sdk>(files.map((file) => `export * from ${file};`).join("\n"));
  globalThis.setTimeout = Object.assign(
    ((work: () => void, delay?: number, ...rest: []) => {
      const of = asked.getStore();
      of?.pauses.push(delay ?? 0);
      if (of && delay !== undefined && of.abort === delay) queueMicrotask(() => of.end.abort());
      return realSetTimeout(work, delay, ...rest);
    }) as typeof setTimeout,
    realSetTimeout,
  );
  server = await misbehaving(new Map(cases.map(({ name, answers }) => [name, answers])));
  const clients = { ky: { ...withKy, ...serviceWithKy, ...contractWithKy }, script: small };
  const start = (one: Case) =>
    Object.entries(clients).map(([who, sdk]) => {
      const of: Run = { pauses: [], end: new AbortController(), abort: one.abort };
      const ended = asked.run(of, () => run(sdk, `${server.address}${who}/`, one, of));
      if (one.abort === "come") void endOnceCome(who, one, of);
      const began = performance.now();
      const outcome = ended.then((end) => ({
        end,
        took: performance.now() - began,
        pauses: of.pauses,
        attempts: server.seen.get(`/${who}/${one.name}`) ?? [],
      }));
      outcomes.set(`${who} ${one.name}`, outcome);
      return outcome;
    });
  // At once, for what takes long is waiting; but what is ended only when the machine is at rest again.
  const isTimed = ({ abort, timeout }: Case) => abort !== undefined || timeout !== undefined;
  const quick = cases
    .filter((one) => !isTimed(one))
    .flatMap((one) => (one.waits.includes(longest) ? start(one) && [] : start(one)));
  await Promise.all(quick);
  for (const one of cases.filter(isTimed)) start(one);
});

afterAll(() => {
  globalThis.setTimeout = realSetTimeout;
  return server.close();
});

const gapsOf = (attempts: readonly Seen[]) => attempts.slice(1).map(({ at }, after) => at - (attempts[after]?.at ?? 0));

test.each(cases)("$name", async ({ name, waits, abort, timeout }) => {
  const [ky, script] = await Promise.all([outcomes.get(`ky ${name}`), outcomes.get(`script ${name}`)]);
  const sent = (attempts: readonly Seen[] = []) => attempts.map(({ at: _, ...rest }) => rest);
  expect(sent(script?.attempts)).toEqual(sent(ky?.attempts));
  expect(script?.end).toEqual(ky?.end);
  for (const { attempts, took, pauses } of [ky, script].filter((one) => one !== undefined)) {
    expect(attempts.length).toBe(waits.length + 1);
    for (const [at, gap] of gapsOf(attempts).entries()) expect(gap).toBeGreaterThan((waits[at] ?? 0) - 20);
    const inPause = typeof abort === "number" ? [abort] : name === "late-in-pause" ? [longest] : [];
    expect(pauses.filter(isOurs)).toEqual([...waits, ...inPause].filter(isOurs));
    // Not one of them sleeps through its end.
    if (abort !== undefined || timeout !== undefined) expect(took).toBeLessThan(longest);
  }
});
