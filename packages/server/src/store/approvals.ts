import { clock, rows } from "./query.ts";
import type { ApprovalTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

/** A customer's word on a change of a feed. */
export type Approval = Omit<ApprovalTable, "seq">;

/** Notes what a customer said. */
export async function noteApproval(tx: Queries, said: Omit<Approval, "at">): Promise<void> {
  await tx
    .insertInto("approvals")
    .values({ ...said, at: await clock(tx) })
    .execute();
}

/** The newest word of each customer on a change; of some customers alone. */
export async function approvalsOf(
  db: Queries,
  feed: string,
  change: string,
  customers?: readonly string[],
): Promise<ReadonlyMap<string, Approval>> {
  const said =
    customers === undefined
      ? await rows<Approval>(db, `${saying} order by seq`, change, feed)
      : await rows<Approval>(db, sayingSome, change, feed, JSON.stringify(customers));
  return new Map(said.map((one) => [one.customer, one]));
}

const saying = "select feed, change, customer, given, at, name, how from approvals where change = ? and feed = ?";

const sayingSome = statement(({ listed }) => `${saying} and customer in (${listed}) order by seq`);
