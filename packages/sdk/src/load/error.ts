import { TrustCenterError } from "@trust-center/feed";
import type { TrustCenter } from "./center.ts";

/** What {@link load} throws: what was wrong, and the copy that was verified last, where there is one. */
export class LoadError extends TrustCenterError {
  readonly lastVerified: TrustCenter | undefined;

  constructor(problem: TrustCenterError, lastVerified: TrustCenter | undefined) {
    super(problem.code, problem.message, problem.evidence, { cause: problem });
    this.lastVerified = lastVerified;
  }
}
