import { TrustCenterError } from "@trust-center/feed";
import type { CheckReport } from "./authoring/report.ts";

/** A wrong argument, setting or file of the person at the keyboard. */
export class UsageError extends TrustCenterError {
  constructor(message: string, evidence: Record<string, unknown> = {}, options?: ErrorOptions) {
    super("malformed", message, evidence, options);
  }
}

/** An authoring folder that cannot be published as it stands. */
export class CheckError extends TrustCenterError {
  readonly report: CheckReport;

  constructor(report: CheckReport) {
    const count = report.errors.length;
    super("malformed", `Expected a folder without errors, found ${count}. Nothing was written.`, {
      errors: report.errors,
    });
    this.report = report;
  }
}

/** What stands in `out` is not what was published from here: writing onto it could destroy evidence. */
export class BrokenTreeError extends TrustCenterError {}

/**
 * What stands in `out` is older than what was published from here last, or another history: a restored backup. The
 * message says how to go on. `rollback` or `fork`; the evidence is what is remembered and what was found.
 */
export class OlderTreeError extends BrokenTreeError {}

/** Another publish of the same folder is under way. */
export class BusyError extends TrustCenterError {
  constructor(message: string, evidence: Record<string, unknown>) {
    super("storage", message, evidence);
  }
}
