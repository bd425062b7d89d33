import { type CheckReport, type Gap, type Problem, placeText } from "../authoring/report.ts";
import type { Reporter } from "./reporter.ts";

/** Prints what a check found: errors to stderr, the rest to stdout. */
export function printReport(report: CheckReport, reporter: Reporter, { gaps = true } = {}): void {
  const { paint } = reporter;
  for (const problem of report.errors) reporter.complain(problemText(problem, paint("red", "error"), reporter));
  for (const problem of report.warnings) reporter.complain(problemText(problem, paint("yellow", "warning"), reporter));
  if (!gaps) return;
  printGaps("⚖ What the law and regulators ask for, and the list does not say", report.gaps.legal, reporter);
  printGaps("What lists customarily say, and this one does not", report.gaps.customary, reporter);
}

const problemText = (problem: Problem, label: string, { paint }: Reporter): string => {
  const { expected, found, fix } = problem;
  const where = paint("cyan", placeText(problem));
  return `${where}  ${label}  Expected ${expected}, found ${found}.\n    Fix: ${fix}`;
};

const placesShown = 20;

function printGaps(title: string, gaps: readonly Gap[], { say, paint }: Reporter): void {
  if (gaps.length === 0) return;
  say();
  say(paint("bold", `${title} (${gaps.length})`));
  // One line for each thing that is missing, with every place that it is missing from.
  const byRule = Map.groupBy(gaps, ({ source, fix }) => `${source}\n${fix}`);
  for (const group of byRule.values()) {
    const [first] = group;
    if (!first) continue;
    const what = first.missing.split(" of “")[0];
    say(`  ${what}  ${paint("dim", `[${first.source}]`)}`);
    say(`    for example: ${first.fix}`);
    for (const gap of group.slice(0, placesShown)) {
      say(`    ${placeText(gap)}${/ of “(.*)”$/.exec(gap.missing)?.[0] ?? ""}`);
    }
    if (group.length > placesShown) say(`    … and ${group.length - placesShown} more; --json names them all`);
  }
}

/** `2 errors, 1 warning, 3 legal gaps, 5 customary gaps` */
export function summaryText({ errors, warnings, gaps }: CheckReport): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return [
    count(errors.length, "error"),
    count(warnings.length, "warning"),
    count(gaps.legal.length, "legal gap"),
    count(gaps.customary.length, "customary gap"),
  ].join(", ");
}
