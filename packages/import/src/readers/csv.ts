import { UsageError } from "@trust-center/authoring";
import { withoutGuards } from "@trust-center/reading";
import { parse } from "csv-parse/sync";
import { limits } from "../limits.ts";
import type { Row, SourceDocument } from "../model/document.ts";
import { tooManyCells } from "./html.ts";
import { cellOf } from "./plain-cell.ts";

/** Reads comma, semicolon or tab separated values (RFC 4180): one table, whose first row may be its headings. */
export function readCsv(text: string): SourceDocument {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: limits.source,
    }) as unknown as typeof records;
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `Expected comma separated values (RFC 4180), found: ${found}. Close the quotation mark on that line, or save the sheet once more as CSV.`,
    );
  }
  if (records.reduce((sum, { record }) => sum + record.length, 0) > limits.cells) throw tooManyCells();
  let before = 0;
  const rows = records.flatMap(({ record, info }): Row[] => {
    // A record's number of lines is known at its end.
    const line = before + 1;
    before = info.lines;
    return record.every((value) => value.trim() === "")
      ? []
      : [{ cells: record.map((value) => cellOf(withoutGuards(value))), line }];
  });
  return { blocks: rows.length > 0 ? [{ type: "table", rows, heads: 0, line: 1 }] : [] };
}

/** What stands most often in the first line outside of quotation marks. */
function delimiterOf(text: string): string {
  const first = (text.split("\n").find((line) => line.trim() !== "") ?? "").replace(/"[^"]*"/g, "");
  const count = (mark: string) => first.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
