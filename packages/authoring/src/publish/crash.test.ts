import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verify } from "@trust-center/feed";
import { expect, test } from "vitest";
import { BusyError } from "../errors.ts";
import { authoringFolder, outIn, publishConfirmed, readTree, testList } from "../testing/folder.ts";
import { lockFolder, lockName } from "./lock.ts";
import { folderReader } from "./read-published.ts";

const feed = "https://acme.example/.well-known/trust-center/";
const publishing = fileURLToPath(new URL("../testing/publish-endlessly.ts", import.meta.url));
const node = (arguments_: string[]) =>
  spawn(process.execPath, ["--conditions=source", ...arguments_], { stdio: ["ignore", "pipe", "pipe"] });

const exitOf = (child: ReturnType<typeof spawn>) =>
  new Promise<number | null>((ended) => child.once("exit", (code) => ended(code)));

const readWhole = async (folder: string, pin: string) =>
  verify(folderReader(outIn(folder)), { feed, pin, now: Date.now(), strict: true });

/** Kills a process that publishes one version after the other, as soon after its start as a random delay says. */
async function killWhilePublishing(folder: string, delay: number): Promise<void> {
  const child = node([publishing, folder]);
  const ended = exitOf(child);
  await new Promise((started) => child.stdout?.once("data", started));
  await new Promise((done) => setTimeout(done, delay));
  child.kill("SIGKILL");
  await ended;
}

/** `pnpm kills` takes more. */
const kills = process.env.KILLS === "all" ? 200 : 8;

test(`kill -9 at ${kills} instants and more leaves a tree that verifies, and the next publish is clean`, {
  timeout: 20_000 * kills,
}, async () => {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder);
  let killedInside = 0;
  // Kills that hit no publish would prove nothing.
  const enough = Math.ceil(kills / 16);
  for (let round = 0; round < kills || killedInside < enough; round++) {
    const before = (await readWhole(folder, pin)).feed.version;
    // Long enough to reach into the writing: reading and planning come first, and take longer on a busy machine.
    await killWhilePublishing(folder, Math.random() * 250 * Math.max(1, round / 8));
    const left = await readTree(outIn(folder));
    if (left[lockName] !== undefined) killedInside++;
    const after = await readWhole(folder, pin);
    expect(after.feed.version).toBeGreaterThanOrEqual(before);
    await writeFile(join(folder, "trust-center.yaml"), `${testList}    category: round ${round}\n`);
    const result = await publishConfirmed(folder);
    expect(result).toMatchObject({ outcome: "published", version: after.feed.version + 1 });
    expect(Object.keys(await readTree(outIn(folder))).filter((path) => /(^|\/)\./.test(path))).toEqual([]);
    const { log } = (await readWhole(folder, pin)).manifest;
    expect(await readFile(join(outIn(folder), "log/checkpoint"), "utf8")).toContain(`\n${log.size}\n`);
  }
});

test("a lock that is held is respected, and released", async () => {
  const folder = await authoringFolder();
  const release = await lockFolder(outIn(folder));
  await expect(publishConfirmed(folder)).rejects.toBeInstanceOf(BusyError);
  await release();
  expect(await publishConfirmed(folder)).toMatchObject({ outcome: "published" });
});

test("of many who find a dead process's lock, one at a time takes it over", async () => {
  const folder = await authoringFolder();
  await lockFolder(outIn(folder)).then((release) => release());
  const dead = node(["-e", ""]);
  await exitOf(dead);
  const { hostname } = await import("node:os");
  const stale = JSON.stringify({ pid: dead.pid, host: hostname(), token: "00000000-0000-4000-8000-000000000000" });
  await writeFile(join(outIn(folder), lockName), stale);
  let holders = 0;
  const taken = await Promise.allSettled(
    Array.from({ length: 12 }, async () => {
      const release = await lockFolder(outIn(folder));
      expect(++holders).toBe(1);
      await new Promise((done) => setTimeout(done, 5));
      holders--;
      await release();
    }),
  );
  const refusals = taken.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refusals.length).toBeLessThan(12);
  for (const refusal of refusals) expect(refusal).toBeInstanceOf(BusyError);
});
