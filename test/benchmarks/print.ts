import type { Goal } from "./goals.ts";
import type { Figure } from "./measure-page.ts";
import type { VerifierResults } from "./verifier.ts";
import type { WidgetResults } from "./widget.ts";

/** A table as Markdown, its columns aligned. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (at ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [line(heads), rule, ...rows.map(line)].join("\n");
}

const number = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? "–" : value.toLocaleString("en", { maximumFractionDigits: digits });

/** Verification, in milliseconds: lists, logs, and tuf-js where it was measured. */
export const verifierTables = ({ lists, logs, tuf }: VerifierResults): string[] => [
  table(
    ["rows", "kB", "bare steps ms", "verify() ms", "ratio", "head", "of it roots", "hash", "parse", "schema"],
    lists.map(({ rows, bytes, floor, verify, ratio, steps }) => [
      number(rows),
      number(bytes / 1000),
      number(floor, 1),
      number(verify, 1),
      number(ratio, 2),
      ...[steps.head, steps.roots, steps.hash, steps.parse, steps.schema].map((step) => number(step, 1)),
    ]),
  ),
  table(
    [
      "entries",
      "kB",
      "bare steps ms",
      "strict ms",
      "ratio",
      "hash",
      "tree",
      "parse",
      "schema",
      "history",
      "growth",
      "tiles kB",
    ],
    logs.map(({ entries, bytes, floor, strict, ratio, steps, proofBytes }) => [
      number(entries),
      number(bytes / 1000),
      number(floor, 1),
      number(strict, 1),
      number(ratio, 2),
      ...[steps.hash, steps.tree, steps.parse, steps.schema, steps.history, steps.growth].map((step) =>
        number(step, 1),
      ),
      number(proofBytes / 1000, 1),
    ]),
  ),
  ...(tuf.length === 0
    ? []
    : [
        table(
          ["rows", "kB", "load() ms", "tuf-js ms", "ratio"],
          tuf.map(({ rows, bytes, load, tuf, ratio }) => [
            number(rows),
            number(bytes / 1000),
            number(load, 1),
            number(tuf, 1),
            number(ratio, 2),
          ]),
        ),
      ]),
];

const figures: [Figure, string, number][] = [
  ["first", "first rows", 0],
  ["thousand", "first 1,000", 0],
  ["all", "all rows", 0],
  ["longest", "longest task", 0],
  ["filterPaged", "first key, 1,000 shown", 0],
  ["filter", "first key", 0],
  ["filterAgain", "later key", 0],
  ["sort", "sort", 0],
  ["longestInput", "longest task", 0],
  ["shift", "layout shift", 3],
  ["heapMB", "JS heap MB", 1],
  ["processMB", "process MB", 0],
];

/** Pages, in milliseconds from navigation or from the input. */
export const widgetTable = ({ results }: WidgetResults): string =>
  table(
    ["rows", "page", ...figures.map(([, head]) => head)],
    results.map((result) => [
      number(result.size),
      result.subject,
      ...figures.map(([figure, , digits]) =>
        figure.startsWith("longest") && result[figure] === 0 ? "< 50" : number(result[figure], digits),
      ),
    ]),
  );

/** What is downloaded. */
export const sizesTable = ({ scripts }: WidgetResults): string =>
  table(
    ["script", "brotli bytes"],
    [
      ...Object.entries(scripts.parts).map(([file, size]) => [file.replace(/-[\w-]{8}\.js$/, ".js"), number(size)]),
      ["widget: first view", number(scripts.firstView)],
      ["widget: everything, one language", number(scripts.everything)],
      ...Object.entries(scripts.pages).map(([subject, size]) => [`${subject}: the whole page`, number(size)]),
    ],
  );

export const goalsTable = (goals: readonly Goal[]): string =>
  table(
    ["goal", "at most", "found", "met"],
    goals.map(({ goal, atMost, found, met }) => [
      goal,
      number(atMost, 2),
      number(found, 2),
      met === undefined ? "not measured" : met ? "yes" : "no",
    ]),
  );
