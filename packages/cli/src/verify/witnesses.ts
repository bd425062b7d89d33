import { resolve } from "node:path";
import { readTextFile, UsageError } from "@trust-center/authoring";
import { type LogPolicy, TrustCenterError } from "@trust-center/feed";
import { parseLogPolicy, type ReadTimeStamp, type WitnessOptions, witnessPolicy } from "@trust-center/sdk";

/** Options of every command that asks whom a reader knows as witnesses. */
export interface WitnessFlags {
  witness?: string[];
  minWitnesses?: string;
  policy?: string;
}

/** Options of every command that says since when something was public. */
export interface DatingFlags extends WitnessFlags {
  tsaCertificates?: string;
}

/** Witnesses and authorities as they were read. */
export interface Dating {
  logPolicy: LogPolicy;
  timeStamps: ReadTimeStamp | undefined;
}

/** Bytes of a file with certificates. */
const maxCertificateBytes = 256 * 1024;

/**
 * The witnesses and the time stamp authorities that options name.
 *
 * @throws {UsageError} for a file, key or number that is none
 */
export async function datingFrom(flags: DatingFlags, cwd: string): Promise<Dating> {
  const logPolicy = await witnessesFrom(flags, cwd);
  const name = flags.tsaCertificates;
  if (name === undefined) return { logPolicy, timeStamps: undefined };
  const { text, problem } = await readTextFile(resolve(cwd, name), maxCertificateBytes);
  if (text === undefined) throw new UsageError(`Expected ${name} to be ${problem.expected}, found ${problem.found}.`);
  const { readCertificates, timeStampsOf } = await import("@trust-center/sdk/time-stamps");
  await asUsage(name, async () => readCertificates(text));
  return { logPolicy, timeStamps: timeStampsOf(text) };
}

/** Whether a reader names anybody who could date something. */
export const namesAnybody = ({ logPolicy, timeStamps }: Partial<Dating>): boolean =>
  timeStamps !== undefined || (logPolicy?.witnesses.length ?? 0) > 0;

/** Bytes of a policy. */
const maxPolicyBytes = 256 * 1024;

/**
 * The policy that options make.
 *
 * @throws {UsageError} for a file, key or number that is none
 */
export async function witnessesFrom(flags: WitnessFlags, cwd: string): Promise<LogPolicy> {
  const { witness, minWitnesses, policy } = flags;
  if (policy !== undefined) {
    if (witness === undefined && minWitnesses === undefined) return readPolicy(resolve(cwd, policy), policy);
    throw new UsageError("Expected --policy, or --witness and --min-witnesses; found both. Name all in the policy.");
  }
  const least = minWitnesses === undefined ? undefined : Number(minWitnesses);
  if (least !== undefined && !(Number.isInteger(least) && least >= 1 && least <= (witness?.length ?? 0))) {
    throw new UsageError(
      `Expected --min-witnesses to be from 1 to the number of --witness keys, found “${minWitnesses}”. For example: --witness witness.example/w1+0f8e3c2a+BA… --min-witnesses 1`,
    );
  }
  return asUsage("--witness", () =>
    witnessPolicy({ witnesses: witness, minWitnesses: least } satisfies WitnessOptions),
  );
}

/**
 * Reads a policy from a file.
 *
 * @throws {UsageError}
 */
export async function readPolicy(path: string, name: string): Promise<LogPolicy> {
  const { text, problem } = await readTextFile(path, maxPolicyBytes);
  if (text === undefined) throw new UsageError(`Expected ${name} to be ${problem.expected}, found ${problem.found}.`);
  return asUsage(name, () => parseLogPolicy(text));
}

/** What is wrong with the reader's own words is no feed's fault. */
async function asUsage<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof TrustCenterError)) throw cause;
    throw new UsageError(`${name}: ${cause.message}`, cause.evidence, { cause });
  }
}
