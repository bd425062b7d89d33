import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKeyed } from "../../secret/keyed.ts";
import { hour } from "../../time.ts";
import { takeIn, workOff } from "../intake.ts";
import { claim } from "../outbox.ts";
import { defaultRates } from "../rates.ts";
import { settle } from "../settle.ts";
import type { Store } from "../store.ts";
import { openSqlite } from "./open.ts";

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-statements-"));
  store = await openSqlite(join(folder, "service.db"), Date.now);
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const keyed = createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes"));

/** So many people ask to be told, some of them again; and are mailed. */
async function subscribe(count: number): Promise<void> {
  const asking = Array.from({ length: count }, (_, at) => ({
    ...{ email: at % 3 === 0 ? "ada@customer.example" : `${randomUUID()}@customer.example`, language: "en" },
    ...{ wish: undefined, network: randomUUID() },
    proof: { challenge: randomUUID(), expiresAt: Date.now() + hour, cost: 1 },
  }));
  await store.write((tx) => takeIn(tx, asking, { most: 3, span: hour }));
  await store.write((tx) => workOff(tx, keyed, defaultRates));
  const leased = await store.write((tx) => claim(tx, { most: count, span: hour, held: [] }));
  const outcome = { state: "sent", outcome: "250" } as const;
  await store.write((tx) =>
    settle(
      tx,
      leased.map((delivery) => ({ delivery, outcome })),
    ),
  );
}

test("a statement is compiled once, however many rows it is for: what is kept compiled does not grow with requests", async () => {
  for (const count of [1, 20, 2]) await subscribe(count);
  const prepared = vi.spyOn(DatabaseSync.prototype, "prepare");
  for (let count = 3; count < 30; count++) await subscribe(count);
  expect(prepared.mock.calls.map(([text]) => text)).toEqual([]);
  prepared.mockRestore();
});
