import type { Selectable } from "kysely";
import { keepApart, receiptOf } from "./keep.ts";
import type { Queries } from "./open.ts";
import { enqueue } from "./outbox.ts";
import type { ObjectionTable } from "./schema.ts";

export type StoredObjection = Selectable<ObjectionTable>;

/** The objection of a request that came before. */
export const findByRequest = (db: Queries, request: string): Promise<StoredObjection | undefined> =>
  db.selectFrom("objections").selectAll().where("request", "=", request).executeTakeFirst();

export const findObjection = (db: Queries, id: string): Promise<StoredObjection | undefined> =>
  db.selectFrom("objections").selectAll().where("id", "=", id).executeTakeFirst();

/** Keeps the time stamp of a receipt. The first one stays: it proves the earlier time. */
export async function keepTimeStamp(tx: Queries, id: string, token: string): Promise<void> {
  const unstamped = tx.updateTable("objections").where("id", "=", id).where("time_stamp", "is", null);
  await unstamped.set({ time_stamp: token }).execute();
}

/** Keeps an objection with its receipt and puts its mails in the outbox: all of it, or nothing. */
export async function fileObjection(
  tx: Queries,
  objection: ObjectionTable,
  { mailsReceipt }: { mailsReceipt: boolean },
): Promise<void> {
  await tx.insertInto("objections").values(objection).execute();
  await keepApart(tx, { type: "receipt", row: receiptOf(objection) });
  const mail = { event: `objection-${objection.id}`, objection: objection.id };
  if (mailsReceipt)
    await enqueue(tx, { ...mail, recipient: "objector", kind: "objection-receipt" }, objection.filed_at);
  await enqueue(tx, { ...mail, recipient: "vendor", kind: "objection-vendor" }, objection.filed_at);
}
