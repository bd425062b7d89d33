import { randomUUID } from "node:crypto";
import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

const unreadableAge = 10 * 1000;

/** Who holds a lock. */
export interface Holder {
  pid: number;
  host: string;
  token: string;
}

/** Tokens held by this process: a container's next process has the same number as the one that was killed. */
const held = new Set<string>();

/** Gives the lock back. */
export type Release = () => Promise<void>;

/** How a lock is taken. */
export interface LockOptions {
  /** After this many milliseconds the lock of another machine counts as left behind: its process cannot be asked. */
  foreignAge: number;
  /** The error while another process holds it. */
  busy: (path: string, holder: Holder | undefined) => Error;
}

/** Takes a lock file. That of a process that no longer lives is taken over. */
export async function lockFile(path: string, options: LockOptions): Promise<Release> {
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  if (await create(path, mine)) return () => release(path, mine);
  const holder = await readHolder(path);
  if (holder && (await isAlive(path, holder, options.foreignAge))) throw options.busy(path, holder);
  if (holder) await takeOver(path, holder, options);
  if (await create(path, mine)) return () => release(path, mine);
  throw options.busy(path, await readHolder(path));
}

async function create(path: string, mine: Holder): Promise<boolean> {
  // Before the lock is there: whoever reads it must find its holder alive.
  held.add(mine.token);
  let created = false;
  try {
    created = await createWhole(path, mine);
    return created;
  } finally {
    if (!created) held.delete(mine.token);
  }
}

/** A lock comes into being whole: nobody can read one that is half written. */
async function createWhole(path: string, mine: Holder): Promise<boolean> {
  const draft = join(dirname(path), `.${mine.token}.tmp`);
  await writeFile(draft, JSON.stringify(mine), { flag: "wx", mode: 0o600 });
  try {
    await link(draft, path);
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
    await writeFile(path, JSON.stringify(mine), { flag: "wx", mode: 0o600 });
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
async function takeOver(path: string, dead: Holder, options: LockOptions): Promise<void> {
  const releaseTurn = await lockFile(`${path}.${dead.token.slice(0, 8)}`, options);
  try {
    if ((await readHolder(path))?.token === dead.token) await rm(path, { force: true });
  } finally {
    await releaseTurn();
  }
}

async function release(path: string, mine: Holder): Promise<void> {
  try {
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  } finally {
    // Not before the lock is gone: whoever reads it meanwhile would take its holder for dead.
    held.delete(mine.token);
  }
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

async function isAlive(path: string, { pid, host, token }: Holder, foreignAge: number): Promise<boolean> {
  if (host !== hostname()) return isYounger(path, foreignAge);
  if (pid === process.pid) return held.has(token);
  if (pid <= 0) return isYounger(path, unreadableAge);
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
