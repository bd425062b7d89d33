import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { openSqlite } from "./open.ts";

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-store-"));
  store = await openSqlite(join(folder, "store.db"), Date.now);
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const insert = (key: string) =>
  store.write((tx) => tx.insertInto("rates").values({ key, count: 1, expires_at: 1 }).execute());

const keys = async () =>
  (await store.read((db) => db.selectFrom("rates").select("key").orderBy("key").execute())).map(({ key }) => key);

test("one piece of work that fails takes nothing else back", async () => {
  const results = await Promise.allSettled([
    insert("a"),
    store.write(async (tx) => {
      await tx.insertInto("rates").values({ key: "half", count: 1, expires_at: 1 }).execute();
      throw new Error("no");
    }),
    insert("a"),
    insert("b"),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
  expect(await keys()).toEqual(["a", "b"]);
});

test("one file serves one store at a time, in one process too", async () => {
  for (let times = 0; times < 3; times++) {
    await expect(openSqlite(join(folder, "store.db"), Date.now)).rejects.toThrow("another process serves it");
  }
  await insert("still mine");
  expect(await keys()).toEqual(["still mine"]);
});

test("many writes are all there", async () => {
  await Promise.all(Array.from({ length: 500 }, (_, at) => insert(`key ${at}`)));
  expect(await keys()).toHaveLength(500);
});

test("a full database refuses, keeps its integrity, and recovers", async () => {
  const pages = await raw<{ page_count: number }>("pragma page_count");
  await raw(`pragma max_page_count = ${(pages[0]?.page_count ?? 0) + 4}`);
  const results = await Promise.allSettled(Array.from({ length: 300 }, (_, at) => insert(`${at} ${"x".repeat(2000)}`)));
  expect(results.some(({ status }) => status === "rejected")).toBe(true);
  const kept = results.filter(({ status }) => status === "fulfilled").length;
  expect(await keys()).toHaveLength(kept);
  await raw("pragma max_page_count = 1000000");
  await insert("after");
  expect(await keys()).toHaveLength(kept + 1);
  expect(await raw("pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
});

const raw = <T>(text: string) => store.write(async (tx) => (await sql.raw<T>(text).execute(tx)).rows);
