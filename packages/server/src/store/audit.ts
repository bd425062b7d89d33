import type { Selectable } from "kysely";
import { change, clock, rows } from "./query.ts";
import type { AuditTable } from "./schema.ts";
import type { Queries } from "./store.ts";

export type AuditLine = Selectable<AuditTable>;

/**
 * Notes what somebody is about to do: before it is done, so that nothing is done that is not noted.
 *
 * @returns the line's number, for its outcome
 */
export async function noteBegun(
  tx: Queries,
  { name, role, action, about }: Pick<AuditLine, "name" | "role" | "action" | "about">,
): Promise<number> {
  const [line] = await rows<{ seq: number }>(
    tx,
    "insert into audit (at, name, role, action, about, status) values (?, ?, ?, ?, ?, null) returning seq",
    ...[await clock(tx), name, role, action, about],
  );
  return Number(line?.seq);
}

/** Notes how it ended, as a status of HTTP. */
export const noteEnded = (tx: Queries, seq: number, status: number): Promise<number> =>
  change(tx, "update audit set status = ? where seq = ?", status, seq);

/** Lines before one, the newest first. */
export const readAudit = (db: Queries, { before, most }: { before: number; most: number }): Promise<AuditLine[]> =>
  rows(db, "select * from audit where seq < ? order by seq desc limit ?", before, most);

export const purgeAudit = (tx: Queries, before: number): Promise<number> =>
  change(tx, "delete from audit where at < ?", before);
