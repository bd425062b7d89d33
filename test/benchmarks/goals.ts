import type { Subject } from "./bundles.ts";
import type { Figure } from "./measure-page.ts";
import type { VerificationResult } from "./verification.ts";
import type { WidgetResults } from "./widget.ts";

/** One goal beside what was found. Both are ratios, but for absolute goals. */
export interface Goal {
  goal: string;
  atMost: number;
  /** Undefined where its peers were not measured. */
  found: number | undefined;
  met: boolean | undefined;
}

const goal = (goal: string, atMost: number, found: number | undefined): Goal => ({
  goal,
  atMost,
  found,
  met: found === undefined ? undefined : found <= atMost,
});

/** `verify()` beside the bare steps. */
export const verificationGoals = (results: readonly VerificationResult[]): Goal[] =>
  results
    .filter(({ bytes }) => bytes > 500_000)
    .map(({ rows, ratio }) => goal(`verify() of ${rows} rows ÷ the bare steps`, 1.5, ratio));

/** The widget beside pages that verify nothing, and its bytes. */
export function widgetGoals({ results, scripts }: WidgetResults): Goal[] {
  const of = (subject: Subject, size: number, figure: Figure) =>
    results.find((result) => result.subject === subject && result.size === size)?.[figure];
  const ratio = (figure: Figure, size: number, to: Subject) => {
    const [mine, theirs] = [of("widget", size, figure), of(to, size, figure)];
    return mine === undefined || theirs === undefined ? undefined : mine / theirs;
  };
  const worst = (figures: readonly Figure[]) =>
    Math.max(...results.filter(({ subject }) => subject === "widget").flatMap((r) => figures.map((f) => r[f] ?? 0)));
  return [
    goal("44 rows: table painted ÷ innerHTML", 1.5, ratio("all", 44, "inner-html")),
    goal("10,000 rows: first rows ÷ AG Grid", 1, ratio("first", 10_000, "ag-grid")),
    goal("10,000 rows: first rows ÷ Tabulator", 1, ratio("first", 10_000, "tabulator")),
    goal("10,000 rows: all rows ÷ innerHTML", 0.25, ratio("all", 10_000, "inner-html")),
    goal("10,000 rows: first filter key ÷ AG Grid", 0.3, ratio("filter", 10_000, "ag-grid")),
    goal("10,000 rows: later filter key ÷ AG Grid", 0.3, ratio("filterAgain", 10_000, "ag-grid")),
    goal("10,000 rows: process memory ÷ innerHTML", 0.25, ratio("processMB", 10_000, "inner-html")),
    goal("longest task while loading, any size, ms", 50, worst(["longest"])),
    goal("longest task of filter and sort, ms", 50, worst(["longestInput"])),
    goal("layout shift, any size", 0, worst(["shift"])),
    goal("script of the first view, brotli bytes", 23_000, scripts.firstView),
    goal("script, everything in one language, brotli bytes", 45_000, scripts.everything),
    goal("a further language, brotli bytes", 3000, scripts.language),
  ];
}
