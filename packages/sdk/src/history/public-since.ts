import {
  checkpointText,
  cosignedSince,
  earliestOf,
  type LogEntry,
  leafHash,
  limits,
  logOrigin,
  type PublicSince,
  parseCheckpoint,
  TrustCenterError,
  toHex,
  treeRoot,
} from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { loadHistory } from "../load/history.ts";
import { seenSince } from "../load/looks.ts";
import { type WitnessOptions, witnessPolicy } from "../load/witnesses.ts";
import { linesOf } from "./lines.ts";

/** Whose word dates an entry. */
export interface DatingOptions extends WitnessOptions {
  /** Reads time stamps of the authorities that the reader trusts: `timeStampsOf` of `@trust-center/sdk/time-stamps`. */
  timeStamps?: ReadTimeStamp | undefined;
}

/**
 * Verifies a time stamp token over some bytes, at a time in milliseconds since 1970.
 *
 * @throws {TrustCenterError} `key-refused` for an authority that is not trusted
 */
export type ReadTimeStamp = (token: Uint8Array, data: Uint8Array, now: number) => Promise<PublicSince>;

/** States of the log that are asked for, from the first that holds an entry. */
const mostStates = 4;

/**
 * Since when a change is known to have been public, whatever its publisher says: the earliest of what witnesses signed, of
 * this state of the log or of an earlier one, of time stamps, and of this reader's own looks.
 *
 * @param change Its id, or its place in the log, from 0.
 * @param options The witnesses and authorities that the reader knows. A quorum counts from when it was made.
 * @returns undefined where nothing proves it
 * @throws {TrustCenterError} `not-covered` for a change that is not in the log; as `weighWitnesses`; what reading the history
 *   throws
 */
export async function publicSince(
  center: TrustCenter,
  change: string | number,
  options: DatingOptions = {},
): Promise<PublicSince | undefined> {
  const index = placeOf(await loadHistory(center), change);
  const policy = await witnessPolicy(options);
  const now = Date.parse(center.verified);
  const notes = policy.witnesses.length === 0 ? [] : await cosignedCheckpoints(center, index);
  const found = await Promise.all(
    // What stands beside the feed is no part of it: where it does not hold, it says nothing.
    notes.map((note) => cosignedSince(note, policy, now).catch(() => undefined)),
  );
  const { timeStamps } = options;
  const stamps = timeStamps ? await stampedStates(center, index) : [];
  const stamped = await Promise.all(
    stamps.map(({ text, token }) => timeStamps?.(token, encode(text), now).catch(() => undefined)),
  );
  const newest = await cosignedSince(center.head.checkpoint, policy, now);
  return earliestOf([...found, newest, ...stamped, seenSince(center.looks ?? [], index)]);
}

function placeOf(history: readonly LogEntry[], change: string | number): number {
  const index = typeof change === "number" ? change : history.findIndex((entry) => entry.change.id === change);
  if (history[index]) return index;
  throw new TrustCenterError("not-covered", `Expected a change that stands in the history, found ${change}.`, {
    change,
    entries: history.length,
  });
}

/**
 * Checkpoints of earlier states of the log that hold an entry, with what witnesses signed of them: `log/cosigned/<size>`.
 * Those that are not of this log are left out; who signed them is not looked at.
 */
export async function cosignedCheckpoints(center: TrustCenter, index: number): Promise<string[]> {
  const history = await loadHistory(center);
  const { size: newest } = center.head.manifest.log;
  const sizes = sizesFrom(history, index).filter((size) => size < newest);
  const notes = await Promise.all(sizes.map((size) => readCosigned(center, size)));
  const found = notes.filter((note) => note !== undefined);
  if (found.length === 0) return [];
  const leaves = await Promise.all((await linesOf(center)).map((line) => leafHash(line)));
  const checked = await Promise.all(
    found.map(async ({ note, size, root }) => (toHex(await treeRoot(leaves.slice(0, size))) === root ? [note] : [])),
  );
  return checked.flat();
}

/** A state of the log that holds an entry, and the time stamp token that is kept of it. */
export interface StampedState {
  /** The text of its checkpoint, which the token is over. */
  text: string;
  token: Uint8Array<ArrayBuffer>;
}

/** States that hold an entry and have a time stamp: `log/stamped/<size>`. Tokens are not looked at. */
export async function stampedStates(center: TrustCenter, index: number): Promise<StampedState[]> {
  const sizes = sizesFrom(await loadHistory(center), index);
  const found = await Promise.all(sizes.map(async (size) => ({ size, token: await readStamped(center, size) })));
  if (found.every(({ token }) => token === undefined)) return [];
  const leaves = await Promise.all((await linesOf(center)).map((line) => leafHash(line)));
  const states = found.map(async ({ size, token }) =>
    token
      ? [{ text: checkpointText(logOrigin(center.address), size, await treeRoot(leaves.slice(0, size))), token }]
      : [],
  );
  return (await Promise.all(states)).flat();
}

/** Bytes of a token. */
const tokenLimit = 64 * 1024;

const readStamped = ({ read }: TrustCenter, size: number) =>
  read(`log/stamped/${size}`, tokenLimit).catch((error: unknown) => {
    if (error instanceof TrustCenterError && error.code === "aborted") throw error;
    return undefined;
  });

/** Sizes of the log after each version that holds an entry, the first ones. */
function sizesFrom(history: readonly LogEntry[], index: number): number[] {
  const isLast = (at: number) => history[at]?.feed.version !== history[at + 1]?.feed.version;
  return history.flatMap((_, at) => (at >= index && isLast(at) ? [at + 1] : [])).slice(0, mostStates);
}

async function readCosigned({ address, read }: TrustCenter, size: number) {
  try {
    const bytes = await read(`log/cosigned/${size}`, limits.checkpoint);
    const note = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const stated = parseCheckpoint(note);
    return stated.size === size && stated.origin === logOrigin(address) ? { note, size, root: stated.root } : undefined;
  } catch (error) {
    if (error instanceof TrustCenterError && error.code === "aborted") throw error;
    return undefined;
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
