import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrations } from "../migrations/migrate.ts";
import type { Database } from "../schema.ts";
import { nodeSqliteDialect, openFile } from "./driver.ts";
import { openSqlite } from "./open.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-shipped-"));
  file = join(folder, "service.db");
});

afterEach(() => rm(folder, { recursive: true }));

/** Brings a new file as far as a version of the program did. */
async function bringTo(layout: string): Promise<void> {
  const db = new Kysely<Database>({ dialect: nodeSqliteDialect(openFile(file, Date.now)) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(layout);
  await db.destroy();
  expect(error).toBeUndefined();
}

const look = <T>(work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
};

/** Tables and indices as SQLite keeps them, a line each. */
const layoutNow = () =>
  look((database) =>
    database
      .prepare(
        `select sql from sqlite_master where sql is not null and name not like 'kysely%' and name not like 'sqlite_%'
         order by name`,
      )
      .all()
      .map(({ sql }) => `${String(sql).replace(/\s+/g, " ")};\n`)
      .join(""),
  );

/** White space says nothing. */
const plain = (layout: string) => layout.replaceAll("( ", "(");

test("the layouts that have shipped are as they were", async () => {
  await bringTo("0005-journal");
  const shipped = await readFile(new URL("../migrations/shipped-0005.sql", import.meta.url), "utf8");
  expect(plain(layoutNow())).toBe(plain(shipped));
});

test.each(Object.keys(migrations))(
  "a file of the layout %s is brought up to date with what it holds",
  async (layout) => {
    await bringTo(layout);
    look((database) =>
      database.exec(`
      insert into subscriptions (id, email, email_hash, state, confirm_hash, leave_hash, created_at, confirmed_at, cursor)
        values ('ada', 'ada@customer.example', 'h', 'confirmed', 'c', 'l', 1, 2, 3);
      insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, due_at, created_at)
        values ('d', 'notice-3', 'ada', 'email', 'notice', 'ada', 'sent', 1, 1, 1)`),
    );
    const store = await openSqlite(file, Date.now);
    const kept = await store.read((db) => db.selectFrom("subscriptions").selectAll().execute());
    expect(kept).toMatchObject([
      { id: "ada", email: "ada@customer.example", state: "confirmed", cursor: 3, period: 0 },
    ]);
    expect(await store.exclusive("duty", 1, async () => {})).toBe(true);
    await store.close();
    const brought = layoutNow();
    await rm(file);
    await rm(`${file}-kept`);
    await (await openSqlite(file, Date.now)).close();
    expect(brought).toBe(layoutNow());
  },
);
