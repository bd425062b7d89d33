import fc from "fast-check";
import { expect, test } from "vitest";
import { importList } from "./import-list.ts";
import { anyBlocks, anyPage, written, writtenBlocks } from "./testing/pages.ts";
import { contentProblems } from "./testing/problems.ts";

const publisher = { name: "Acme", feed: "https://acme.example/.well-known/trust-center/" };

/** Pages for each format. `LAW_RUNS=2000` looks for longer. */
const numRuns = Number(process.env.LAW_RUNS ?? 20);

test.each(Object.keys(written))(
  "%s: of any list no word is lost, each row is an entry, and check finds nothing",
  async (format) => {
    await fc.assert(
      fc.asyncProperty(anyPage, async (page) => {
        const source = written[format]?.(page);
        if (!source) expect.fail(`no page in ${format}`);
        const { list, report } = await importList(source, { publisher });
        expect(report.words.lost).toEqual([]);
        expect(report.rows).toBe(page.rows.length);
        expect(await contentProblems(list)).toEqual([]);
      }),
      { numRuns },
    );
  },
  300_000,
);

test.each(Object.keys(writtenBlocks))(
  "%s: of any page no word is lost, whatever is found in it",
  async (format) => {
    await fc.assert(
      fc.asyncProperty(anyBlocks, async (blocks) => {
        const source = writtenBlocks[format]?.(blocks);
        if (!source) expect.fail(`no page in ${format}`);
        const { list, report } = await importList(source, { publisher });
        expect(report.words.lost).toEqual([]);
        expect(await contentProblems(list)).toEqual([]);
      }),
      { numRuns },
    );
  },
  300_000,
);
