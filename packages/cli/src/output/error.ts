import { CheckError, UnconfirmedError } from "@trust-center/authoring";
import { TrustCenterError } from "@trust-center/feed";
import { isAbort } from "../exit-codes.ts";
import { MistakesError } from "./mistakes-error.ts";
import { printReport } from "./report.ts";
import type { Reporter } from "./reporter.ts";

/** Prints an error of any kind. Only what nobody foresaw comes with its stack. */
export function printError(error: unknown, reporter: Reporter): void {
  reporter.data({ error: errorData(error) });
  if (isAbort(error)) {
    reporter.complain("Interrupted.");
    return;
  }
  if (error instanceof CheckError) printReport(error.report, reporter, "none");
  const isExpected = error instanceof TrustCenterError || (error as NodeJS.ErrnoException)?.syscall !== undefined;
  const text = error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error);
  // Lines of our own: what others wrote never makes one.
  const isOurs = error instanceof UnconfirmedError || error instanceof MistakesError;
  const lines = isOurs || !isExpected ? text.split("\n") : [text];
  lines.forEach((line, at) => {
    reporter.complain(at === 0 ? `${reporter.paint("red", "Error:")} ${line}` : line);
  });
}

/** An error as data for programs. */
export function errorData(error: unknown) {
  if (isAbort(error)) return { code: "aborted", message: "Interrupted." };
  if (error instanceof TrustCenterError) return { code: error.code, message: error.message, evidence: error.evidence };
  return { code: (error as NodeJS.ErrnoException)?.code ?? "internal", message: String(error) };
}
