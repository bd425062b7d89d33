import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { SettingsError } from "../settings/error.ts";
import { nodeSqliteDialect } from "./dialect.ts";
import { lockDatabase } from "./lock.ts";
import { first } from "./migrations/0001-first.ts";
import { periods } from "./migrations/0002-periods.ts";
import { timeStamps } from "./migrations/0003-time-stamps.ts";
import type { Database } from "./schema.ts";
import { createWriter, type Write } from "./writer.ts";

/** Whatever can run a query: the database, or a transaction of it. */
export type Queries = Kysely<Database>;

export interface Store {
  db: Queries;
  write: Write;
  close(): Promise<void>;
}

const migrations = { "0001-first": first, "0002-periods": periods, "0003-time-stamps": timeStamps };

/**
 * Opens the database file, brings its layout up to date and keeps other processes off it.
 *
 * @param now The database's clock, milliseconds since 1970. SQLite has none but its host's.
 * @throws {SettingsError} where another process holds the file, or the system refuses it
 */
export async function openStore(file: string, now: () => number = Date.now): Promise<Store> {
  makePrivate(file);
  const lock = lockDatabase(file);
  try {
    const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;");
    database.function("clock_ms", { deterministic: false }, () => now());
    const db = new Kysely<Database>({ dialect: nodeSqliteDialect(database) });
    await migrate(db);
    await releaseLeases(db);
    return {
      db,
      write: createWriter(db),
      close: async () => {
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A new file is its owner's alone: it holds addresses. SQLite gives its journals the same mode. */
function makePrivate(file: string): void {
  for (const path of [file, `${file}.lock`]) {
    try {
      // Only what is new is opened: closing a file gives up this process's POSIX locks on it.
      closeSync(openSync(path, "wx", 0o600));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new SettingsError(`Expected to write to the database ${file}; the system refused.`, { cause });
    }
  }
}

async function migrate(db: Queries): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** The file is this process's alone, so a lease in it was held by one that is dead. */
async function releaseLeases(db: Queries): Promise<void> {
  await db
    .updateTable("deliveries")
    .set({ state: "queued", leased_until: null })
    .where("state", "=", "leased")
    .execute();
}

/** The database's clock, milliseconds since 1970: leases, windows and limits live on it, never on a process's own. */
export async function clock(db: Queries): Promise<number> {
  const { rows } = await sql<{ now: number }>`select clock_ms() as now`.execute(db);
  return rows[0]?.now ?? Number.NaN;
}
