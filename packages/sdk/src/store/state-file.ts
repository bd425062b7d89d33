import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { TrustCenterError } from "@trust-center/feed";
import { type Holder, lockFile } from "./lock.ts";
import type { Store } from "./store.ts";

/** A store in one file. */
export interface StateFile extends Store {
  /** Ends the work with the file: waits for what is being written, and gives the lock back. */
  close(): Promise<void>;
}

interface Pending {
  key: string;
  next: (kept: unknown) => unknown;
  done: (error?: unknown) => void;
}

const marks = { type: "trust-center-state", format: 1 };

/**
 * Remembers in one JSON file, for monitors. The file is replaced atomically and is on the disk before an update is
 * done; updates that come together are written once. One process at a time: a lock beside the file, `<path>.lock`, says
 * which. Both are there from the first use until {@link StateFile.close}.
 *
 * Reading and updating throw the error `storage` where the file is not one of ours, or another process uses it. Such a
 * file is never written over.
 */
export function stateFile(path: string): StateFile {
  return new OneFile(path);
}

class OneFile implements StateFile {
  readonly #path: string;
  #opening: Promise<() => Promise<void>> | undefined;
  /** JSON by key: what is on the disk. */
  #records = new Map<string, string>();
  readonly #pending: Pending[] = [];
  #writing: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async read(key: string): Promise<unknown> {
    await this.#open();
    const text = this.#records.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  update(key: string, next: (kept: unknown) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ key, next, done: (error) => (error === undefined ? resolve() : reject(error)) });
      this.#writing ??= Promise.resolve().then(() => this.#writeAll());
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    const release = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await release?.();
  }

  #open(): Promise<() => Promise<void>> {
    this.#opening ??= lockFile(`${this.#path}.lock`, { foreignAge: 24 * 60 * 60 * 1000, busy }).then(
      async (release) => {
        try {
          this.#records = await readRecords(this.#path);
          return release;
        } catch (error) {
          await release();
          throw error;
        }
      },
    );
    return this.#opening;
  }

  async #writeAll(): Promise<void> {
    try {
      await this.#open();
      while (this.#pending.length > 0) await this.#write(this.#pending.splice(0));
    } catch (error) {
      for (const { done } of this.#pending.splice(0)) done(error);
    } finally {
      this.#writing = undefined;
    }
  }

  async #write(batch: readonly Pending[]): Promise<void> {
    const written = new Map(this.#records);
    const applied = batch.filter((update) => apply(update, written));
    if (applied.length === 0) return;
    try {
      await replaceFile(this.#path, written);
      this.#records = written;
      for (const { done } of applied) done();
    } catch (error) {
      for (const { done } of applied) done(error);
    }
  }
}

/** An update that fails changes nothing. */
function apply({ key, next, done }: Pending, records: Map<string, string>): boolean {
  try {
    const text = records.get(key);
    records.set(key, JSON.stringify(next(text === undefined ? undefined : JSON.parse(text)) ?? null));
    return true;
  } catch (error) {
    done(error);
    return false;
  }
}

async function readRecords(path: string): Promise<Map<string, string>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw foreign(path, cause);
  }
  try {
    const state = JSON.parse(text) as { type: unknown; format: unknown; records: Record<string, unknown> };
    if (state.type === marks.type && state.format === marks.format) {
      return new Map(Object.entries(state.records).map(([key, value]) => [key, JSON.stringify(value)]));
    }
  } catch (cause) {
    throw foreign(path, cause);
  }
  throw foreign(path, undefined);
}

const busy = (path: string, holder: Holder | undefined) =>
  new TrustCenterError(
    "storage",
    `Expected to use the state alone, found process ${holder?.pid ?? "unknown"} using it. Wait for it; if there is none, remove ${path}.`,
    { path, ...holder },
  );

const foreign = (path: string, cause: unknown) =>
  new TrustCenterError(
    "storage",
    `Expected ${path} to be the state of a monitor, found something else. Nothing was written. Name another file, or restore it from a backup.`,
    { path },
    { cause },
  );

/** On the disk before it has its name: a process that is killed leaves the state before or the new one. */
async function replaceFile(path: string, records: ReadonlyMap<string, string>): Promise<void> {
  const members = [...records].map(([key, text]) => `${JSON.stringify(key)}:${text}`);
  const text = `{"type":"${marks.type}","format":${marks.format},"records":{${members.join(",\n")}}}\n`;
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  const file = await open(temporary, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** The new name too must be on the disk. Not every file system lets a folder be synchronised. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
