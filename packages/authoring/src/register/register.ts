import type { FeedContent } from "@trust-center/feed";
import { csvText, type Reader } from "@trust-center/reading";
import { openCells } from "./open.ts";
import { registerTables } from "./rows.ts";
import { type RegisterFault, registerFaults } from "./rules.ts";
import { type OpenCell, type RegisterTable, tableText } from "./table.ts";

/** What a vendor knows of its customers' registers of information, and what of them is open. */
export interface Register {
  readonly tables: readonly RegisterTable[];
  /** Empty cells, with who can fill them. */
  readonly open: readonly OpenCell[];
  /** Filled cells that the rules refuse: none of a list that `check` finds nothing in. */
  readonly faults: readonly RegisterFault[];
}

/**
 * The rows of B_05.01, B_05.02 and B_02.02 that a list states (Implementing Regulation (EU) 2024/2956).
 *
 * @param reader Reads names in the language of the publisher: a register has no other.
 */
export function registerOf(list: FeedContent, reader: Reader): Register {
  const tables = registerTables(list, reader);
  return { tables, open: openCells(tables), faults: registerFaults(tables) };
}

/** The files of a register: a table each, and which cells of them are open. */
export const registerFiles = ({ tables, open }: Register): Map<string, string> =>
  new Map([
    ...tables.map((table) => [`${table.template.id}.csv`, tableText(table)] as const),
    ["open-cells.csv", openText(open)],
  ]);

const openText = (open: readonly OpenCell[]): string =>
  csvText([
    ["table", "line", "column", "filled_by", "of", "member"],
    ...open.map(({ table, line, column, filler, of, member }) => [
      table,
      line === undefined ? "every" : String(line),
      column || "row",
      filler,
      of,
      member ?? "",
    ]),
  ]);
