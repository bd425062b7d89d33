import { join, relative, sep } from "node:path";
import { type Edit, type FolderReport, type RuleId, type Severity, severityOf } from "@trust-center/authoring";

/** One thing that a check found, for formats that have no room for reports. */
export interface Result {
  severity: Severity;
  /** A rule's id; behind a slash what of it was found: `gap/gdpr`, `unusual/terms`. */
  id: RuleId | `${RuleId}/${string}`;
  rule: RuleId;
  /** From the folder that the command runs in, with `/` between its parts. */
  file: string;
  /** From 1; columns in UTF-16 units. */
  line: number;
  column: number;
  message: string;
  edits: readonly Edit[];
}

/** Everything that a check found, in one list: findings, what is unusual, and what is asked for. */
export function resultsOf(report: FolderReport, folder: string, cwd: string): Result[] {
  const pathOf = (file: string) => relative(cwd, join(folder, file)).split(sep).join("/");
  const findings = [...report.errors, ...report.warnings, ...report.notes].map(
    ({ rule, file, line, column, expected, found, fix, example, edits = [] }): Result => ({
      severity: severityOf(rule),
      id: rule,
      rule,
      file: pathOf(file),
      line,
      column,
      message: `Expected ${expected}, found ${found}. ${fix}${example === undefined ? "" : ` Example: ${example}`}`,
      // A byte order mark is no part of a text that formats count in.
      edits: edits.filter(({ start }) => start >= 0),
    }),
  );
  const doubts = report.doubts.map(({ code, text }): Result => {
    const place = { file: pathOf("trust-center.yaml"), line: 1, column: 1 };
    return {
      severity: severityOf("unusual"),
      id: `unusual/${code}`,
      rule: "unusual",
      ...place,
      message: text,
      edits: [],
    };
  });
  const gaps = [...report.gaps.legal, ...report.gaps.customary].map((gap): Result => {
    const { asker, file, line, column, missing, of, source, fix } = gap;
    const whose = of === undefined ? "The list" : `“${of}”`;
    const message = `${whose} does not say: ${missing} (${source}). For example: ${fix}`;
    return {
      severity: severityOf("gap"),
      id: `gap/${asker}`,
      rule: "gap",
      file: pathOf(file),
      line,
      column,
      message,
      edits: [],
    };
  });
  return [...findings, ...doubts, ...gaps];
}
