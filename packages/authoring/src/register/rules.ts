import { faultIn } from "../folder/identifiers.ts";
import { isLatin } from "../meaning/latin.ts";
import type { RegisterTemplate } from "./columns.ts";
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

/** What rules look up of other rows: made once, since a list may have thousands. */
interface Register {
  /** The codes of companies that have a row in B_05.01. */
  readonly companies: ReadonlySet<string | undefined>;
  /** Of each key of a table the first row that has it. */
  readonly first: ReadonlyMap<string, RegisterRow>;
  /** Who has which rank for which type of service. */
  readonly ranked: ReadonlySet<string>;
}

/** Looks at a row. What is empty is no fault: who is to fill it stands in the list of open cells. */
type RowRule = (row: RegisterRow, table: RegisterTable, register: Register) => Found[];

const fault = (column: string, expected: string, cells: Cells): Found[] => [
  { column, expected, found: cells[column] ?? "" },
];

/** A rule on one column of a table, for rows that fill it. */
const where =
  (
    id: string,
    column: string,
    expected: string,
    holds: (value: string, cells: Cells, register: Register) => boolean,
  ): RowRule =>
  ({ cells }, { template }, register) => {
    const value = cells[column];
    if (template.id !== id || value === undefined || holds(value, cells, register)) return [];
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
/** Columns that name a company, which has to have a row of its own. */
const references: [table: string, column: string][] = [
  ["b_05.01", "c0110"],
  ["b_05.02", "c0030"],
  ["b_05.02", "c0060"],
  ["b_02.02", "c0030"],
];

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
  "807": references.map(([id, column]) =>
    where(id, column, "a row of its own in b_05.01", (value, _cells, { companies }) => companies.has(value)),
  ),
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
export function registerFaults(tables: readonly RegisterTable[]): RegisterFault[] {
  const register = registerOf(tables);
  return Object.entries(registerRules).flatMap(([name, rules]) =>
    tables.flatMap((table) =>
      table.rows.flatMap((row, at) =>
        rules.flatMap((rule) =>
          rule(row, table, register).map((found) => ({ rule: name, table: table.template.id, line: at + 2, ...found })),
        ),
      ),
    ),
  );
}

function registerOf(tables: readonly RegisterTable[]): Register {
  const first = new Map<string, RegisterRow>();
  const [companies, ranked] = [new Set<string | undefined>(), new Set<string>()];
  for (const { template, rows } of tables) {
    for (const row of rows) {
      const key = keyOf(row, template);
      if (key !== undefined && !first.has(key)) first.set(key, row);
      if (template.id === "b_05.01") companies.add(row.cells.c0010);
      if (template.id === "b_05.02") ranked.add(rankOf(row.cells, row.cells.c0030, Number(row.cells.c0050)));
    }
  }
  return { companies, first, ranked };
}

/** What tells a row from others; undefined where a part of it is not stated. */
function keyOf({ cells }: RegisterRow, { id, columns }: RegisterTemplate): string | undefined {
  const keys = columns.filter(({ key, filler }) => key && filler === "vendor").map(({ code }) => code);
  if (keys.some((code) => cells[code] === undefined)) return undefined;
  // The countries belong to the key of B_02.02, filled or not.
  const places = id === "b_02.02" ? ["c0130", "c0150", "c0160"] : [];
  return JSON.stringify([id, ...[...keys, ...places].map((code) => cells[code] ?? "")]);
}

const rankOf = ({ c0020 }: Cells, code: string | undefined, rank: number): string =>
  JSON.stringify([c0020 ?? "", code ?? "", rank]);

function isUnionCode(value: string, { c0070 }: Cells): boolean {
  return c0070 !== "eba_CT:x212" || value === lei || value === euid;
}

function closedList({ cells }: RegisterRow, { template }: RegisterTable): Found[] {
  return template.columns
    .filter(({ code, values }) => cells[code] !== undefined && !values.test(cells[code]))
    .flatMap(({ code, expected }) => fault(code, expected, cells));
}

function duplicates(row: RegisterRow, { template }: RegisterTable, { first }: Register): Found[] {
  const key = keyOf(row, template);
  if (key === undefined || first.get(key) === row) return [];
  const column = template.columns.find(({ key, filler }) => key && filler === "vendor")?.code ?? "";
  return fault(column, "no other row with this key", row.cells);
}

/** At rank 1 the vendor serves; below it, whoever is served has the rank above, for the same type of service. */
function rank({ cells }: RegisterRow, { template }: RegisterTable, { ranked }: Register): Found[] {
  const { c0030, c0050, c0060 } = cells;
  if (template.id !== "b_05.02" || c0050 === undefined || c0060 === undefined || c0030 === undefined) return [];
  if (c0050 === "1") return c0060 === c0030 ? [] : fault("c0060", "the provider itself at rank 1", cells);
  const above = Number(c0050) - 1;
  return ranked.has(rankOf(cells, c0060, above)) ? [] : fault("c0060", `whoever has rank ${above}`, cells);
}
