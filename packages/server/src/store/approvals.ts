import { clock, rows } from "./query.ts";
import type { ApprovalTable } from "./schema.ts";
import type { Queries } from "./store.ts";

/** A customer's word on a change of a feed. */
export type Approval = Omit<ApprovalTable, "seq">;

/** Notes what a customer said. */
export async function noteApproval(tx: Queries, said: Omit<Approval, "at">): Promise<void> {
  await tx
    .insertInto("approvals")
    .values({ ...said, at: await clock(tx) })
    .execute();
}

/** The newest word of each customer on a change. */
export async function approvalsOf(db: Queries, feed: string, change: string): Promise<ReadonlyMap<string, Approval>> {
  const said = await rows<Approval>(
    db,
    "select feed, change, customer, given, at, name, how from approvals where change = ? and feed = ? order by seq",
    ...[change, feed],
  );
  return new Map(said.map((one) => [one.customer, one]));
}
