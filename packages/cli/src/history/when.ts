import { UsageError } from "@trust-center/authoring";
import { TrustCenterError } from "@trust-center/feed";
import { instantOf } from "@trust-center/sdk";

/** @throws {UsageError} where a word is neither a date nor an instant */
export function checkWhen(when: string): void {
  try {
    instantOf(when, Number.MAX_SAFE_INTEGER);
  } catch (cause) {
    throw cause instanceof TrustCenterError ? new UsageError(cause.message, cause.evidence, { cause }) : cause;
  }
}
