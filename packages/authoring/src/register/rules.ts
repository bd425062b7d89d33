import { faultIn } from "../folder/identifiers.ts";
import { isLatin } from "../meaning/latin.ts";
import type { RegisterColumn } from "./columns.ts";
import type { Cells, RegisterRow, RegisterTable } from "./table.ts";

/** A cell that is filled, and would be refused or warned of. */
export interface RegisterFault {
  /** As the rules of the supervisory authorities number it, where they do. */
  readonly rule: string;
  readonly table: string;
  /** Its line in the file, from 2. */
  readonly line: number;
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

type Found = Omit<RegisterFault, "rule" | "table" | "line">;

/** Looks at a row. What is empty is no fault: who is to fill it stands in the list of open cells. */
type RowRule = (row: RegisterRow, table: RegisterTable, all: readonly RegisterTable[]) => Found[];

const fault = (column: string, expected: string, cells: Cells): Found[] => [
  { column, expected, found: cells[column] ?? "" },
];

/** A rule on one column of a table, for rows that fill it. */
const where =
  (
    id: string,
    column: string,
    expected: string,
    holds: (value: string, cells: Cells, tables: readonly RegisterTable[]) => boolean,
  ): RowRule =>
  ({ cells }, { template }, all) => {
    const value = cells[column];
    if (template.id !== id || value === undefined || holds(value, cells, all)) return [];
    return fault(column, expected, cells);
  };

const lei = "eba_qCO:qx2000";
const euid = "eba_qCO:qx2002";
const pairs: [table: string, code: string, type: string][] = [
  ["b_05.01", "c0010", "c0020"],
  ["b_05.01", "c0030", "c0040"],
  ["b_05.01", "c0110", "c0120"],
  ["b_05.02", "c0030", "c0040"],
  ["b_05.02", "c0060", "c0070"],
  ["b_02.02", "c0030", "c0040"],
];
const codes = (all: readonly RegisterTable[], id: string, of: string) =>
  all.filter(({ template }) => template.id === id).flatMap(({ rows }) => rows.map(({ cells }) => cells[of]));

/** Latin, Cyrillic and Greek letters: Implementing Regulation (EU) 2024/2956, annex I, B_05.01.0050. */
const unionLetters = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\P{L}]*$/u;

/** Every rule by its name: what the reporting package is refused or warned for. */
export const registerRules: Readonly<Record<string, readonly RowRule[]>> = {
  // A label in the place of a code, a code of another list.
  "503": [closedList],
  v8821: pairs.map(([id, code, type]) =>
    where(
      id,
      code,
      "an LEI whose last two digits check the rest",
      (value, cells) => cells[type] !== lei || faultIn({ type: "lei", value }) === undefined,
    ),
  ),
  VR_72: pairs.map(([id, code, type]) =>
    where(
      id,
      code,
      "an EUID",
      (value, cells) => cells[type] !== euid || faultIn({ type: "euid", value }) === undefined,
    ),
  ),
  v8817: [where("b_05.01", "c0020", "LEI or EUID of a legal person", isUnionCode)],
  v8818: [where("b_05.01", "c0040", "LEI or EUID of a legal person", isUnionCode)],
  // A code and its type stand together.
  v8823: pairs.flatMap(([id, code, type]) => [
    where(id, code, `a type of code beside it, in ${type}`, (_value, cells) => cells[type] !== undefined),
    where(id, type, `a code beside it, in ${code}`, (_value, cells) => cells[code] !== undefined),
  ]),
  "B_05.01.0050": [
    where("b_05.01", "c0050", "a name in Latin, Cyrillic or Greek letters", (value) => unionLetters.test(value)),
  ],
  "B_05.01.0060": [where("b_05.01", "c0060", "a name in Latin letters", isLatin)],
  "806": [duplicates],
  "807": [
    where("b_05.01", "c0110", "a row of its own in b_05.01", (value, _cells, all) =>
      codes(all, "b_05.01", "c0010").includes(value),
    ),
    where("b_05.02", "c0030", "a row in b_05.01", (value, _cells, all) =>
      codes(all, "b_05.01", "c0010").includes(value),
    ),
    where("b_05.02", "c0060", "a row in b_05.01", (value, _cells, all) =>
      codes(all, "b_05.01", "c0010").includes(value),
    ),
    where("b_02.02", "c0030", "a row in b_05.01", (value, _cells, all) =>
      codes(all, "b_05.01", "c0010").includes(value),
    ),
  ],
  "B_05.02.0050": [rank],
  // Where data is stored, it is said where, and the other way round.
  "B_02.02.0150": [
    where("b_02.02", "c0150", "c0140 to say that data is stored", (_value, cells) => cells.c0140 === "eba_BT:x28"),
    where(
      "b_02.02",
      "c0140",
      "a country in c0150",
      (value, cells) => value !== "eba_BT:x28" || cells.c0150 !== undefined,
    ),
  ],
};

/** What of the filled cells breaks a rule of the register. */
export const registerFaults = (tables: readonly RegisterTable[]): RegisterFault[] =>
  Object.entries(registerRules).flatMap(([name, rules]) =>
    tables.flatMap((table) =>
      table.rows.flatMap((row, at) =>
        rules.flatMap((rule) =>
          rule(row, table, tables).map((found) => ({ rule: name, table: table.template.id, line: at + 2, ...found })),
        ),
      ),
    ),
  );

function isUnionCode(value: string, { c0070 }: Cells): boolean {
  return c0070 !== "eba_CT:x212" || value === lei || value === euid;
}

function closedList({ cells }: RegisterRow, { template }: RegisterTable): Found[] {
  return template.columns
    .filter(({ code, values }) => cells[code] !== undefined && !values.test(cells[code]))
    .flatMap(({ code, expected }) => fault(code, expected, cells));
}

/** The columns that tell rows apart. A row that lacks a part of its key is not told apart yet. */
function duplicates(row: RegisterRow, { template, rows }: RegisterTable): Found[] {
  const keys = template.columns.filter(({ key, filler }) => key && filler === "vendor");
  const keyOf = ({ cells }: RegisterRow) =>
    JSON.stringify(placesOf(template.id, keys).map((code) => cells[code] ?? ""));
  if (keys.some(({ code }) => row.cells[code] === undefined)) return [];
  const same = rows.filter((other) => keyOf(other) === keyOf(row));
  if (same.length < 2 || same[0] === row) return [];
  return fault(keys[0]?.code ?? "", "no other row with this key", row.cells);
}

/** The countries belong to the key of B_02.02, filled or not. */
const placesOf = (id: string, keys: readonly RegisterColumn[]): string[] => [
  ...keys.map(({ code }) => code),
  ...(id === "b_02.02" ? ["c0130", "c0150", "c0160"] : []),
];

/** At rank 1 the vendor serves; below it, whoever is served has the rank above, for the same type of service. */
function rank({ cells }: RegisterRow, { template, rows }: RegisterTable): Found[] {
  const { c0020, c0030, c0050, c0060 } = cells;
  if (template.id !== "b_05.02" || c0050 === undefined || c0060 === undefined || c0030 === undefined) return [];
  if (c0050 === "1") return c0060 === c0030 ? [] : fault("c0060", "the provider itself at rank 1", cells);
  const above = rows.some(
    ({ cells: other }) => other.c0030 === c0060 && other.c0020 === c0020 && Number(other.c0050) === Number(c0050) - 1,
  );
  return above ? [] : fault("c0060", `whoever has rank ${Number(c0050) - 1}`, cells);
}
