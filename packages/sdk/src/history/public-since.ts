import {
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

/** Earlier states of the log that are asked for. */
const mostStates = 4;

/**
 * Since when a change is known to have been public, whatever its publisher says: the earliest of what witnesses signed, of
 * this state of the log or of an earlier one, and of this reader's own looks.
 *
 * @param change Its id, or its place in the log, from 0.
 * @param options The witnesses that the reader knows. A quorum counts from when it was made.
 * @returns undefined where nothing proves it
 * @throws {TrustCenterError} `not-covered` for a change that is not in the log; as `weighWitnesses`; what reading the history
 *   throws
 */
export async function publicSince(
  center: TrustCenter,
  change: string | number,
  options: WitnessOptions = {},
): Promise<PublicSince | undefined> {
  const index = placeOf(await loadHistory(center), change);
  const policy = await witnessPolicy(options);
  const now = Date.parse(center.verified);
  const notes = policy.witnesses.length === 0 ? [] : await cosignedCheckpoints(center, index);
  const found = await Promise.all(
    // What stands beside the feed is no part of it: where it does not hold, it says nothing.
    notes.map((note) => cosignedSince(note, policy, now).catch(() => undefined)),
  );
  const newest = await cosignedSince(center.head.checkpoint, policy, now);
  return earliestOf([...found, newest, seenSince(center.looks ?? [], index)]);
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
  const isLast = (at: number) => history[at]?.feed.version !== history[at + 1]?.feed.version;
  const sizes = history.flatMap((_, at) => (at >= index && isLast(at) && at + 1 < newest ? [at + 1] : []));
  const notes = await Promise.all(sizes.slice(0, mostStates).map((size) => readCosigned(center, size)));
  const found = notes.filter((note) => note !== undefined);
  if (found.length === 0) return [];
  const leaves = await Promise.all((await linesOf(center)).map((line) => leafHash(line)));
  const checked = await Promise.all(
    found.map(async ({ note, size, root }) => (toHex(await treeRoot(leaves.slice(0, size))) === root ? [note] : [])),
  );
  return checked.flat();
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
