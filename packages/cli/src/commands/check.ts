import { resolve } from "node:path";
import { checkFolder } from "../authoring/check.ts";
import { exitCodes } from "../exit-codes.ts";
import { printReport, summaryText } from "../output/report.ts";
import type { Context } from "./context.ts";

export interface CheckOptions {
  /** Legal gaps fail the check too. */
  strict?: boolean;
}

/** `trust-center check` */
export async function check(
  folder: string,
  { strict = false }: CheckOptions,
  { io, reporter }: Context,
): Promise<number> {
  const report = await checkFolder(resolve(io.cwd, folder));
  reporter.data(report);
  printReport(report, reporter);
  reporter.say();
  reporter.say(`${reporter.paint("bold", summaryText(report))}.`);
  const failed = report.errors.length > 0 || (strict && report.gaps.legal.length > 0);
  return failed ? exitCodes.failed.code : exitCodes.ok.code;
}
