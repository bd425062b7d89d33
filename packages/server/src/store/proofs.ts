import type { CheckedProof } from "../proof/challenge.ts";
import type { Queries } from "./open.ts";

/** Uses a proof up. False where it was used before. */
export async function useProof(tx: Queries, { challenge, expiresAt }: CheckedProof): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("used_proofs")
    .values({ challenge, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
