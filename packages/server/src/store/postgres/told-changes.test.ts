import { setTimeout } from "node:timers/promises";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { emptyPostgresDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { migrations } from "../migrations/migrate.ts";
import { openStore } from "../open/open.ts";
import type { Database } from "../schema.ts";
import type { PostgresPlace } from "../store.ts";
import { nodePostgresDialect } from "./driver.ts";

let database: TestDatabase;

beforeEach(async () => {
  database = await emptyPostgresDatabase(inject("postgres"));
});

afterEach(() => database.close());

/** Brings the database as far as a version of the program did. */
async function bringTo(layout: string): Promise<void> {
  const db = new Kysely<Database>({ dialect: nodePostgresDialect(database.place as PostgresPlace) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo(layout);
  await db.destroy();
  expect(error).toBeUndefined();
}

const toldChanges = () => database.query("select change, delivery, deadline from told_changes order by change");

const telling = (delivery: string, changes: string) =>
  `insert into told (delivery, subscription, event, since, until, message_id, language, text_sha256, changes, contracts, state,
      outcome, told_at, settled_at)
    values ('${delivery}', 'ada', 'notice-2', 0, 2, 'm', 'en', 't', '${changes}', '[]', 'sent', '', 1, 1)`;

test("what a replica of an older version told while the layout changed is found by its change, once the next one is there", async () => {
  await bringTo("0016-moments");
  await database.run(`
    insert into subscriptions (id, email, email_hash, state, confirm_hash, leave_hash, created_at, confirmed_at, cursor)
      values ('ada', 'ada@customer.example', 'h', 'confirmed', 'c', 'l', 1, 2, 3);
    insert into texts (sha256, text) values ('t', 'text');
    ${telling("before", '[{"id":"1.1"}]')}`);
  const older = new pg.Client({ connectionString: (database.place as PostgresPlace).url });
  await older.connect();
  await older.query("begin");
  await older.query(telling("meanwhile", '[{"id":"2.1","deadline":"2026-02-01T00:00:00Z"}]'));
  const brought = bringTo("0017-pages");
  // It has read `told`, and waits for the older replica before it makes triggers of it.
  const isWaiting = async () =>
    (await database.query("select 1 from pg_locks where relation = 'told'::regclass and not granted")).length > 0;
  while (!(await isWaiting())) await setTimeout(20);
  await older.query("commit");
  await older.end();
  await brought;
  const before = { change: "1.1", delivery: "before", deadline: null };
  expect(await toldChanges()).toEqual([before]);
  await (await openStore(database.place)).close();
  expect(await toldChanges()).toEqual([
    before,
    { change: "2.1", delivery: "meanwhile", deadline: "2026-02-01T00:00:00Z" },
  ]);
});
