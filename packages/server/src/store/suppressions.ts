import { keepApart } from "./journal.ts";
import type { SuppressionTable } from "./schema.ts";
import type { Queries } from "./store.ts";

/** Whether an address must get no confirmation mail. */
export async function isSuppressed(tx: Queries, hash: string, now: number): Promise<boolean> {
  const row = await tx.selectFrom("suppressions").select("until").where("email_hash", "=", hash).executeTakeFirst();
  return row !== undefined && (row.until === null || row.until > now);
}

/** Keeps a keyed hash, so that an address stays unwritten to after it is erased. A refusal for good stays one. */
export async function suppress(tx: Queries, row: SuppressionTable): Promise<void> {
  await tx
    .insertInto("suppressions")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("email_hash")
        .doUpdateSet({ reason: row.reason, since: row.since, until: row.until })
        .where("suppressions.until", "is not", null),
    )
    .execute();
  await keepApart(tx, { type: "suppress", row });
}
