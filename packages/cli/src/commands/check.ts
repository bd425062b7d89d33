import { resolve } from "node:path";
import { checkFolder } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { printReport, summaryText } from "../output/report.ts";
import type { Context } from "./context.ts";

export interface CheckOptions {
  /** Legal gaps fail the check too. */
  strict?: boolean;
  /** Warnings, and what publishing would ask about, fail the check too. */
  failOnWarning?: boolean;
  /** Every gap with its place, not only summed by kind. */
  gaps?: boolean;
  now?: string;
}

/** `trust-center check` */
export async function check(
  folder: string,
  { strict = false, failOnWarning = false, gaps = false, now }: CheckOptions,
  { io, reporter }: Context,
): Promise<number> {
  const report = await checkFolder(resolve(io.cwd, folder), nowFrom(io, now));
  reporter.data(report);
  printReport(report, reporter, gaps ? "all" : "summed");
  for (const { code, text } of report.doubts)
    reporter.complain(`${reporter.paint("yellow", "unusual")}  ${code}: ${text}`);
  reporter.say();
  reporter.say(`${reporter.paint("bold", summaryText(report))}.`);
  const unusual = report.warnings.length + report.doubts.length > 0;
  const failed = report.errors.length > 0 || (strict && report.gaps.legal.length > 0) || (failOnWarning && unusual);
  return failed ? exitCodes.failed.code : exitCodes.ok.code;
}
