import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { TrustCenterError } from "@trust-center/feed";
import { StorageFailure } from "./failure.ts";
import { type Batch, type ReadState, Records, readState } from "./journal.ts";
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

/**
 * Remembers in one file, for monitors: a journal, to whose end each batch of updates writes what differs. It is on the disk
 * before an update is done; updates that come together are written once. When it has become twice as long as what it
 * remembers, it is replaced by a short one, atomically. One process at a time: a lock beside the file, `<path>.lock`, says
 * which. Both are there from the first use until {@link StateFile.close}.
 *
 * Reading and updating throw the error `storage` where the file is not one of ours, or another process uses it. Such a
 * file is never written over. Where nothing can be written, such as on a full disk, updating throws a
 * {@link StorageFailure}, and what was remembered before stays.
 */
export function stateFile(path: string): StateFile {
  return new OneFile(path);
}

/**
 * Reads what a state file remembers as it is now, also while another process writes it. Its `update` throws.
 *
 * @throws {TrustCenterError} `storage` where the file is not one of ours
 */
export async function readStateFile(path: string): Promise<Store> {
  const { records } = await readFrom(path);
  return {
    read: async (key) => records.read(key),
    update: async () => {
      throw new TrustCenterError("storage", `Expected ${path} to be read alone: it was opened for that.`, { path });
    },
  };
}

/** Bytes of journal that are never worth a new file. */
const slack = 1024 * 1024;

class OneFile implements StateFile {
  readonly #path: string;
  #opening: Promise<() => Promise<void>> | undefined;
  #records = new Records();
  /** The journal, from the first write on, and how many bytes of it are good. */
  #file: FileHandle | undefined;
  #length = 0;
  /** How many they were when it could not be made short. */
  #stuck = 0;
  readonly #pending: Pending[] = [];
  #writing: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async read(key: string): Promise<unknown> {
    await this.#open();
    return this.#records.read(key);
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
    await this.#file?.close();
    this.#file = undefined;
    await release?.();
  }

  #open(): Promise<() => Promise<void>> {
    this.#opening ??= lockFile(`${this.#path}.lock`, { foreignAge: 24 * 60 * 60 * 1000, busy }).then(
      async (release) => {
        try {
          const { records, length } = await readFrom(this.#path);
          this.#records = records;
          this.#length = length;
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

  async #write(updates: readonly Pending[]): Promise<void> {
    const records = this.#records.copy();
    const batch: Batch = [];
    const applied = updates.filter((update) => apply(update, records, batch));
    try {
      if (this.#length === 0) await this.#replace(records);
      else if (batch.length > 0) await this.#append(Buffer.from(`${JSON.stringify(batch)}\n`));
    } catch (cause) {
      for (const { done } of applied) done(new StorageFailure(this.#path, cause));
      return;
    }
    this.#records = records;
    for (const { done } of applied) done();
    if (this.#length > Math.max(2 * records.size, this.#stuck) + slack) await this.#shorten();
  }

  /** Writes behind what is good, and waits until it is on the disk. What is written by halves is taken off again. */
  async #append(line: Uint8Array): Promise<void> {
    try {
      this.#file ??= await open(this.#path, "r+");
      await writeAt(this.#file, line, this.#length);
      await this.#file.truncate(this.#length + line.length);
      await this.#file.datasync();
      this.#length += line.length;
    } catch (error) {
      await this.#file?.truncate(this.#length).catch(() => {});
      throw error;
    }
  }

  /** Where a long journal cannot be replaced, it goes on. */
  async #shorten(): Promise<void> {
    await this.#replace(this.#records).catch(() => {
      this.#stuck = this.#length;
    });
  }

  /** A journal of these records alone takes its place: on the disk before it has its name. */
  async #replace(records: Records): Promise<void> {
    const temporary = `${this.#path}.tmp`;
    await rm(temporary, { force: true });
    const file = await open(temporary, "wx", 0o600);
    let length = 0;
    try {
      for (const line of records.lines()) {
        const bytes = Buffer.from(line);
        await writeAt(file, bytes, length);
        length += bytes.length;
      }
      await file.sync();
      await rename(temporary, this.#path);
    } catch (error) {
      await file.close();
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
    await this.#file?.close();
    this.#file = file;
    this.#length = length;
    await syncFolder(dirname(this.#path));
  }
}

/** An update that fails changes nothing. One that says nothing new writes nothing. */
function apply({ key, next, done }: Pending, records: Records, batch: Batch): boolean {
  try {
    const patch = records.write(key, next(records.read(key)));
    if (patch) batch.push([key, patch]);
    return true;
  } catch (error) {
    done(error);
    return false;
  }
}

async function readFrom(path: string): Promise<ReadState> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { records: new Records(), length: 0 };
    throw foreign(path, cause);
  }
  try {
    return readState(bytes);
  } catch (cause) {
    throw foreign(path, cause);
  }
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
    `Expected ${path} to be the state of a monitor, found something else (${(cause as Error).message}). Nothing was written. Name another file, or restore it from a backup.`,
    { path },
    { cause },
  );

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/** The new name too must be on the disk. Not every file system lets a folder be synchronised. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
