import { buildProof, limits, type ProofBundle, type ProvenList, toInstant, verifyProof } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
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
  await verifyAsOf(JSON.stringify(bundle), { pin: center.pin });
  return bundle;
}

/**
 * Verifies a saved proof bundle without a network.
 *
 * @param text The bundle's JSON.
 * @throws {TrustCenterError} what is wrong with it
 */
export function verifyAsOf(text: string, options: { pin?: string | undefined } = {}): Promise<ProvenList> {
  return verifyProof(new TextEncoder().encode(text), options);
}
