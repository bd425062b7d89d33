/**
 * Stores in a folder and in one file, for Node.
 *
 * @module @trust-center/sdk/file-store
 */

import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "./store.ts";

export { type Holder, type LockOptions, lockFile, type Release } from "./lock.ts";
export { type StateFile, stateFile } from "./state-file.ts";

/** Remembers in a folder, one file a feed, replaced atomically. One process at a time should write to it. */
export function fileStore(folder: string): Store {
  const pathOf = (key: string) => join(folder, `${encodeURIComponent(key)}.json`);
  const read = async (key: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(pathOf(key), "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  };
  let last = Promise.resolve();
  const replace = async (key: string, next: (kept: unknown) => unknown) => {
    const text = JSON.stringify(next(await read(key)));
    await mkdir(folder, { recursive: true });
    const path = pathOf(key);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await writeDurably(temporary, text);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  };
  return {
    read,
    update: (key, next) => {
      const turn = last.then(() => replace(key, next));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
