import { type CheckedProof, refused } from "../proof/challenge.ts";
import type { Queries } from "./open.ts";
import { change } from "./query.ts";

/**
 * Uses a proof up.
 *
 * @param now Milliseconds since 1970.
 * @throws {Refusal} `proof`, where it has expired or was used before
 */
export async function useProof(tx: Queries, { challenge, expiresAt }: CheckedProof, now: number): Promise<void> {
  if (expiresAt < now) throw refused("The proof has expired.");
  const text = "insert into used_proofs (challenge, expires_at) values (?, ?) on conflict do nothing";
  if ((await change(tx, text, challenge, expiresAt)) !== 1) throw refused("This proof was used before.");
}
