import type { Exported, OpenCell } from "@trust-center/authoring";
import type { Reporter } from "./reporter.ts";

/** Companies that are named with what they lack. A longer list is in the file, and in --json. */
const shown = 20;

/** Says what of a register is refused, and who fills what is open. */
export function printRegister({ open, faults }: NonNullable<Exported["register"]>, reporter: Reporter): void {
  const { say, complain, paint } = reporter;
  for (const { rule, table, line, column, expected, found } of faults) {
    complain(
      `${table}.csv:${line} ${column}  ${paint("red", "error")}  Expected ${expected}, found “${found}”.  [${rule}]`,
    );
  }
  const customers = open.filter(({ filler }) => filler === "customer");
  const vendors = open.filter(({ filler }) => filler === "vendor");
  say(`${faults.length} errors in what the list states`);
  say(`For the customer to fill: ${tablesOf(customers)}`);
  if (vendors.length === 0) return;
  say("For the vendor to state:");
  const companies = [...Map.groupBy(vendors, ({ of }) => of)];
  for (const [of, cells] of companies.slice(0, shown)) {
    say(`  ${of}: ${[...new Set(cells.map(({ member }) => member))].join("; ")}`);
  }
  if (companies.length > shown) say(`  … and ${companies.length - shown} more`);
  say(paint("dim", "Each cell with its line stands in open-cells.csv."));
}

/** `b_05.02 c0010; b_02.02 c0010, c0020` */
const tablesOf = (open: readonly OpenCell[]): string =>
  [...Map.groupBy(open, ({ table }) => table)]
    .map(([table, cells]) => `${table} ${[...new Set(cells.map(({ column }) => column))].join(", ")}`)
    .join("; ");
