import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Whoever left and asks again begins a new period: links of mails from the one before confirm nothing. */
export const periods: Migration = {
  async up(db: Kysely<never>) {
    await sql`alter table subscriptions add column period integer not null default 0`.execute(db);
  },
};
