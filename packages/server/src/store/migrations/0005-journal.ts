import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What is to be kept apart from the database, so that a restored one neither repeats nor contradicts what was said. */
const statements = [
  `create table service (name text primary key, value text not null) strict, without rowid`,
  // Numbers are never given twice: the newest tells how far the database knows.
  `create table journal (seq integer primary key autoincrement, entry text not null) strict`,
];

export const journal: Migration = {
  async up(db: Kysely<never>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
