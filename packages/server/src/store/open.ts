import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { SettingsError } from "../settings/error.ts";
import { realPlace } from "../settings/place.ts";
import { judged, nodeSqliteDialect } from "./dialect.ts";
import { StoreError } from "./judge.ts";
import { comeInStep, type Keep, openKeep } from "./keep.ts";
import { lockDatabase, refuseHardLinks } from "./lock.ts";
import { first } from "./migrations/0001-first.ts";
import { periods } from "./migrations/0002-periods.ts";
import { timeStamps } from "./migrations/0003-time-stamps.ts";
import { ledger } from "./migrations/0004-ledger.ts";
import { journal } from "./migrations/0005-journal.ts";
import { rows } from "./query.ts";
import type { Database } from "./schema.ts";
import { createWriter, type Write } from "./writer.ts";

/** Whatever can run a query: the database, or a transaction of it. */
export type Queries = Kysely<Database>;

export interface Store {
  db: Queries;
  write: Write;
  /** Whether what must survive a lost database is kept apart from it: only then may a mail go out. */
  inStep(): boolean;
  close(): Promise<void>;
}

const migrations = {
  "0001-first": first,
  "0002-periods": periods,
  "0003-time-stamps": timeStamps,
  "0004-ledger": ledger,
  "0005-journal": journal,
};

/**
 * Opens the database file, brings its layout up to date, keeps other processes off it, and finds out whether it was
 * restored from a backup.
 *
 * @param now The database's clock, milliseconds since 1970. SQLite has none but its host's.
 * @throws {SettingsError} where another process holds the file, the system refuses it, or it is damaged
 */
export async function openStore(given: string, now: () => number = Date.now): Promise<Store> {
  const file = realPlace(given);
  makePrivate(file);
  refuseHardLinks(file);
  const lock = lockDatabase(file);
  let keep: Keep | undefined;
  try {
    const db = await openSound(file, now);
    await migrate(db);
    keep = openKeep(`${file}-kept`);
    await comeInStep(db, keep);
    const kept = keep;
    return {
      db,
      write: createWriter(db, kept),
      inStep: () => kept.inStep,
      close: async () => {
        await db.destroy();
        kept.close();
        lock.release();
      },
    };
  } catch (error) {
    keep?.close();
    lock.release();
    throw error instanceof StoreError ? refusedBy(error, file) : error;
  }
}

/**
 * Opens a database that a service may be serving, for one action of its operator.
 *
 * @throws {SettingsError} where there is none, or it is of another version of the program
 */
export async function openForAction(given: string, now: () => number = Date.now): Promise<Queries & AsyncDisposable> {
  const file = realPlace(given);
  if (!existsSync(file)) throw new SettingsError(`Expected a database at ${given}, found none. Name it by --database.`);
  try {
    const db = connect(file, now);
    const found = await rows<{ name: string }>(db, "select name from kysely_migration order by name desc limit 1");
    const newest = Object.keys(migrations).at(-1);
    if (found[0]?.name !== newest) {
      await db.destroy();
      throw new SettingsError(
        `Expected a database of the layout ${newest}, found ${found[0]?.name}. Start this version of the service on it first.`,
      );
    }
    return Object.assign(db, { [Symbol.asyncDispose]: () => db.destroy() });
  } catch (error) {
    throw error instanceof StoreError ? refusedBy(error, file) : error;
  }
}

function connect(file: string, now: () => number): Kysely<Database> {
  return judged(() => {
    const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;");
    database.function("clock_ms", { deterministic: false }, () => now());
    return new Kysely<Database>({ dialect: nodeSqliteDialect(database) });
  });
}

/** Opens a file and looks whether it is whole: a damaged one must not take objections that it will lose. */
async function openSound(file: string, now: () => number): Promise<Kysely<Database>> {
  const db = connect(file, now);
  const [found] = await rows<{ quick_check: string }>(db, "pragma quick_check(1)");
  if (found?.quick_check === "ok") return db;
  await db.destroy();
  throw new StoreError("corrupt");
}

const refusedBy = (error: StoreError, file: string) =>
  new SettingsError(`Expected to open the database ${file}, but ${error.reason}.`, { cause: error });

/** A new file is its owner's alone: it holds addresses. SQLite gives its journals the same mode. */
function makePrivate(file: string): void {
  for (const path of [file, `${file}.lock`]) {
    try {
      // Only what is new is opened: closing a file gives up this process's POSIX locks on it.
      closeSync(openSync(path, "wx", 0o600));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") continue;
      const why = (cause as NodeJS.ErrnoException).code;
      const reason = why === undefined ? undefined : systemReasons[why];
      throw new SettingsError(
        `Expected to write to the database ${file}; the system refused${reason ? `: ${reason}` : ` (${why})`}.`,
        { cause },
      );
    }
  }
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
  EACCES: "access is denied",
  EPERM: "access is denied",
  ENOENT: "the folder is not there",
};

async function migrate(db: Queries): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
