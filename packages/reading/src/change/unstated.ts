import { joined } from "../read/joined.ts";
import type { Reader } from "../read/reader.ts";
import type { Told } from "./tell.ts";

/** What several facts do not state, in one row where the last of them stood: `Not stated: Contact, Safeguards`. */
export function unstatedTogether(rows: Told["rows"], reader: Reader): Told["rows"] {
  const label = reader.t("notStated");
  const unstated = rows.filter(({ text }) => text === label);
  if (unstated.length < 2) return rows;
  const all = joined(
    unstated.map((row) => row.label),
    ", ",
    reader,
  );
  return rows.flatMap((row) => {
    if (row.text !== label) return [row];
    return row === unstated.at(-1) ? [{ label, text: all }] : [];
  });
}
