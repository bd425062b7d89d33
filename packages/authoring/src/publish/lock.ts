import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Holder, lockFile, type Release } from "@trust-center/sdk/file-store";
import { BusyError } from "../errors.ts";
import { isLeftover } from "../files/write-files.ts";

/** The file that keeps two publishes of one folder apart. Servers must not serve names that start with a dot. */
export const lockName = ".publish.lock";

/**
 * Takes the lock of a folder, and removes what a killed run left behind: only the holder of the lock may. The lock of a
 * process that no longer lives is taken over.
 *
 * @throws {BusyError} while another process holds it
 */
export async function lockFolder(folder: string): Promise<Release> {
  await mkdir(folder, { recursive: true });
  const release = await lockFile(join(folder, lockName), { foreignAge: 10 * 60 * 1000, busy });
  try {
    await removeLeftovers(folder);
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const isOldTurn = entry.name.startsWith(`${lockName}.`);
    if (entry.isFile() && (isLeftover(entry.name) || isOldTurn)) {
      await rm(join(entry.parentPath, entry.name), { force: true });
    }
  }
}

const busy = (path: string, holder: Holder | undefined) =>
  new BusyError(
    `Expected to publish alone, found another publish of the same folder (process ${holder?.pid ?? "unknown"}). ` +
      `Wait for it; if there is none, remove ${path}.`,
    { path, ...holder },
  );
