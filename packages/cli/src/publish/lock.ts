import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { BusyError } from "../errors.ts";

/** The file that keeps two publishes of one folder apart. Servers must not serve names that start with a dot. */
export const lockName = ".publish.lock";

const foreignLockAge = 10 * 60 * 1000;
const unreadableLockAge = 10 * 1000;

interface Holder {
  pid: number;
  host: string;
  token: string;
}

/** Tokens held by this process: a container's next process has the same number as the one that was killed. */
const held = new Set<string>();

/** Gives the lock back. */
export type Release = () => Promise<void>;

/**
 * Takes the lock of a folder. The lock of a process that no longer lives is taken over.
 *
 * @throws {BusyError} while another process holds it
 */
export async function lockFolder(folder: string): Promise<Release> {
  await mkdir(folder, { recursive: true });
  return acquire(join(folder, lockName));
}

async function acquire(path: string): Promise<Release> {
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  if (await create(path, mine)) return () => release(path, mine);
  const holder = await readHolder(path);
  if (holder && (await isAlive(path, holder))) throw busy(path, holder);
  if (holder) await takeOver(path, holder);
  if (await create(path, mine)) return () => release(path, mine);
  throw busy(path, await readHolder(path));
}

/** A lock comes into being whole: nobody can read one that is half written. */
async function create(path: string, mine: Holder): Promise<boolean> {
  const draft = join(dirname(path), `.${mine.token}.tmp`);
  await writeFile(draft, JSON.stringify(mine), { flag: "wx" });
  try {
    await link(draft, path);
    held.add(mine.token);
    return true;
  } catch (error) {
    // ENOENT: the holder of the lock took the draft for a leftover.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EEXIST", "ENOENT"].includes(code)) return false;
    if (["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) return createWithoutLinks(path, mine);
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** For file systems without hard links. A reader may meet the file while it is empty: see {@link isAlive}. */
async function createWithoutLinks(path: string, mine: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(mine), { flag: "wx" });
    held.add(mine.token);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes the lock of a dead holder. Only one process may: the one that holds the lock named after the dead one's
 * token, so that nobody removes the lock of whoever was quicker.
 */
async function takeOver(path: string, dead: Holder): Promise<void> {
  const releaseTurn = await acquire(`${path}.${dead.token.slice(0, 8)}`);
  try {
    if ((await readHolder(path))?.token === dead.token) await unlink(path);
  } finally {
    await releaseTurn();
  }
}

async function release(path: string, mine: Holder): Promise<void> {
  held.delete(mine.token);
  if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, host, token } = JSON.parse(await readFile(path, "utf8")) as Holder;
    return { pid: Number(pid), host: String(host), token: String(token).replace(/[^0-9a-f-]/g, "") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return { pid: 0, host: hostname(), token: "unreadable" };
  }
}

async function isAlive(path: string, { pid, host, token }: Holder): Promise<boolean> {
  if (host !== hostname()) return isYounger(path, foreignLockAge);
  if (pid === process.pid) return held.has(token);
  if (pid <= 0) return isYounger(path, unreadableLockAge);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function isYounger(path: string, age: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < age;
}

const busy = (path: string, holder: Holder | undefined) =>
  new BusyError(
    `Expected to publish alone, found another publish of the same folder (process ${holder?.pid ?? "unknown"}). ` +
      `Wait for it; if there is none, remove ${path}.`,
    { path, ...holder },
  );
