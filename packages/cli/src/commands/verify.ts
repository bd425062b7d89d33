import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { folderFetch, locateTree, readTextFile, UsageError, verifyFolder } from "@trust-center/authoring";
import { isTlogProof, type LogPolicy, limits } from "@trust-center/feed";
import { nowFrom } from "../output/clock.ts";
import type { Io } from "../output/io.ts";
import { parseHeldEvidence, verifyHeldEvidence } from "../verify/evidence.ts";
import { type VerifyFeedOptions, verifyFeedAt } from "../verify/feed.ts";
import { withFolder } from "../verify/folder.ts";
import type { VerifyOutcome } from "../verify/outcome.ts";
import { exitCodeFor, printOutcome } from "../verify/print.ts";
import { parseHeldReceipt, verifyHeldReceipt } from "../verify/receipt.ts";
import { isStepReceipt, verifyHeldStep } from "../verify/step.ts";
import { addressFrom, checkPin, looksLikeAddress } from "../verify/target.ts";
import { verifyProofOfChange } from "../verify/tlog-proof.ts";
import { type DatingFlags, datingFrom } from "../verify/witnesses.ts";
import { contradiction, crossCheck, sourceSteps } from "../watch/cross-check.ts";
import type { Context } from "./context.ts";

export interface VerifyCommandOptions extends DatingFlags {
  pin?: string;
  state?: string;
  root?: string;
  strict?: boolean;
  crossCheck?: boolean;
  offline?: boolean;
  now?: string;
}

/** Bytes of a receipt, or of a proof. */
const maxFileBytes = limits.file;

/** `trust-center verify` */
export async function verify(
  target: string,
  options: VerifyCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  checkPin(options.pin);
  const now = nowFrom(io, options.now);
  const verified = await verifyTarget(
    target,
    { cwd: io.cwd, root: options.root },
    {
      pin: options.pin,
      strict: options.strict ?? true,
      offline: options.offline ?? false,
      ...(await datingFrom(options, io.cwd)),
      now,
      signal: io.signal,
      ...(options.state !== undefined && { state: resolve(io.cwd, options.state) }),
    },
  );
  const outcome = options.crossCheck ? await crossChecked(verified, io, now) : verified;
  reporter.data(outcome);
  printOutcome(outcome, reporter);
  return exitCodeFor(outcome);
}

/** Other sources can fail a feed. They never make one verified. */
async function crossChecked(outcome: VerifyOutcome, io: Io, now: number): Promise<VerifyOutcome> {
  const { address, pin } = outcome;
  if (address === undefined || pin === undefined) return outcome;
  const checks = await crossCheck({ address, pin }, io, { now });
  const steps = [...outcome.steps, ...sourceSteps(checks)];
  const problem = contradiction(address, checks);
  if (!problem) return { ...outcome, steps, sources: checks };
  const { code, message, evidence } = problem;
  return { ...outcome, trust: "failed", steps, sources: checks, problem: { code, message, evidence } };
}

async function verifyTarget(
  target: string,
  { cwd, root }: { cwd: string; root: string | undefined },
  options: VerifyFeedOptions & { logPolicy: LogPolicy; now: number },
): Promise<VerifyOutcome> {
  const path = resolve(cwd, target);
  const found = /^https?:\/\//i.test(target) ? undefined : await stat(path).catch(() => undefined);
  if (!found && looksLikeAddress(target)) return verifyFeedAt(addressFrom(target), options);
  if (found?.isDirectory()) {
    const { out, address } = await locateTree(path);
    const outcome = await verifyFeedAt(address, { ...options, fetch: folderFetch(out, address) });
    return outcome.trust === "failed" ? outcome : withFolder(outcome, await verifyFolder(out));
  }
  const file = found ? await readTextFile(path, maxFileBytes) : { text: target };
  if (file.text === undefined) {
    throw new UsageError(`Expected ${target} to be ${file.problem?.expected}, found ${file.problem?.found}.`);
  }
  if (isTlogProof(file.text)) return verifyProofOfChange(file.text, options.logPolicy, options.now);
  const evidence = parseHeldEvidence(file.text);
  const rooted = { ...options, ...(root !== undefined && { root: resolve(cwd, root) }) };
  if (evidence) return verifyHeldEvidence(evidence, rooted);
  const held = parseHeldReceipt(file.text, found ? target : `“${target.slice(0, 60)}”`);
  return isStepReceipt(held) ? verifyHeldStep(held, rooted) : verifyHeldReceipt(held, rooted);
}
