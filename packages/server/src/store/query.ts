import { CompiledQuery } from "kysely";
import type { Queries } from "./open.ts";

/** What SQL takes as a value. */
export type Value = string | number | null;

/** Rows of a statement that is written out: its text is one of a few, so that the store keeps it prepared. */
export async function rows<T>(db: Queries, text: string, ...values: readonly Value[]): Promise<T[]> {
  return (await db.executeQuery<T>(CompiledQuery.raw(text, [...values]))).rows;
}

/** How many rows a statement changed. */
export async function change(db: Queries, text: string, ...values: readonly Value[]): Promise<number> {
  const { numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
  return Number(numAffectedRows ?? 0);
}

/** The database's clock, milliseconds since 1970: leases, windows and limits live on it, never on a process's own. */
export async function clock(db: Queries): Promise<number> {
  const [found] = await rows<{ now: number }>(db, "select clock_ms() as now");
  return found?.now ?? Number.NaN;
}
