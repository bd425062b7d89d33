import { DatabaseSync } from "node:sqlite";
import { SettingsError } from "../settings/error.ts";

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
