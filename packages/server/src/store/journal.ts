import { change } from "./query.ts";
import type { CaseTable, ObjectionTable, StepTable, SuppressionTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { wordsOf } from "./words.ts";

/** What of an objection a receipt vouches for: no personal data. */
export type KeptReceipt = Pick<
  ObjectionTable,
  | "id"
  | "request"
  | "change"
  | "feed_version"
  | "feed_sha256"
  | "segment"
  | "filed_at"
  | "deadline"
  | "content_sha256"
  | "receipt"
>;

export const receiptOf = (objection: ObjectionTable): KeptReceipt => {
  const { id, request, change, feed_version, feed_sha256, segment, filed_at, deadline, content_sha256, receipt } =
    objection;
  return { id, request, change, feed_version, feed_sha256, segment, filed_at, deadline, content_sha256, receipt };
};

/** What happened that an older database must not contradict. `email` is a keyed hash. */
export type JournalEntry =
  | { type: "claim" }
  | { type: "leave"; email: string; at: number }
  | { type: "stop"; email: string; at: number }
  | { type: "confirm"; email: string }
  | { type: "suppress"; row: SuppressionTable }
  | { type: "receipt"; row: KeptReceipt }
  /** A step, and the case after it. */
  | { type: "step"; row: StepTable; case: CaseTable }
  /** The texts of a case were erased up to a step. */
  | { type: "erase"; id: string; step: number };

/**
 * Notes, in the transaction of what it is about, that something is to be kept apart from the database. Nothing where its
 * operator keeps it apart: PostgreSQL has an archive of its log and standbys.
 */
export async function keepApart(tx: Queries, entry: JournalEntry): Promise<void> {
  if (wordsOf(tx).journal) await change(tx, "insert into journal (entry) values (?)", JSON.stringify(entry));
}
