import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openForAction, openStore } from "../open/open.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-open-"));
  file = join(folder, "service.db");
});

afterEach(() => rm(folder, { recursive: true }));

/** SQLite removes them with its last connection (https://www.sqlite.org/walformat.html §1). */
const journals = async () => (await readdir(folder)).filter((name) => /-(wal|shm|journal)$/.test(name));

test("a store that is closed has no file open, whether it was asked something or not", async () => {
  await (await openStore(file)).close();
  expect(await journals()).toEqual([]);
  const store = await openStore(file);
  await store.now();
  await store.close();
  expect(await journals()).toEqual([]);
  await (await openForAction(file))[Symbol.asyncDispose]();
  expect(await journals()).toEqual([]);
});

test("nor has one that could not be opened", async () => {
  await (await openStore(file)).close();
  const database = new DatabaseSync(file);
  database.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2999-01-01')");
  database.close();
  await expect(openStore(file)).rejects.toThrow();
  expect(await journals()).toEqual([]);
  await expect(openForAction(file)).rejects.toThrow();
  expect(await journals()).toEqual([]);
});
