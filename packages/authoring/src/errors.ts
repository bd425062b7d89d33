import { TrustCenterError } from "@trust-center/feed";
import type { CheckReport } from "./folder/report.ts";

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

/** Something unusual would be signed for good, and nobody confirmed it. */
export class UnconfirmedError extends TrustCenterError {
  constructor(doubts: readonly { code: string; text: string }[]) {
    const list = doubts.map(({ code, text }) => `\n  ${code}: ${text.replace(/\s+/g, " ")}`).join("");
    const codes = [...new Set(doubts.map(({ code }) => code))].join(",");
    const message = `Expected what is unusual to be confirmed, since it is signed for good. Nothing was written.${list}\nWhere it is meant: trust-center publish --accept ${codes}`;
    super("edit-refused", message, { doubts });
  }
}

/** What stands in `out` is not what was published from here: writing onto it could destroy evidence. */
export class BrokenTreeError extends TrustCenterError {}

/**
 * What stands in `out` is older than what was published from here last, or another history: a restored backup. The
 * message says how to go on. `rollback` or `fork`; the evidence is what is remembered and what was found.
 */
export class OlderTreeError extends BrokenTreeError {}

/** What was about to be published holds what looks like a secret. The text is neither shown nor written. */
export class SecretError extends TrustCenterError {
  constructor(path: string, what: string) {
    const fix = "Remove it from the list or the policy that it comes from.";
    super(
      "edit-refused",
      `Expected nothing secret in ${path}, found what looks like ${what}. Nothing was written. ${fix}`,
      {
        path,
      },
    );
  }
}

/** Another publish of the same folder is under way. */
export class BusyError extends TrustCenterError {
  constructor(message: string, evidence: Record<string, unknown>) {
    super("storage", message, evidence);
  }
}
