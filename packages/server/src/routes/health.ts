import { toInstant } from "@trust-center/feed";
import type { Context } from "hono";
import { countOpenCases } from "../store/cases.ts";
import { type Hold, readHold } from "../store/hold.ts";
import { StoreError } from "../store/judge.ts";
import { type OutboxDepth, outboxDepth } from "../store/outbox.ts";
import { countNothing } from "../store/rates.ts";
import { countTasks } from "../store/tasks.ts";
import { countWebhooks, type WebhookCounts } from "../store/webhooks.ts";
import { second } from "../time.ts";
import { hasToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";

/** For how many milliseconds an answer holds: whoever asks often costs the database nothing. */
const holds = 2 * second;

/** For whoever sends readers here: neither the mail server nor the vendor's site is needed. */
const liveness = (database: () => Promise<string>) =>
  endpoint({
    method: "GET",
    path: "/health/live",
    summary: "Whether subscriptions and objections can be taken",
    who: "anyone",
    answer: "Up",
    also: { 503: "Down" },
    refusals: [],
    handle: async ({ deps, context }) =>
      answer(context, (await database()) === "writable" && deps.feed() !== undefined),
  });

/** For whoever watches. Without the token that is all: how many mails wait tells whether an address is subscribed. */
const health = endpoint({
  method: "GET",
  path: "/health",
  summary: "Whether all of it works, mails and feed too; with the token of an operator, why not",
  who: "anyone",
  tellsMore: "health",
  answer: "Up",
  also: { 503: "Down" },
  refusals: [],
  handle: async ({ deps, context }) => {
    const found = await deps.look.state();
    const isUp = problemsOf(deps, found).length === 0;
    if (!hasToken(context, deps.healthToken)) return answer(context, isUp);
    return answer(context, isUp, detailsOf(deps, found, await deps.look.counted()));
  },
});

export const healthEndpoints = (deps: AppDeps): readonly Declared[] => [
  health,
  liveness(remembered(() => databaseState(deps))),
];

/** What health and metrics tell of the database, at a cost that does not grow with who asks. */
export interface Look {
  state(): Promise<Found>;
  counted(): Promise<Counted>;
}

export function createLook(deps: AppDeps): Look {
  const database = remembered(() => databaseState(deps));
  const held = remembered(() => deps.store.read(readHold).catch(() => undefined));
  const outbox = remembered(() => deps.store.read(outboxDepth).catch(() => undefined));
  const tasks = remembered(() => deps.store.read(countTasks).catch(() => undefined));
  const webhooks = remembered(() => deps.store.read(countWebhooks).catch(() => undefined));
  const objections = remembered(() => deps.store.read(countOpenCases).catch(() => undefined));
  return {
    state: async () => ({ database: await database(), held: await held() }),
    counted: async () => ({
      outbox: await outbox(),
      tasks: await tasks(),
      objections: await objections(),
      webhooks: await webhooks(),
    }),
  };
}

export interface Found {
  /** `writable`, or why it is not. */
  database: string;
  held: Hold | undefined;
}

const answer = (context: Context, isUp: boolean, details: object = {}) =>
  context.json({ status: isUp ? "up" : "down", ...details }, isUp ? 200 : 503, { "cache-control": "no-store" });

/** What is not as it should be. Mails that were given up are told, and are no reason to be down: they stay for days. */
export function problemsOf({ feed, feedTrouble, mailServer }: AppDeps, { database, held }: Found): string[] {
  const trouble = feedTrouble();
  return [
    ...(database === "writable" ? [] : [`database: ${database}`]),
    ...(feed() === undefined ? ["feed: not verified yet"] : []),
    ...(trouble ? [`feed: ${trouble.state}`] : []),
    ...(mailServer.state === "refused" ? ["mail server: refused"] : []),
    ...(held ? ["mails: held"] : []),
  ];
}

/** What is counted: undefined where the database did not answer. */
export interface Counted {
  outbox: OutboxDepth | undefined;
  /** What the privacy team has to do. */
  tasks: { open: number; late: number } | undefined;
  /** What it owes an answer. */
  objections: { open: number; late: number } | undefined;
  webhooks: WebhookCounts | undefined;
}

export function detailsOf(deps: AppDeps, found: Found, { outbox, tasks, objections, webhooks }: Counted): object {
  const { feed, feedTrouble, mailServer } = deps;
  const state = feed();
  const { database, held } = found;
  return {
    problems: problemsOf(deps, found),
    database,
    feed: state ? { version: state.version, verified: toInstant(state.verifiedAt) } : "not verified yet",
    feedTrouble: feedTrouble() ?? false,
    mailServer: mailServer.state,
    ...(mailServer.state === "refused" && { mailServerRefused: { ...mailServer.address, ...mailServer.reason } }),
    held: held ? { reason: held.reason, since: toInstant(held.since) } : false,
    ...(outbox && { outbox }),
    ...(tasks && { tasks }),
    ...(objections && { objections }),
    ...(webhooks && { webhooks }),
  };
}

/** Asks again once an answer is old; askers at the same time share one. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: { until: number; answer: Promise<T> } | undefined;
  return () => {
    if (!asked || asked.until < performance.now()) asked = { until: performance.now() + holds, answer: ask() };
    return asked.answer;
  };
}

/** Writes and takes it back: a full disk or a read-only file shows here before a reader meets it. */
async function databaseState({ store }: AppDeps): Promise<string> {
  try {
    await store.write(countNothing);
    return "writable";
  } catch (error) {
    return error instanceof StoreError ? error.reason : "not writable";
  }
}
