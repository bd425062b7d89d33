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

/** What the version before asks for all the time, as it writes it (layout 0015), with numbers for what is bound. */
const asked = {
  "mails that somebody waits for": `select id from deliveries where kind <> 'notice' and channel = 'email'
    and state in ('queued', 'unknown') and due_at <= 1 and id not in (select value from json_each('[]')) order by due_at limit 1`,
  notices: `select id from deliveries as one where kind = 'notice' and state in ('queued', 'unknown')
    and event = (select id from events order by log_size desc limit 1) and due_at <= 1
    and id not in (select value from json_each('[]'))
    and not exists (select 1 from deliveries as other
      where other.subscription = one.subscription and other.state = 'leased' and other.kind = 'notice')
    order by due_at limit 1`,
  "leases that ran out": `select id from deliveries where state = 'leased' and channel = 'email' and leased_until < 1
    and id not in (select value from json_each('[]')) order by leased_until limit 1`,
  "how many wait": `select count(*) from deliveries where kind <> 'notice' and channel = 'email' and state in ('queued', 'unknown')`,
  "how many failed": `select count(*) from deliveries where state = 'failed' and channel = 'email'`,
  tasks: "select count(*) from tasks where done_at is null",
};

test("replicas of the version before find what they ask for by an index still", async () => {
  await bringTo(Object.keys(migrations).at(-1) ?? "");
  for (const [what, statement] of Object.entries(asked)) {
    const plan = look((database) => database.prepare(`explain query plan ${statement}`).all());
    const lines = plan.map(({ detail }) => String(detail));
    // SQLite says SCAN for a table that it reads whole, and names the index where it reads that instead.
    const whole = lines.filter((line) => /^SCAN (?!json_each|.* USING )/.test(line));
    expect([whole, lines.some((line) => / USING .*INDEX /.test(line))], `${what}: ${lines.join("; ")}`).toEqual([
      [],
      true,
    ]);
  }
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

test("what a replica of an older version told while the layout changed is found by its change too", async () => {
  await bringTo("0020-objectors-to-tell");
  const told = look((database) => {
    database.exec(`
      insert into subscriptions (id, email, email_hash, state, confirm_hash, leave_hash, created_at, confirmed_at, cursor)
        values ('ada', 'ada@customer.example', 'h', 'confirmed', 'c', 'l', 1, 2, 3);
      insert into texts (sha256, text) values ('t', 'text');
      insert into told (delivery, subscription, event, since, until, message_id, language, text_sha256, changes, contracts, state,
          outcome, told_at, settled_at)
        values ('d', 'ada', 'notice-2', 0, 2, 'm', 'en', 't', '[{"id":"2.1","deadline":"2026-02-01T00:00:00Z"},{"id":"2.2"}]', '[]',
          'sent', '', 1, 1);`);
    const all = () => database.prepare("select * from told_changes order by change").all();
    const kept = all();
    // As it was where the row was committed before the triggers were there, and another was since taken back.
    database.exec("delete from told_changes");
    database.exec(
      "insert into told_changes (subscription, change, delivery, state) values ('ada', '1.1', 'x', 'sent')",
    );
    return kept;
  });
  expect(told).toMatchObject([{ change: "2.1", deadline: "2026-02-01T00:00:00Z", state: "sent" }, { change: "2.2" }]);
  await (await openSqlite(file, Date.now)).close();
  expect(look((database) => database.prepare("select * from told_changes order by change").all())).toEqual(told);
});
