import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "@trust-center/authoring";
import { type ReportData, type Vendor, watch as watchVendors } from "@trust-center/sdk";
import { type StateFile, stateFile } from "@trust-center/sdk/file-store";
import { publicFetch } from "@trust-center/sdk/public-fetch";
import { exitCodeOf, exitCodes, isAbort } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { errorData } from "../output/error.ts";
import type { Io } from "../output/io.ts";
import type { Reporter } from "../output/reporter.ts";
import { witnessesFrom } from "../verify/witnesses.ts";
import { Collected } from "../watch/collected.ts";
import { contradiction, crossCheck } from "../watch/cross-check.ts";
import { durationFrom } from "../watch/duration.ts";
import { readWatchList, type WatchList } from "../watch/list-file.ts";
import { withPolicies } from "../watch/policies.ts";
import { type FailOn, Tally } from "../watch/tally.ts";
import { reportLines } from "../watch/words.ts";
import type { Context } from "./context.ts";

export interface WatchCommandOptions {
  state?: string;
  once?: boolean;
  every?: string;
  chains?: string;
  privateLinks?: boolean;
  concurrency?: string;
  timeout?: string;
  warnBefore?: string;
  crossCheck?: boolean;
  failOn?: string;
  policy?: string;
  exitCode?: boolean;
  now?: string;
}

/** Milliseconds between two rounds, unless the list or an option says otherwise. */
const usualEvery = 60 * 60 * 1000;

/** `trust-center watch`. With --json everything that it prints is a line of JSON, what ended it too. */
export async function watch(file: string, options: WatchCommandOptions, context: Context): Promise<number> {
  const { reporter } = context;
  try {
    return await rounds(file, options, context);
  } catch (error) {
    // Ctrl-C is how a watch without end is ended.
    if (isAbort(error) && !options.once) return exitCodes.ok.code;
    if (!reporter.json) throw error;
    reporter.record({ type: "error", error: errorData(error) });
    return exitCodeOf(error);
  }
}

async function rounds(file: string, options: WatchCommandOptions, { io, reporter }: Context): Promise<number> {
  const path = resolve(io.cwd, file);
  const list = await readWatchList(path, file);
  const policy = options.policy === undefined ? undefined : await witnessesFrom({ policy: options.policy }, io.cwd);
  const vendors = await withPolicies(list, path, policy);
  const failOn = failOnFrom(options.failOn);
  const every = options.every === undefined ? (list.every ?? usualEvery) : durationFrom("--every", options.every);
  const plan = planOf(list, options, io);
  const store = stateFile(resolve(io.cwd, options.state ?? `${file}.state.json`));
  try {
    // Whatever is wrong with the state is wrong for every vendor.
    await store.read("");
    for (;;) {
      const began = performance.now();
      // A report for people is in order; a watch without end tells what it finds as it finds it.
      const collects = options.once === true && !reporter.json;
      const tally = await round({ vendors, plan, store, failOn, collects }, { io, reporter });
      if (options.once) return tally.exitCode(options.exitCode ?? false);
      await wait(Math.max(0, began + every - performance.now()), undefined, { signal: io.signal });
    }
  } finally {
    await store.close();
  }
}

interface Plan {
  chains: number;
  concurrency: number;
  timeout: number | undefined;
  warnBefore: number | undefined;
  now: () => number;
  crossCheck: boolean;
  /** For feeds that other feeds name, and for what their hosts say of them. */
  linkedFetch: typeof globalThis.fetch | undefined;
}

function planOf(list: WatchList, options: WatchCommandOptions, io: Io): Plan {
  const fixed = options.now !== undefined || io.env.TRUST_CENTER_NOW ? nowFrom(io, options.now) : undefined;
  return {
    chains: numberFrom("--chains", options.chains, 0) ?? list.chains ?? 0,
    concurrency: numberFrom("--concurrency", options.concurrency, 1) ?? 8,
    timeout: options.timeout === undefined ? undefined : durationFrom("--timeout", options.timeout),
    warnBefore: options.warnBefore === undefined ? list.warnBefore : durationFrom("--warn-before", options.warnBefore),
    now: fixed === undefined ? Date.now : () => fixed,
    crossCheck: options.crossCheck ?? false,
    linkedFetch: options.privateLinks ? undefined : publicFetch({ hint: "Where it is meant: --private-links." }),
  };
}

interface Round {
  vendors: readonly Vendor[];
  plan: Plan;
  store: StateFile;
  failOn: ReadonlySet<FailOn>;
  /** Reports are printed together at the end of the round. */
  collects: boolean;
}

async function round({ vendors, plan, store, failOn, collects }: Round, { io, reporter }: Context): Promise<Tally> {
  const tally = new Tally(failOn);
  const collected = new Collected();
  const { crossCheck: asksOthers, ...options } = plan;
  const reports = watchVendors(vendors, {
    ...options,
    store,
    once: true,
    confirm: collects,
    signal: io.signal,
    ...(asksOthers && {
      crossCheck: async (vendor, { address, pin }, signal) => {
        const listed = vendors.some((one) => one.address === vendor.address);
        const fetch = listed ? undefined : plan.linkedFetch;
        const asked = { address, pin: vendor.pin ?? pin };
        return contradiction(address, await crossCheck(asked, io, { now: plan.now(), signal, fetch }));
      },
    }),
  });
  try {
    for await (const report of reports) {
      tally.add(report);
      if (reporter.json) reporter.record(reportData(report));
      else if (collects) collected.add(report, reporter);
      else for (const line of reportLines(report, reporter)) reporter.tell(line);
    }
  } finally {
    // What was found before it was ended is told too.
    await collected.print(reporter);
  }
  finish(tally, reporter);
  return tally;
}

function finish(tally: Tally, reporter: Reporter): void {
  if (tally.isCutOff) {
    reporter.tell("Not one vendor was reached: look at this machine's own network, proxy and clock first.");
  }
  if (reporter.json) reporter.record({ type: "summary", ...tally.counts });
  else reporter.say(reporter.paint("bold", tally.text));
}

/** A report as data: all but the center, which its version stands for, and the policy, which is the reader's own. */
const reportData = ({ center: _center, vendor: { logPolicy: _policy, ...vendor }, ...report }: ReportData) => ({
  type: "report",
  vendor,
  ...report,
});

const failable: Record<FailOn, true> = {
  open: true,
  "first-look": true,
  change: true,
  planned: true,
  effective: true,
  fault: true,
  undeclared: true,
  "window-moved": true,
  "terms-worse": true,
  emptied: true,
  keys: true,
  service: true,
  deadline: true,
  expiring: true,
  stale: true,
  failure: true,
  recovered: true,
  moved: true,
};

function failOnFrom(text = "failure"): ReadonlySet<FailOn> {
  const found = text.split(",").map((kind) => kind.trim());
  const unknown = found.find((kind) => !Object.hasOwn(failable, kind));
  if (unknown === undefined) return new Set(found.filter((kind) => kind !== "failure") as FailOn[]);
  throw new UsageError(`Expected --fail-on to be some of ${Object.keys(failable).join(", ")}, found “${unknown}”.`);
}

function numberFrom(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d{1,4}$/.test(text) && number >= least) return number;
  throw new UsageError(`Expected ${option} to be a whole number from ${least} to 9999, found “${text}”.`);
}
