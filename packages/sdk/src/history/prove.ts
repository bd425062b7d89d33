import {
  buildProof,
  limits,
  type ProofBundle,
  type ProvenList,
  splitLines,
  toInstant,
  verifyProof,
} from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { loadHistory } from "../load/history.ts";
import { instantOf, type When } from "./instant.ts";
import { asOf } from "./list.ts";

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
  });
  // What cannot convince us convinces nobody.
  await verifyAsOf(JSON.stringify(bundle), { pin: center.pin, now: Date.parse(center.verified) });
  return bundle;
}

/** What a saved proof is held against. */
export interface AsOfOptions {
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
  { pin, now = Date.now(), center }: AsOfOptions = {},
): Promise<ProvenList> {
  const history = center && (await linesOf(center));
  return verifyProof(new TextEncoder().encode(text), { pin, now, history });
}

async function linesOf(center: TrustCenter): Promise<string[]> {
  await loadHistory(center);
  const { path, length } = center.head.manifest.files.history;
  const bytes = await center.read(path, Math.min(length, limits.file));
  return splitLines(bytes).map((line) => new TextDecoder().decode(line));
}
