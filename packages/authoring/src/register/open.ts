import type { RegisterColumn } from "./columns.ts";
import type { OpenCell, RegisterRow, RegisterTable } from "./table.ts";

/** Columns of which one is enough for a row: what happens in its country. The customer puts together what meets in a contract. */
const places = ["c0130", "c0140", "c0150", "c0160"];

/** Every cell that is empty, with who can fill it. Cells of the customer are named once a column. */
export function openCells(tables: readonly RegisterTable[]): OpenCell[] {
  return tables.flatMap((table) => {
    const { id, columns } = table.template;
    const customers = columns.filter(({ filler }) => filler === "customer");
    return [
      ...table.rows.flatMap((row, at) => [
        ...columns
          .filter((column) => isOpen(column, row, table))
          .map(({ code, filler, member }) => ({ table: id, line: at + 2, of: row.of, column: code, filler, member })),
        ...(row.doubtful ? [doubt(id, at + 2, row.of)] : []),
      ]),
      ...(table.rows.length > 0 ? customers : []).map(({ code, filler }) => ({
        table: id,
        of: "",
        column: code,
        filler,
      })),
      ...(id === "b_02.02" ? places : [])
        .map((code) => joining(id, code))
        .filter(({ column }) => isPartly(table, column)),
    ];
  });
}

/** Whether the vendor could have stated a cell, and has not. */
function isOpen({ code, filler, key, required }: RegisterColumn, { cells }: RegisterRow, { template }: RegisterTable) {
  if (filler !== "vendor" || cells[code] !== undefined) return false;
  if (template.id === "b_02.02" && places.includes(code)) return places.every((one) => cells[one] === undefined);
  return key === true || required === true;
}

/** A row whose company may underpin nothing critical: it would be taken out. */
const doubt = (table: string, line: number, of: string): OpenCell => ({
  table,
  line,
  of,
  column: "",
  filler: "vendor",
  member: "underpins",
});

const isPartly = ({ rows }: RegisterTable, code: string): boolean =>
  rows.some(({ cells }) => cells[code] === undefined && places.some((one) => cells[one] !== undefined));

const joining = (table: string, column: string): OpenCell => ({ table, of: "", column, filler: "customer" });
