import type { Words } from "../words.ts";

/** One writer at a time: nothing has to be locked. */
export const sqliteWords: Words = {
  listed: "select value from json_each(?)",
  table: (name, columns) =>
    `(select ${Object.keys(columns)
      .map((column) => `value ->> '${column}' as ${column}`)
      .join(", ")} from json_each(?)) as ${name}`,
  mine: "",
  free: "",
  newId: "id_in_order()",
  journal: true,
};
