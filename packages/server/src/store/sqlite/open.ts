import { closeSync, existsSync, openSync } from "node:fs";
import { fileStore } from "@trust-center/sdk/file-store";
import { Kysely } from "kysely";
import { SettingsError } from "../../settings/error.ts";
import { realPlace } from "../../settings/place.ts";
import { createBatch } from "../batch.ts";
import { createExclusive } from "../exclusive.ts";
import { StoreError } from "../judge.ts";
import { migrate, requireNewest } from "../migrations/migrate.ts";
import { clock, rows } from "../query.ts";
import type { Database } from "../schema.ts";
import type { Queries, Store, StoreForAction } from "../store.ts";
import { nodeSqliteDialect, openFile } from "./driver.ts";
import { comeInStep, openKeep } from "./keep.ts";
import { lockDatabase, refuseHardLinks } from "./lock.ts";
import { createWriter } from "./writer.ts";

/** One transaction at a time, and what shares it shares the wait for the disk. */
const batches = { most: 200, atOnce: 1 };

/**
 * Opens the database file, brings its layout up to date, keeps other processes off it, and finds out whether it was
 * restored from a backup.
 *
 * @throws {SettingsError} where another process holds the file, the system refuses it, or it is damaged
 */
export async function openSqlite(given: string, now: () => number): Promise<Store> {
  const file = realPlace(given);
  makePrivate(file);
  refuseHardLinks(file);
  // Closed in the opposite order, where something goes wrong too: what still has the file open damages a backup put in its
  // place (https://www.sqlite.org/howtocorrupt.html §1.4).
  await using opening = new AsyncDisposableStack();
  const lock = lockDatabase(file);
  opening.defer(() => lock.release());
  try {
    const db = opening.use(connect(file, now));
    await requireSound(db);
    await migrate(db);
    const keep = openKeep(`${file}-kept`);
    opening.defer(() => keep.close());
    await comeInStep(db, keep);
    // A second connection: what is read was committed, also while a transaction is under way.
    const reader = opening.use(connect(file, now));
    const write = createWriter(db, keep);
    const opened = opening.move();
    return {
      now: () => clock(reader),
      read: (work) => work(reader),
      write,
      batch: (work) => createBatch(write, batches, work),
      exclusive: createExclusive(write),
      memory: fileStore(`${file}-feed`),
      inStep: () => keep.inStep,
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    throw error instanceof StoreError ? refusedBy(error, file) : error;
  }
}

/**
 * Opens a database that a service may be serving, for one action of its operator.
 *
 * @throws {SettingsError} where there is none, or it is of another version of the program
 */
export async function openSqliteForAction(given: string, now: () => number): Promise<StoreForAction> {
  const file = realPlace(given);
  if (!existsSync(file)) throw new SettingsError(`Expected a database at ${given}, found none. Name it by --database.`);
  await using opening = new AsyncDisposableStack();
  try {
    const db = opening.use(connect(file, now));
    await requireNewest(db);
    const opened = opening.move();
    return {
      read: (work) => work(db),
      write: (work) => db.transaction().execute(work),
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  } catch (error) {
    throw error instanceof StoreError ? refusedBy(error, file) : error;
  }
}

/** A connection. Kysely closes what it asked something of alone: the file is closed here. */
function connect(file: string, now: () => number): Kysely<Database> {
  const database = openFile(file, now);
  const db = new Kysely<Database>({ dialect: nodeSqliteDialect(database) });
  return Object.assign(db, {
    [Symbol.asyncDispose]: async () => {
      await db.destroy();
      if (database.isOpen) database.close();
    },
  });
}

/** Looks whether a file is whole: a damaged one must not take objections that it will lose. */
async function requireSound(db: Queries): Promise<void> {
  const [found] = await rows<{ quick_check: string }>(db, "pragma quick_check(1)");
  if (found?.quick_check !== "ok") throw new StoreError("corrupt");
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
