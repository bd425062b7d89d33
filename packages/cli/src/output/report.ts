import { type CheckReport, type Finding, type Gap, placeText } from "@trust-center/authoring";
import type { Reporter } from "./reporter.ts";

/**
 * Prints what a check found: findings to stderr, gaps to stdout.
 *
 * @param gaps Summed by kind, every place of each, or none.
 */
export function printReport(report: CheckReport, reporter: Reporter, gaps: "summed" | "all" | "none"): void {
  const { paint } = reporter;
  for (const problem of report.errors) printProblem(problem, paint("red", "error"), reporter);
  for (const problem of report.warnings) printProblem(problem, paint("yellow", "warning"), reporter);
  if (gaps === "none") return;
  for (const problem of report.notes) printProblem(problem, paint("dim", "note"), reporter);
  const all = [...report.gaps.legal, ...report.gaps.customary];
  const kinds = kindsOf(all);
  for (const [asker, title] of Object.entries(titles)) {
    const own = all.filter((gap) => gap.asker === asker);
    printGaps(title, own, { kinds, gaps }, reporter);
  }
  if (gaps === "summed") printMatrix(kinds, reporter);
}

/** What each asker misses, in the order of printing. */
const titles: Record<Gap["asker"], string> = {
  gdpr: "What the GDPR and its regulators ask for, and the list does not say",
  dora: "What DORA asks for, and the list does not say",
  "data-act": "What the Data Act asks for, and the list does not say",
  contract: "What contracts under the GDPR ask for, and the list does not say",
  habit: "What lists customarily say, and this one does not",
};

function printProblem(finding: Finding, label: string, { paint, complain }: Reporter): void {
  const { rule, expected, found, fix, example } = finding;
  const where = paint("cyan", placeText(finding));
  complain(`${where}  ${label}  Expected ${expected}, found ${found}.  ${paint("dim", `[${rule}]`)}`);
  const [first = "", ...rest] = fix.split("\n");
  complain(`    Fix: ${first}`);
  for (const line of rest) complain(`    ${line}`);
  if (example !== undefined) complain(`    Example: ${example}`);
}

/** Gaps of one kind, and the letter that stands for it in the matrix. */
interface Kind {
  letter: string;
  gaps: readonly Gap[];
}

/** Gaps by what is missing and by what says so. What the list as a whole lacks has no letter. */
function kindsOf(gaps: readonly Gap[]): ReadonlyMap<string, Kind> {
  let count = 0;
  return new Map(
    [...Map.groupBy(gaps, kindOf)].map(([key, group]) => {
      const letter = group.some(({ of }) => of !== undefined) ? String.fromCodePoint(65 + count++) : " ";
      return [key, { letter, gaps: group }];
    }),
  );
}

const kindOf = ({ missing, source }: Gap): string => `${missing}\n${source}`;

function printGaps(
  title: string,
  gaps: readonly Gap[],
  { kinds, gaps: shown }: { kinds: ReadonlyMap<string, Kind>; gaps: "summed" | "all" },
  { say, paint }: Reporter,
): void {
  if (gaps.length === 0) return;
  say();
  say(paint("bold", `${title} (${gaps.length})`));
  // One line for each thing that is missing, whatever the number of entries that lack it.
  for (const key of new Set(gaps.map(kindOf))) {
    const { letter, gaps: places } = kinds.get(key) as Kind;
    const [first] = places as [Gap];
    const times = first.of === undefined ? "" : ` (${places.length})`;
    say(`  ${letter}  ${first.missing}${times}  ${paint("dim", `[${first.source}]`)}`);
    say(`     ${paint("dim", "for example:")} ${first.fix}`);
    if (shown === "summed") continue;
    for (const gap of places) say(`     ${placeText(gap)}${gap.of === undefined ? "" : `  ${gap.of}`}`);
  }
}

/** Rows of the matrix. A longer list is worked through with --gaps or --json. */
const rowsShown = 40;
/** Width of its first column, in characters. */
const nameWidth = 28;

/** Which entry lacks what: entries × kinds, with the letter of what is missing. */
function printMatrix(kinds: ReadonlyMap<string, Kind>, { say, paint }: Reporter): void {
  const columns = [...kinds.values()].filter(({ letter }) => letter !== " ");
  const rows = Map.groupBy(
    columns.flatMap(({ letter, gaps }) => gaps.map(({ of = "", path }) => ({ letter, of, path }))),
    ({ path }) => path,
  );
  if (rows.size === 0) return;
  say();
  say(paint("bold", "Which entry lacks which"));
  for (const row of [...rows.values()].slice(0, rowsShown)) {
    const name = [...(row[0]?.of ?? "")];
    const short = name.length > nameWidth ? `${name.slice(0, nameWidth - 1).join("")}…` : name.join("");
    const cells = columns.map(({ letter }) => (row.some((one) => one.letter === letter) ? letter : "·"));
    say(`  ${short.padEnd(nameWidth)}  ${cells.join(" ")}`);
  }
  if (rows.size > rowsShown) say(`  … and ${rows.size - rowsShown} more`);
  say(paint("dim", "  --gaps names each with its place in the file."));
}

/** `2 errors, 1 warning, 3 legal gaps, 5 customary gaps`; notes only where there are some */
export function summaryText({ errors, warnings, notes, gaps }: CheckReport): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return [
    count(errors.length, "error"),
    count(warnings.length, "warning"),
    ...(notes.length > 0 ? [count(notes.length, "note")] : []),
    count(gaps.legal.length, "legal gap"),
    count(gaps.customary.length, "customary gap"),
  ].join(", ");
}
