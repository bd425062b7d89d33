import { csvText } from "@trust-center/reading";
import type { RegisterColumn, RegisterTemplate } from "./columns.ts";

/** What is stated of a row, by column. A column that is missing here is an empty cell. */
export type Cells = Readonly<Record<string, string>>;

/** A row of a template. */
export interface RegisterRow {
  /** Whom it is about, in words: no cell of its own. */
  readonly of: string;
  readonly cells: Cells;
  /** The vendor does not say whether the row belongs into the register: whether the company underpins critical functions. */
  readonly doubtful?: boolean;
}

/** The rows of one template. */
export interface RegisterTable {
  readonly template: RegisterTemplate;
  readonly rows: readonly RegisterRow[];
}

/** A cell that is empty, and who can fill it. */
export interface OpenCell {
  readonly table: string;
  /** Its line in the file, from 2: the first names the columns. Absent where it is every line. */
  readonly line?: number;
  /** Whom its line is about. */
  readonly of: string;
  readonly column: string;
  readonly filler: RegisterColumn["filler"];
  /** The member that a vendor would state. */
  readonly member?: string | undefined;
}

/** A table as a file of the reporting package: RFC 4180, UTF-8. */
export const tableText = ({ template, rows }: RegisterTable): string =>
  csvText([template.columns.map(({ code }) => code), ...rows.map((row) => cellsOf(template, row))]);

const cellsOf = ({ columns }: RegisterTemplate, { cells }: RegisterRow): string[] =>
  columns.map(({ code }) => cells[code] ?? "");
