import { verifiedStatements } from "./cosignature.ts";
import { isMet, type LogPolicy } from "./log-policy.ts";

/**
 * Since when something is known to have been public, whatever its publisher says, and by whose word. It may have been
 * public before.
 */
export interface PublicSince {
  /** An instant. */
  at: string;
  /** `reader`: the reader's own look. It convinces nobody else. */
  by: "witness" | "timestamp" | "reader";
  /** The witness's, or the time stamp authority's. */
  name?: string | undefined;
}

/**
 * Since when witnesses have it that a checkpoint was public: the time when those who had signed by then made the policy's
 * quorum; with `quorum none`, the first of them. Undefined where they never did.
 *
 * @param now Milliseconds since 1970.
 * @throws {TrustCenterError} `signature-invalid`, `malformed`
 */
export async function cosignedSince(
  checkpoint: string,
  { witnesses, quorum }: LogPolicy,
  now: number,
): Promise<PublicSince | undefined> {
  const statements = await verifiedStatements(checkpoint, witnesses, now);
  const signed = new Set<string>();
  for (const { at, name, witness } of statements.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    signed.add(witness.key.x);
    if (quorum === undefined || isMet(quorum, signed)) return { at, by: "witness", name };
  }
  return undefined;
}

/** The earliest of what is known. Of two at one instant the first counts. */
export const earliestOf = (found: readonly (PublicSince | undefined)[]): PublicSince | undefined =>
  found.reduce((best, one) => (one && (!best || one.at < best.at) ? one : best), undefined);
