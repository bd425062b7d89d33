import { resolve } from "node:path";
import {
  checkFolder,
  type FolderReport,
  type Mended,
  mendFolder,
  placeText,
  UsageError,
} from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { githubOf } from "../output/github.ts";
import type { Io } from "../output/io.ts";
import { printReport, summaryText } from "../output/report.ts";
import { createReporter, type Reporter } from "../output/reporter.ts";
import { type Result, resultsOf } from "../output/results.ts";
import { sarifOf } from "../output/sarif.ts";
import { version } from "../version.ts";
import type { Context } from "./context.ts";

/** How `check` says what it found. */
export const checkFormats = ["text", "json", "sarif", "github"] as const;
type Format = (typeof checkFormats)[number];

export interface CheckOptions {
  /** Legal gaps fail the check too. */
  strict?: boolean;
  /** Warnings, and what publishing would ask about, fail the check too. */
  failOnWarning?: boolean;
  /** Every gap with its place, not only summed by kind. */
  gaps?: boolean;
  /** Mends what needs no guess before it checks. */
  fix?: boolean;
  format?: string;
  now?: string;
}

/** `trust-center check` */
export async function check(folder: string, options: CheckOptions, { io, reporter }: Context): Promise<number> {
  const { strict = false, failOnWarning = false, gaps = false } = options;
  const format = formatFrom(options.format, reporter);
  const path = resolve(io.cwd, folder);
  const now = nowFrom(io, options.now);
  const mended = options.fix ? await mendFolder(path) : undefined;
  const report = await checkFolder(path, now);
  if (mended) sayMended(mended, format === "text" ? reporter.tell : reporter.complain);
  if (format === "text") sayReport(report, gaps, reporter);
  else printAs(format, { report, mended, results: resultsOf(report, path, io.cwd) }, io);
  const unusual = report.warnings.length + report.doubts.length > 0;
  const failed = report.errors.length > 0 || (strict && report.gaps.legal.length > 0) || (failOnWarning && unusual);
  return failed ? exitCodes.failed.code : exitCodes.ok.code;
}

function formatFrom(format: string | undefined, { json }: Reporter): Format {
  if (format === undefined) return json ? "json" : "text";
  const known = checkFormats.find((one) => one === format);
  if (known) return known;
  throw new UsageError(`Expected --format to be one of ${checkFormats.join(", ")}, found “${format}”.`);
}

interface Checked {
  report: FolderReport;
  mended: readonly Mended[] | undefined;
  results: readonly Result[];
}

/** Prints for programs, whether or not --json is given: one document, or a line for each thing found. */
function printAs(format: Exclude<Format, "text">, { report, mended, results }: Checked, io: Io): void {
  const document = createReporter(io, { json: true });
  if (format === "json") document.data({ ...report, ...(mended && { mended }) });
  if (format === "sarif") document.data(sarifOf(results, version));
  if (format === "github") for (const line of githubOf(results)) createReporter(io, {}).tell(line);
}

/** Nothing is changed in silence. */
function sayMended(mended: readonly Mended[], say: (line: string) => void): void {
  for (const one of mended) {
    const what = one.from === "" && one.to === "" ? "" : `: ${one.from} → ${one.to}`;
    say(`${placeText(one)}  fixed  ${one.rule}${what}`);
  }
}

function sayReport(report: FolderReport, gaps: boolean, reporter: Reporter): void {
  printReport(report, reporter, gaps ? "all" : "summed");
  for (const { code, text } of report.doubts)
    reporter.complain(`${reporter.paint("yellow", "unusual")}  ${code}: ${text}`);
  reporter.say();
  reporter.say(`${reporter.paint("bold", summaryText(report))}.`);
}
