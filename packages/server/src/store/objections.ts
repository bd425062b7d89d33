import type { Selectable } from "kysely";
import { fileIntoCase, type Party } from "./cases.ts";
import { keepApart, receiptOf } from "./journal.ts";
import { enqueue } from "./outbox.ts";
import { lock } from "./query.ts";
import type { ObjectionTable } from "./schema.ts";
import type { Queries } from "./store.ts";

export type StoredObjection = Selectable<ObjectionTable>;

/** The objection of a request that came before. */
export const findByRequest = (db: Queries, request: string): Promise<StoredObjection | undefined> =>
  db.selectFrom("objections").selectAll().where("request", "=", request).executeTakeFirst();

/** Likewise; until the transaction ends no other files under its name. */
export async function takeRequest(tx: Queries, request: string): Promise<StoredObjection | undefined> {
  await lock(tx, `objection ${request}`, "alone");
  return findByRequest(tx, request);
}

export const findObjection = (db: Queries, id: string): Promise<StoredObjection | undefined> =>
  db.selectFrom("objections").selectAll().where("id", "=", id).executeTakeFirst();

/** Keeps the time stamp of a receipt. The first one stays: it proves the earlier time. */
export async function keepTimeStamp(tx: Queries, id: string, token: string): Promise<void> {
  const unstamped = tx.updateTable("objections").where("id", "=", id).where("time_stamp", "is", null);
  await unstamped.set({ time_stamp: token }).execute();
}

/** Keeps an objection with its receipt, in its case, and puts its mails in the outbox: all of it, or nothing. */
export async function fileObjection(
  tx: Queries,
  objection: ObjectionTable,
  { mailsReceipt, party }: { mailsReceipt: boolean; party: Party },
): Promise<void> {
  const { id } = await fileIntoCase(tx, objection, party);
  await tx
    .insertInto("objections")
    .values({ ...objection, case_id: id })
    .execute();
  await keepApart(tx, { type: "receipt", row: receiptOf(objection) });
  const mail = { event: `objection-${objection.id}`, objection: objection.id };
  if (mailsReceipt)
    await enqueue(tx, { ...mail, recipient: "objector", kind: "objection-receipt" }, objection.filed_at);
  await enqueue(tx, { ...mail, recipient: "vendor", kind: "objection-vendor" }, objection.filed_at);
}
