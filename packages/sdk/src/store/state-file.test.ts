import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lostForks } from "../testing/contenders.ts";
import { contractBreaches } from "../testing/store-contract.ts";
import { stateFile } from "./state-file.ts";

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-state-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "watch.state.json");
}

/** A process number that nobody has any more. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

test("one file keeps the contract, outlives the process, and leaves nothing else behind", async () => {
  const path = await place();
  const store = stateFile(path);
  expect(await contractBreaches(() => store)).toEqual([]);
  await store.update("https://b.example/", () => ({ kept: true }));
  await store.close();
  const again = stateFile(path);
  expect(await again.read("https://b.example/")).toEqual({ kept: true });
  await again.close();
  expect(await readdir(join(path, ".."))).toEqual(["watch.state.json"]);
  expect((await stat(path)).mode & 0o077).toBe(0);
});

test("updates that come together are written once, and each is on the disk when it is done", async () => {
  const path = await place();
  const store = stateFile(path);
  await store.update("first", () => 0);
  const inodes = new Set<number>();
  await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      await store.update(`key ${at}`, () => at);
      const state = JSON.parse(await readFile(path, "utf8"));
      expect(state.records[`key ${at}`]).toBe(at);
      inodes.add((await stat(path)).ino);
    }),
  );
  // Each write makes a new file.
  expect(inodes.size).toBeLessThanOrEqual(2);
  await store.close();
});

test.each(["{}", "", '{"type":"feed"}', '{"type":"trust-center-state","format":1,"records"', "null"])(
  "a file that is not ours is refused and stays as it is: %s",
  async (text) => {
    const path = await place();
    await writeFile(path, text);
    const store = stateFile(path);
    await expect(store.read("a")).rejects.toMatchObject({ code: "storage" });
    await expect(store.update("a", () => 1)).rejects.toMatchObject({ code: "storage" });
    await store.close();
    expect(await readFile(path, "utf8")).toBe(text);
  },
);

test("two do not use it at once; the lock of a process that was killed is taken over", async () => {
  const path = await place();
  const first = stateFile(path);
  await first.update("a", () => 1);
  const second = stateFile(path);
  await expect(second.update("a", () => 2)).rejects.toMatchObject({ code: "storage", evidence: { pid: process.pid } });
  await first.close();
  const dead = { pid: await deadProcess(), host: hostname(), token: "0123456789abcdef" };
  await writeFile(`${path}.lock`, JSON.stringify(dead));
  const third = stateFile(path);
  await third.update("a", (kept) => [kept, 3]);
  expect(await third.read("a")).toEqual([1, 3]);
  await third.close();
  expect(await readdir(join(path, ".."))).toEqual(["watch.state.json"]);
});

test("of many who find a dead lock one takes it over", async () => {
  const path = await place();
  await writeFile(`${path}.lock`, JSON.stringify({ pid: await deadProcess(), host: hostname(), token: "dead" }));
  const stores = Array.from({ length: 20 }, () => stateFile(path));
  const results = await Promise.allSettled(stores.map((store, at) => store.update("winner", () => at)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await Promise.all(stores.map((store) => store.close()));
});

test("what a killed write left behind does not hinder the next", async () => {
  const path = await place();
  await writeFile(`${path}.tmp`, "half");
  const store = stateFile(path);
  await store.update("a", () => 1);
  await store.close();
  expect(JSON.parse(await readFile(path, "utf8")).records).toEqual({ a: 1 });
});

test("of two forks that are kept at once one is, time and again", async () => {
  const store = stateFile(await place());
  expect(await lostForks(() => store, Number(process.env.STORE_ROUNDS ?? 150))).toBe(0);
  await store.close();
}, 300_000);
