import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { Database } from "../schema.ts";
import { wordsOf } from "../words.ts";

/** Where layouts differ in words. */
export interface LayoutWords {
  /** Which database it is. */
  database: "sqlite" | "postgres";
  /** A whole number of 64 bits. */
  integer: string;
  /** A number that the database gives, never twice. */
  counted: string;
  /** After a table: a value of another type is refused (https://www.sqlite.org/stricttables.html). */
  strict: string;
  /** Likewise, of a table that is its own index. */
  keyed: string;
}

const sqlite: LayoutWords = {
  database: "sqlite",
  integer: "integer",
  counted: "integer primary key autoincrement",
  strict: " strict",
  keyed: " strict, without rowid",
};

const postgres: LayoutWords = {
  database: "postgres",
  integer: "bigint",
  counted: "bigint generated always as identity primary key",
  strict: "",
  keyed: "",
};

/** A step of the layout, in the words of whichever database it is for. */
export const layout = (write: (words: LayoutWords) => readonly string[]): Migration => ({
  async up(db: Kysely<never>) {
    const words = wordsOf(db as unknown as Kysely<Database>).lock ? postgres : sqlite;
    for (const statement of write(words)) await sql.raw(statement).execute(db);
  },
});
