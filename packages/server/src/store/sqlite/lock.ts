import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SettingsError } from "../../settings/error.ts";

/**
 * Refuses a file of several names. SQLite names its journals after the file: two processes that know it by two names
 * each write one of their own, and damage it (https://www.sqlite.org/howtocorrupt.html §2.5).
 *
 * @throws {SettingsError}
 */
export function refuseHardLinks(file: string): void {
  const { nlink } = statSync(file);
  if (nlink === 1) return;
  throw new SettingsError(
    `Expected ${file} to be the only name of its file, found ${nlink} (hard links). A service under another name would ` +
      "damage it: remove the other names, and make copies with `sqlite3 … .backup` instead.",
  );
}

/**
 * Holds a database file for this process alone. The lock is SQLite's own on a file beside it, so the system gives it
 * back however the process ends, and backups may still read the database.
 *
 * @throws {SettingsError} where another process holds it
 */
export function lockDatabase(file: string): { release(): void } {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec("begin exclusive");
  } catch (cause) {
    lock.close();
    throw new SettingsError(
      `Expected ${file} to be free, but another process serves it. Stop that one, or give this one a file of its own.`,
      { cause },
    );
  }
  return { release: () => lock.close() };
}
