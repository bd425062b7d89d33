import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Kysely } from "kysely";
import { SettingsError } from "../../settings/error.ts";
import { createBatch } from "../batch.ts";
import { createExclusive } from "../exclusive.ts";
import { hold } from "../hold.ts";
import { StoreError } from "../judge.ts";
import { migrate, requireNewest } from "../migrations/migrate.ts";
import { change, clock, rows } from "../query.ts";
import type { Database } from "../schema.ts";
import type { PostgresPlace, Queries, Store, StoreForAction, Write } from "../store.ts";
import { nodePostgresDialect } from "./driver.ts";
import { createMemory } from "./memory.ts";

/** While one commits, the next gather. */
const batches = { most: 200, atOnce: 1 };

/**
 * Opens a PostgreSQL database that replicas of one service share, brings its layout up to date, and finds out whether it
 * lies where it did.
 *
 * @throws {SettingsError} where it cannot be reached or is of a newer program
 */
export async function openPostgres(place: PostgresPlace): Promise<Store> {
  const db = connect(place);
  try {
    await migrateAlone(db);
    const write = createWrite(db);
    await write(knowPlace);
    return {
      now: () => clock(db),
      read: (work) => work(db),
      write,
      batch: (work) => createBatch(write, batches, work),
      exclusive: createExclusive(write),
      memory: createMemory(db, write),
      inStep: () => true,
      close: () => db.destroy(),
    };
  } catch (error) {
    await db.destroy();
    throw refusedBy(error);
  }
}

/** @throws {SettingsError} where it cannot be reached, or is of another version of the program */
export async function openPostgresForAction(place: PostgresPlace): Promise<StoreForAction> {
  const db = connect({ ...place, connections: 1 });
  try {
    await requireNewest(db);
  } catch (error) {
    await db.destroy();
    throw refusedBy(error);
  }
  return { read: (work) => work(db), write: createWrite(db), [Symbol.asyncDispose]: () => db.destroy() };
}

const connect = (place: PostgresPlace) => new Kysely<Database>({ dialect: nodePostgresDialect(place) });

const refusedBy = (error: unknown) =>
  error instanceof StoreError
    ? new SettingsError(`Expected to open the PostgreSQL database, but ${error.reason}.`, { cause: error })
    : error;

/** How often a transaction is tried that meets others, and the milliseconds between the first two. */
const mostTries = 8;
const firstPause = 10;

/** One transaction each, READ COMMITTED: what must not change meanwhile is locked by whoever reads it. */
const createWrite =
  (db: Kysely<Database>): Write =>
  async (work) => {
    for (let tries = 1; ; tries++) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (!(error instanceof StoreError && error.again) || tries === mostTries) throw error;
        await setTimeout(firstPause * 2 ** (tries - 1) * Math.random());
      }
    }
  };

/** Replicas that start at once take turns: two that make the same table would both fail. */
async function migrateAlone(db: Kysely<Database>): Promise<void> {
  await db.connection().execute(async (one) => {
    const name = "hashtextextended('trust-center layout', 0)";
    await rows(one, `select pg_advisory_lock(${name})`);
    try {
      await migrate(one);
    } finally {
      await rows(one, `select pg_advisory_unlock(${name})`);
    }
  });
}

/**
 * Holds the mails of a database that lies elsewhere than it did: one that was made from a dump does not know what went out
 * since.
 */
async function knowPlace(tx: Queries): Promise<void> {
  const here = await placeOf(tx);
  const [known] = await rows<{ value: string }>(tx, "select value from service where name = 'id' for update");
  if (known?.value.split(" ")[1] === here) return;
  if (known) await hold(tx, "moved");
  await change(
    tx,
    `insert into service (name, value) values ('id', ?) on conflict (name) do update set value = excluded.value`,
    `${known?.value.split(" ")[0] ?? randomUUID()} ${here}`,
  );
}

/** Server and database, by the numbers that PostgreSQL gave them when they were made. */
async function placeOf(tx: Queries): Promise<string> {
  const [found] = await rows<{ place: string }>(
    tx,
    `select cast((select system_identifier from pg_control_system()) as text) || '/' || cast(oid as text) as place
     from pg_database where datname = current_database()`,
  );
  return found?.place ?? "";
}
