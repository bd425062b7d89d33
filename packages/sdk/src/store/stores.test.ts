import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lostForks } from "../testing/contenders.ts";
import { contractBreaches } from "../testing/store-contract.ts";
import { fileStore } from "./file.ts";
import { memoryStore } from "./memory.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "trust-center-store-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

test("memory keeps the contract", async () => {
  expect(await contractBreaches(memoryStore)).toEqual([]);
});

test("files keep the contract, outlive the process, and leave nothing behind", async () => {
  const at = await folder();
  expect(await contractBreaches(() => fileStore(at))).toEqual([]);
  await fileStore(at).update("https://b.example/", () => ({ kept: true }));
  expect(await fileStore(at).read("https://b.example/")).toEqual({ kept: true });
  const names = await readdir(at);
  expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect((await stat(join(at, names[0] ?? ""))).mode & 0o077).toBe(0);
});

test("a broken file is an error, not a fresh start", async () => {
  const at = await folder();
  await fileStore(at).update("https://b.example/", () => ({ kept: true }));
  const [name = ""] = await readdir(at);
  await writeFile(join(at, name), (await readFile(join(at, name), "utf8")).slice(0, -3));
  await expect(fileStore(at).read("https://b.example/")).rejects.toThrow();
});

test("an address cannot lead out of the folder", async () => {
  const at = await folder();
  await fileStore(at).update("../../escape", () => 1);
  expect(await readdir(at)).toEqual(["..%2F..%2Fescape.json"]);
});

/** A thousand take half a minute on a quiet disk. */
const rounds = Number(process.env.STORE_ROUNDS ?? 150);

test("of two forks that are kept at once one is, time and again", async () => {
  const shared = memoryStore();
  expect(await lostForks(() => shared, 1000)).toBe(0);
  const at = await folder();
  expect(await lostForks(() => fileStore(at), rounds)).toBe(0);
  expect((await readdir(at)).filter((name) => !name.endsWith(".json"))).toEqual([]);
}, 300_000);

test("the lock of a process that was killed hinders nobody", async () => {
  const at = await folder();
  const lock = join(at, `${encodeURIComponent("https://b.example/")}.json.lock`);
  await writeFile(lock, JSON.stringify({ pid: 2 ** 22 - 3, host: hostname(), token: "0123456789abcdef" }));
  await fileStore(at).update("https://b.example/", () => 1);
  expect(await fileStore(at).read("https://b.example/")).toBe(1);
});
