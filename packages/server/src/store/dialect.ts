import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { SqliteDialect } from "kysely";
import { judge } from "./judge.ts";

/** How many compiled statements are kept: the queries of this service are few and fixed. */
const keptStatements = 200;

/**
 * Kysely's SQLite dialect over `node:sqlite`. A transaction takes the write lock at once: a deferred one that reads
 * first can fail with SQLITE_BUSY when it comes to write (https://www.sqlite.org/lang_transaction.html §2.2).
 */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  const statements = new Map<string, ReturnType<typeof adapt>>();
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        const found = statements.get(sql);
        if (found) return found;
        const statement = adapt(judged(() => database.prepare(sql === "begin" ? "begin immediate" : sql)));
        if (statements.size < keptStatements) statements.set(sql, statement);
        return statement;
      },
    },
  });
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

/** @throws {StoreError} */
export function judged<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw judge(error);
  }
}
