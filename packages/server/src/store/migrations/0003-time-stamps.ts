import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** A receipt may have the time stamp of an authority: a token (RFC 3161) over its bytes, in base64. */
export const timeStamps: Migration = {
  async up(db: Kysely<never>) {
    await sql`alter table objections add column time_stamp text`.execute(db);
  },
};
