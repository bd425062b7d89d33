import { randomUUID } from "node:crypto";
import { lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Files by path below a folder. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Writes what differs from what is there; true where something was written. */
export interface Writer {
  write(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Makes the names of everything written so far outlive a power cut. */
  settle(): Promise<void>;
  readonly written: string[];
}

/** A writer below a folder. Every file appears whole or not at all (write, fsync, rename). */
export function createWriter(folder: string, signal: AbortSignal | undefined): Writer {
  const touched = new Set<string>();
  const written: string[] = [];
  return {
    written,
    write: async (path, bytes) => {
      signal?.throwIfAborted();
      const target = join(folder, path);
      if (await holds(target, bytes)) return false;
      await mkdir(dirname(target), { recursive: true });
      await replaceFile(target, bytes);
      for (let at = dirname(target); at.length >= folder.length; at = dirname(at)) touched.add(at);
      written.push(path);
      return true;
    },
    settle: async () => {
      for (const path of touched) await syncFolder(path);
      touched.clear();
    },
  };
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(path)).equals(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Whether a name is taken, if only by a link that leads nowhere. */
export const isTaken = (path: string): Promise<boolean> => lstat(path).then(Boolean, () => false);

/** Replaces a file in one step. */
export async function replaceFile(path: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 40)}.${randomUUID()}.tmp`);
  try {
    await createDurably(temporary, bytes, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Creates a file where none is, and has it on the disk; a file that could not be written whole is removed again. */
export async function createDurably(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Makes new names in a folder durable. Windows cannot sync folders, and needs not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const leftover = /^\.[^/]*\.[0-9a-f-]{36}\.tmp$|^\.[0-9a-f-]{36}\.tmp$/;

/** Whether a file of this name is one that {@link replaceFile} did not come to rename. */
export const isLeftover = (name: string): boolean => leftover.test(name);
