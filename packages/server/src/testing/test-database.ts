import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { openStore } from "../store/open/open.ts";
import type { DatabasePlace } from "../store/store.ts";

/** Where the clock of a database is: so many milliseconds ahead, or standing still. */
export interface MovedClock {
  ahead?: number;
  frozen?: number;
}

/** A database for tests, looked at from outside the service. */
export interface TestDatabase {
  place: DatabasePlace;
  /** What the program is told of it. */
  flags: string[];
  env: Record<string, string>;
  query<T>(text: string): Promise<T[]>;
  /** Statements without an answer. */
  run(text: string): Promise<void>;
  /** Moves the database's clock. */
  moveClock(to: MovedClock): Promise<void>;
  /** The clock of a database that has none. */
  now(): number;
  close(): Promise<void>;
}

export function sqliteDatabase(folder: string, name: string): TestDatabase {
  const place = join(folder, name);
  let clock: MovedClock = {};
  const open = async <T>(work: (database: DatabaseSync) => T): Promise<T> => {
    const database = new DatabaseSync(place, { timeout: 10_000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    place,
    flags: ["--database", place],
    env: {},
    query: <T>(text: string) => open((database) => database.prepare(text).all() as T[]),
    run: (text) => open((database) => database.exec(text)),
    moveClock: async (to) => {
      clock = to;
    },
    now: () => clock.frozen ?? Date.now() + (clock.ahead ?? 0),
    close: async () => {},
  };
}

/** A database of its own on a server. */
export const postgresDatabase = async (server: string): Promise<TestDatabase> => copyOf(server, await template(server));

/** Likewise, without a layout and with the machine's clock. */
export const emptyPostgresDatabase = (server: string): Promise<TestDatabase> => copyOf(server, "template0");

async function copyOf(server: string, original: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name} template ${original}`);
  const url = withDatabase(server, name);
  const client = poolTo(url);
  return {
    place: { url, tls: "none" },
    flags: [],
    env: { DATABASE_URL: url, TRUST_CENTER_DATABASE_TLS: "none" },
    query: async <T>(text: string) => (await client.query(text)).rows as T[],
    run: async (text) => void (await client.query(text)),
    moveClock: async ({ ahead = 0, frozen }) =>
      void (await client.query("update test_clock set ahead = $1, frozen = $2", [ahead, frozen])),
    now: Date.now,
    close: async () => {
      await client.end();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

const templates = new Map<string, Promise<string>>();

/** A database with the newest layout and a clock that can be moved, of which others are copies. */
async function template(server: string): Promise<string> {
  const known = templates.get(server);
  // Another server may stand at the address of one that was stopped.
  if (known && (await isThere(server, await known))) return known;
  const made = makeTemplate(server);
  templates.set(server, made);
  return made;
}

async function isThere(server: string, name: string): Promise<boolean> {
  const client = poolTo(server);
  try {
    return (await client.query("select 1 from pg_database where datname = $1", [name])).rows.length > 0;
  } finally {
    await client.end();
  }
}

async function makeTemplate(server: string): Promise<string> {
  const name = `template_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name}`);
  const url = withDatabase(server, name);
  await (await openStore({ url, tls: "none" })).close();
  await onServer(
    url,
    `create table test_clock (ahead bigint not null, frozen bigint);
     insert into test_clock values (0, null);
     create or replace function clock_ms() returns bigint language sql volatile as
       'select coalesce(frozen, cast(extract(epoch from clock_timestamp()) * 1000 as bigint) + ahead) from test_clock';
     -- A copy has a place of its own.
     delete from service`,
  );
  return name;
}

export const withDatabase = (server: string, name: string) => server.replace(/[^/]*$/, name);

function poolTo(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    types: { getTypeParser: ((oid: number) => (oid === 20 ? Number : pg.types.getTypeParser(oid, "text"))) as never },
  });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Statements on a server's database. */
export async function onServer(url: string, text: string): Promise<void> {
  const client = poolTo(url);
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
