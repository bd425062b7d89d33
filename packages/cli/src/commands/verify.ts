import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { pinSchema } from "@trust-center/feed";
import { readTextFile } from "../authoring/read-file.ts";
import { isPublishableAddress } from "../authoring/settings.ts";
import { UsageError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import type { Reporter } from "../output/reporter.ts";
import { locateTree } from "../publish/locate.ts";
import { type VerifyFeedOptions, verifyFeedAt } from "../verify/feed.ts";
import { folderFetch } from "../verify/folder-fetch.ts";
import type { VerifyOutcome } from "../verify/outcome.ts";
import { parseHeldReceipt, verifyHeldReceipt } from "../verify/receipt.ts";
import type { Context } from "./context.ts";

export interface VerifyCommandOptions {
  pin?: string;
  state?: string;
  root?: string;
  strict?: boolean;
  now?: string;
}

const maxReceiptBytes = 256 * 1024;

/** `trust-center verify` */
export async function verify(
  target: string,
  options: VerifyCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  if (options.pin !== undefined && !pinSchema.safeParse(options.pin).success) {
    throw new UsageError(
      `Expected --pin to be sha256- and 43 characters, as \`publish\` prints it, found “${options.pin}”.`,
    );
  }
  const outcome = await verifyTarget(target, io.cwd, options, {
    pin: options.pin,
    strict: options.strict ?? true,
    now: nowFrom(io, options.now),
    signal: io.signal,
    ...(options.state !== undefined && { state: resolve(io.cwd, options.state) }),
  });
  reporter.data(outcome);
  printOutcome(outcome, reporter);
  return exitCodeFor(outcome);
}

async function verifyTarget(
  target: string,
  cwd: string,
  { root }: VerifyCommandOptions,
  options: VerifyFeedOptions,
): Promise<VerifyOutcome> {
  if (/^https?:\/\//i.test(target)) return verifyFeedAt(checkedAddress(target), options);
  const path = resolve(cwd, target);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const { out, address } = await locateTree(path);
    return verifyFeedAt(address, { ...options, fetch: folderFetch(out, address) });
  }
  const file = found ? await readTextFile(path, maxReceiptBytes) : { text: target };
  if (file.text === undefined) {
    throw new UsageError(`Expected ${target} to be ${file.problem?.expected}, found ${file.problem?.found}.`);
  }
  const held = parseHeldReceipt(file.text, found ? target : `“${target.slice(0, 60)}”`);
  return verifyHeldReceipt(held, { ...options, ...(root !== undefined && { root: resolve(cwd, root) }) });
}

function checkedAddress(target: string): string {
  const address = URL.parse(target.endsWith("/") ? target : `${target}/`)?.href ?? "";
  if (isPublishableAddress(address)) return address;
  throw new UsageError(
    `Expected an https: address (http: on localhost alone) such as https://acme.example/.well-known/trust-center/, found “${target}”.`,
  );
}

const marks = { passed: ["green", "✓"], failed: ["red", "✗"], note: ["yellow", "–"] } as const;

function printOutcome(outcome: VerifyOutcome, reporter: Reporter): void {
  const { paint } = reporter;
  for (const { result, text } of outcome.steps) {
    const [style, mark] = marks[result];
    (result === "failed" ? reporter.complain : reporter.say)(`${paint(style, mark)} ${text}`);
  }
  reporter.say();
  reporter.say(paint("bold", verdicts[outcome.trust](outcome)));
}

const verdicts: Record<VerifyOutcome["trust"], (outcome: VerifyOutcome) => string> = {
  verified: ({ address, version }) => `Verified: version ${version} of ${address}`,
  "first-seen": ({ address, version }) =>
    `First seen: version ${version} of ${address} agrees with itself; without a pin nothing says whose it is.`,
  stale: ({ address }) => `Stale: nobody vouches that this is the newest list of ${address}`,
  failed: ({ address }) => `Not verified: ${address}`,
};

function exitCodeFor({ trust, problem }: VerifyOutcome): number {
  if (trust === "verified" || trust === "first-seen") return exitCodes.ok.code;
  if (trust === "stale") return exitCodes.stale.code;
  return problem?.code === "network" || problem?.code === "timeout" ? exitCodes.network.code : exitCodes.failed.code;
}
