/**
 * Stores in a folder and in one file, for Node.
 *
 * @module @trust-center/sdk/file-store
 */

import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { TrustCenterError } from "@trust-center/feed";
import { type Holder, lockFile, type Release } from "./lock.ts";
import type { Store } from "./store.ts";

export { type Holder, type LockOptions, lockFile, type Release } from "./lock.ts";
export { readStateFile, type StateFile, stateFile } from "./state-file.ts";

/** Milliseconds for which an update waits for another process to be done with the same file. */
const patience = 10_000;
/** Milliseconds between two tries. */
const pause = 20;
/** After this many milliseconds the lock of another machine counts as left behind: an update takes a few. */
const foreignAge = 60_000;

/** Remembers in a folder, one file a feed, replaced atomically. Several processes may use it: a lock parts their updates. */
export function fileStore(folder: string): Store {
  const pathOf = (key: string) => join(folder, `${encodeURIComponent(key)}.json`);
  const read = async (key: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(pathOf(key), "utf8"));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      const found = cause instanceof SyntaxError ? "something else" : String((cause as NodeJS.ErrnoException).code);
      const message = `Expected ${pathOf(key)} to be what was remembered, found ${found}.`;
      throw new TrustCenterError("storage", message, { path: pathOf(key) }, { cause });
    }
  };
  let last = Promise.resolve();
  const replace = async (key: string, next: (kept: unknown) => unknown) => {
    await mkdir(folder, { recursive: true });
    const path = pathOf(key);
    const release = await lockPatiently(`${path}.lock`);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await writeDurably(temporary, JSON.stringify(next(await read(key))));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      await release();
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

async function lockPatiently(path: string): Promise<Release> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await lockFile(path, { foreignAge, busy });
    } catch (error) {
      if (!(error instanceof BusyFile) || performance.now() > end) throw error;
      await setTimeout(pause * (0.5 + Math.random()));
    }
  }
}

class BusyFile extends TrustCenterError {}

const busy = (path: string, holder: Holder | undefined) =>
  new BusyFile(
    "storage",
    `Expected to use ${path.replace(/\.lock$/, "")} alone, found process ${holder?.pid ?? "unknown"} using it. If there is none, remove ${path}.`,
    { path, ...holder },
  );

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
