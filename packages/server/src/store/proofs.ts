import type { CheckedProof } from "../proof/challenge.ts";
import { type Asked, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

/** Why a proof does not count. */
export type ProofFault = "expired" | "used";

/**
 * Uses proofs up.
 *
 * @param now Milliseconds since 1970.
 * @returns for each, in their order, why it does not count; undefined where it does
 */
export async function useProofs(
  tx: Queries,
  proofs: readonly CheckedProof[],
  now: number,
): Promise<(ProofFault | undefined)[]> {
  return faultsOf(proofs, (await rows(tx, ...askToUse(proofs))) as Used[], now);
}

/** A proof that was used up. */
export type Used = Pick<CheckedProof, "challenge">;

/** {@link useProofs} as a statement: what it answers says which counted. */
export function askToUse(proofs: readonly CheckedProof[]): Asked {
  const offered = new Map(proofs.map((proof) => [proof.challenge, proof]));
  const list = [...offered.values()].map(({ challenge, expiresAt }) => ({ challenge, expires_at: expiresAt }));
  return [using, JSON.stringify(list)];
}

/**
 * Why each does not count.
 *
 * @param now Not before they were used.
 */
export function faultsOf(
  proofs: readonly CheckedProof[],
  used: readonly Used[],
  now: number,
): (ProofFault | undefined)[] {
  const fresh = new Set(used.map(({ challenge }) => challenge));
  return proofs.map(({ challenge, expiresAt }) => {
    // Of one proof that came twice, the first counts.
    if (fresh.delete(challenge)) return undefined;
    return expiresAt < now ? "expired" : "used";
  });
}

/** In one order, so that two writers never wait for each other. */
const using = statement(
  ({ table }) => `insert into used_proofs (challenge, expires_at)
    select challenge, expires_at from ${table("offered", { challenge: "text", expires_at: "integer" })}
      where expires_at >= clock_ms() order by challenge
    on conflict do nothing returning challenge`,
);

/** Gives proofs back that were used in this transaction, as a statement. */
export const askToGiveBack = (proofs: readonly CheckedProof[]): Asked => [
  giving,
  JSON.stringify(proofs.map(({ challenge }) => challenge)),
];

const giving = statement(({ listed }) => `delete from used_proofs where challenge in (${listed})`);
