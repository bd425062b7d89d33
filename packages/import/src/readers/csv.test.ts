import { csvText } from "@trust-center/reading";
import fc from "fast-check";
import { expect, test } from "vitest";
import { textOf } from "../model/document.ts";
import { readCsv } from "./csv.ts";

const letters = fc.constantFrom(..."=+-@'ab 1,;|＝".split(""));

test("a cell of our own files is read as it was before an apostrophe kept spreadsheets from running it", () => {
  fc.assert(
    fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), (cell) => {
      const [table] = readCsv(
        csvText([
          ["Name", "Purpose"],
          ["Acme", cell],
        ]),
      ).blocks;
      const runs = table?.type === "table" ? table.rows[1]?.cells[1]?.runs : undefined;
      expect(textOf(runs ?? [])).toBe(cell.trim());
    }),
    { numRuns: 500 },
  );
});
