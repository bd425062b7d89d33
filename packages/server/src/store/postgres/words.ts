import type { Words } from "../words.ts";

/** Many writers, each of which sees what was committed when a statement began (READ COMMITTED): rows are locked before they are changed. */
export const postgresWords: Words = {
  listed: "select jsonb_array_elements_text(cast(? as jsonb))",
  table: (name, columns) =>
    `jsonb_to_recordset(cast(? as jsonb)) as ${name}(${Object.entries(columns)
      .map(([column, type]) => `${column} ${type === "integer" ? "bigint" : type}`)
      .join(", ")})`,
  mine: "for update",
  free: "for update skip locked",
  lock: {
    shared: "select pg_advisory_xact_lock_shared(hashtextextended(?, 0))",
    alone: "select pg_advisory_xact_lock(hashtextextended(?, 0))",
  },
  // Its server writes apart from this process: there nobody waits for pages that are touched.
  newId: "gen_random_uuid()",
  journal: false,
};
