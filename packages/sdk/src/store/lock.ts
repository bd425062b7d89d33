import { randomUUID } from "node:crypto";
import { link, readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { TrustCenterError } from "@trust-center/feed";

/** After this long the lock of another machine counts as left behind: its process cannot be asked. */
const foreignAge = 24 * 60 * 60 * 1000;

interface Holder {
  pid: number;
  host: string;
  token: string;
}

/** Tokens held by this process: a container's next process has the same number as the one that was killed. */
const held = new Set<string>();

/**
 * Takes a lock file. That of a process that no longer lives is taken over.
 *
 * @returns what gives it back
 * @throws {TrustCenterError} `storage` while another process holds it
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  if (!(await create(path, mine))) {
    const holder = await readHolder(path);
    if (holder && (await isAlive(path, holder))) throw busy(path, holder);
    if (holder) await removeOf(path, holder);
    if (!(await create(path, mine))) throw busy(path, await readHolder(path));
  }
  return async () => {
    held.delete(mine.token);
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  };
}

/** A lock comes into being whole: nobody can read one that is half written. */
async function create(path: string, mine: Holder): Promise<boolean> {
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { flag: "wx", mode: 0o600 });
  try {
    await link(draft, path);
    held.add(mine.token);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Only one process may remove a dead lock, or a second would remove that of the first: it holds a lock for it. */
async function removeOf(path: string, dead: Holder): Promise<void> {
  const release = await lockFile(`${path}.${dead.token.slice(0, 8)}`);
  try {
    if ((await readHolder(path))?.token === dead.token) await unlink(path);
  } finally {
    await release();
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, host, token } = JSON.parse(await readFile(path, "utf8")) as Holder;
    return { pid: Number(pid), host: String(host), token: String(token).replace(/[^0-9a-f-]/g, "") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new TrustCenterError(
      "storage",
      `Expected ${path} to be a lock, found something else. Remove it if no monitor is running.`,
      { path },
      { cause: error },
    );
  }
}

async function isAlive(path: string, { pid, host, token }: Holder): Promise<boolean> {
  if (host !== hostname()) return Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0) < foreignAge;
  if (pid === process.pid) return held.has(token);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const busy = (path: string, holder: Holder | undefined) =>
  new TrustCenterError(
    "storage",
    `Expected to use the state alone, found process ${holder?.pid ?? "unknown"} using it. Wait for it; if there is none, remove ${path}.`,
    { path, ...holder },
  );
