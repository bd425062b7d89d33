import { randomUUID } from "node:crypto";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { SqliteAdapter, SqliteDialect } from "kysely";
import { idInOrder } from "../id-in-order.ts";
import { type OneOfSeveral, togetherMark } from "../query.ts";
import { judge } from "./judge.ts";
import { sqliteWords } from "./words.ts";

/** KiB of pages that a connection keeps at most: the indexes that pages of the inbox walk, over a hundred thousand recipients. */
const pageCache = 32 * 1024;

/** How many compiled statements are kept: the queries of this service are few and fixed. */
const keptStatements = 200;

/** Kysely's dialect, in this store's words. */
class NodeSqliteDialect extends SqliteDialect {
  override createAdapter() {
    return Object.assign(new SqliteAdapter(), { words: sqliteWords });
  }
}

/**
 * Kysely's SQLite dialect over `node:sqlite`. A transaction takes the write lock at once: a deferred one that reads
 * first can fail with SQLITE_BUSY when it comes to write (https://www.sqlite.org/lang_transaction.html §2.2).
 */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  const statements = new Map<string, ReturnType<typeof adapt>>();
  const several = {
    reader: true,
    all: (asked: readonly unknown[]) =>
      (asked as readonly OneOfSeveral[]).map(({ sql, values }) => prepare(sql).all(values)),
    run: () => ({ changes: 0, lastInsertRowid: 0 }),
    iterate: () => [][Symbol.iterator](),
  };
  return new NodeSqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => (sql === togetherMark ? several : prepare(sql)),
    },
  });

  function prepare(sql: string) {
    const found = statements.get(sql);
    if (found) return found;
    const statement = adapt(judged(() => database.prepare(sql === "begin" ? "begin immediate" : sql)));
    if (statements.size < keptStatements) statements.set(sql, statement);
    return statement;
  }
}

function adapt(statement: StatementSync) {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => judged(() => statement.all(...values(parameters))),
    run: (parameters: readonly unknown[]) => judged(() => statement.run(...values(parameters))),
    iterate: (parameters: readonly unknown[]) => judged(() => statement.iterate(...values(parameters))),
  };
}

/**
 * Opens a file, durable to the last commit, with the functions that queries ask for.
 *
 * @param now The database's clock, milliseconds since 1970. SQLite has none but its host's.
 * @throws {StoreError}
 */
export function openFile(file: string, now: () => number): DatabaseSync {
  return judged(() => {
    const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
    database.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -${pageCache};`,
    );
    database.function("clock_ms", { deterministic: false }, () => now());
    database.function("gen_random_uuid", { deterministic: false }, () => randomUUID());
    database.function("id_in_order", { deterministic: false }, () => idInOrder(now()));
    return database;
  });
}

/** @throws {StoreError} */
export function judged<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw judge(error);
  }
}
