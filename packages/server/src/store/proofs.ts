import type { CheckedProof } from "../proof/challenge.ts";
import { change, rows } from "./query.ts";
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
  const offered = new Map(proofs.filter(({ expiresAt }) => expiresAt >= now).map((proof) => [proof.challenge, proof]));
  const list = [...offered.values()].map(({ challenge, expiresAt }) => ({ challenge, expires_at: expiresAt }));
  const taken = list.length > 0 ? await rows<{ challenge: string }>(tx, using, JSON.stringify(list)) : [];
  const fresh = new Set(taken.map(({ challenge }) => challenge));
  return proofs.map(({ challenge, expiresAt }) => {
    if (expiresAt < now) return "expired";
    // Of one proof that came twice, the first counts.
    return fresh.delete(challenge) ? undefined : "used";
  });
}

/** In one order, so that two writers never wait for each other. */
const using = statement(
  ({ table }) => `insert into used_proofs (challenge, expires_at)
    select challenge, expires_at from ${table("offered", { challenge: "text", expires_at: "integer" })}
      where true order by challenge
    on conflict do nothing returning challenge`,
);

/** Gives proofs back that were used in this transaction. */
export async function takeBack(tx: Queries, proofs: readonly CheckedProof[]): Promise<void> {
  await change(tx, giving, JSON.stringify(proofs.map(({ challenge }) => challenge)));
}

const giving = statement(({ listed }) => `delete from used_proofs where challenge in (${listed})`);
