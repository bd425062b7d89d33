import {
  buildProof,
  earliestOf,
  limits,
  type ProofBundle,
  type ProvenList,
  proveEntry,
  TrustCenterError,
  toInstant,
  verifyProof,
} from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { loadHistory } from "../load/history.ts";
import { witnessPolicy } from "../load/witnesses.ts";
import { instantOf, type When } from "./instant.ts";
import { linesOf } from "./lines.ts";
import { asOf } from "./list.ts";
import { cosignedCheckpoints, type DatingOptions, stampedStates } from "./public-since.ts";

/**
 * Puts together what shows, offline and in years, which list applied at an instant: docs/specification, §8.5.
 *
 * @param center As for {@link asOf}.
 * @throws {TrustCenterError} as {@link asOf}; `not-covered` also where the vendor has not signed since the instant
 */
export async function proveAsOf(center: TrustCenter, when: When): Promise<ProofBundle> {
  const { index, text } = await asOf(center, when);
  const { history } = center.head.manifest.files;
  const bundle = await buildProof({
    feed: center.address,
    at: toInstant(instantOf(when, Date.parse(center.verified))),
    head: await center.read("head.json", limits.head),
    history: await center.read(history.path, Math.min(history.length, limits.file)),
    index,
    list: new TextEncoder().encode(text),
    cosigned: await cosignedCheckpoints(center, index),
    stamped: (await stampedStates(center, index)).map(({ text, token }) => ({ checkpoint: `${text}\n`, token })),
  });
  // What cannot convince us convinces nobody.
  await verifyAsOf(JSON.stringify(bundle), { pin: center.pin, now: Date.parse(center.verified) });
  return bundle;
}

/** What a saved proof is held against. */
export interface AsOfOptions extends DatingOptions {
  pin?: string | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  now?: number | undefined;
  /** The feed as it was loaded today: keys that were stolen since cannot put anything into its history. */
  center?: TrustCenter | undefined;
}

/**
 * Verifies a saved proof bundle; without a network, unless `center` has to read its history.
 *
 * @param text The bundle's JSON.
 * @throws {TrustCenterError} what is wrong with it
 */
export async function verifyAsOf(
  text: string,
  { pin, now = Date.now(), center, ...dating }: AsOfOptions = {},
): Promise<ProvenList> {
  const lines = center && (await linesOf(center));
  const history = lines?.map((line) => new TextDecoder().decode(line));
  const policy = await witnessPolicy(dating);
  const proven = await verifyProof(new TextEncoder().encode(text), { pin, now, history, policy });
  const { timeStamps } = dating;
  if (!timeStamps) return proven;
  const stamped = proven.stamped.map(({ text, token }) =>
    timeStamps(token, new TextEncoder().encode(text), now).catch(ofStrangers),
  );
  const since = earliestOf([proven.public, ...(await Promise.all(stamped))]);
  return { ...proven, ...(since && { public: since }) };
}

/** A token of an authority that the reader does not know says nothing to it. What is wrong with one otherwise is said. */
function ofStrangers(error: unknown): undefined {
  if (error instanceof TrustCenterError && error.code === "key-refused") return undefined;
  throw error;
}

/**
 * Proves that a change stands in the log, in the form of C2SP tlog-proof: in the earliest state of it that witnesses signed,
 * as far as the vendor kept what they signed; else in the newest.
 *
 * @param change Its id.
 * @throws {TrustCenterError} `not-covered` for a change that is not in the log
 */
export async function proveChange(center: TrustCenter, change: string): Promise<string> {
  const history = await loadHistory(center);
  const index = history.findIndex((entry) => entry.change.id === change);
  if (index < 0) {
    const [newest] = history.slice(-1).map((entry) => entry.change.id);
    throw new TrustCenterError("not-covered", `Expected the id of a change such as ${newest}, found “${change}”.`, {
      change,
    });
  }
  const [earliest = center.head.checkpoint] = await cosignedCheckpoints(center, index);
  return proveEntry(await linesOf(center), index, earliest);
}
