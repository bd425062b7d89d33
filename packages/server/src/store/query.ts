import { CompiledQuery, type SelectQueryBuilder } from "kysely";
import type { Queries } from "./store.ts";
import { type Statement, wordsOf } from "./words.ts";

/** What SQL takes as a value. */
export type Value = string | number | null;

/** Rows of a statement that is written out: its text is one of a few, so that the store keeps it prepared. */
export async function rows<T>(db: Queries, text: string | Statement, ...values: readonly Value[]): Promise<T[]> {
  return (await db.executeQuery<T>(compiled(db, text, values))).rows;
}

/** How many rows a statement changed. */
export async function change(db: Queries, text: string | Statement, ...values: readonly Value[]): Promise<number> {
  const { numAffectedRows } = await db.executeQuery(compiled(db, text, values));
  return Number(numAffectedRows ?? 0);
}

/** A statement and its values. */
export type Asked = readonly [text: string | Statement, ...values: Value[]];

/**
 * The rows of several statements, which run in their order and share one way to the database and back. None of them can
 * build on what another answered.
 */
export async function together(db: Queries, ...asked: readonly Asked[]): Promise<unknown[][]> {
  const statements = asked.map(([text, ...values]) => ({ sql: textIn(db, text), values }));
  return (await db.executeQuery<unknown[]>(CompiledQuery.raw(togetherMark, statements))).rows;
}

/** Several statements in one, as it comes to a driver: its parameters are these. */
export const togetherMark = "-- together";

export interface OneOfSeveral {
  sql: string;
  values: readonly Value[];
}

const compiled = (db: Queries, text: string | Statement, values: readonly Value[]) =>
  CompiledQuery.raw(textIn(db, text), [...values]);

const textIn = (db: Queries, text: string | Statement) => (typeof text === "string" ? text : text.in(wordsOf(db)));

/** The database's clock, milliseconds since 1970: leases, windows and limits live on it, never on a process's own. */
export async function clock(db: Queries): Promise<number> {
  const [found] = await rows<{ now: number }>(db, "select clock_ms() as now");
  return found?.now ?? Number.NaN;
}

/**
 * Holds a name until the transaction ends, for many or for one alone. SQLite has one writer: there everybody is alone.
 * Statements that follow see what was committed before.
 */
export async function lock(tx: Queries, name: string, how: "shared" | "alone"): Promise<void> {
  const text = wordsOf(tx).lock?.[how];
  if (text !== undefined) await rows(tx, text, name);
}

/**
 * What readers may be told of must not grow while it is decided who is told of what: a publish holds this alone, and whoever
 * goes by the newest publish shares it.
 */
export const lockFeed = (tx: Queries, how: "shared" | "alone"): Promise<void> => lock(tx, "feed", how);

/** A select whose rows are this transaction's until it ends. */
export const mine =
  (tx: Queries) =>
  <DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>): SelectQueryBuilder<DB, TB, O> =>
    wordsOf(tx).mine === "" ? query : query.forUpdate();
