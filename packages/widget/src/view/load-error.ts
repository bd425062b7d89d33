import { LoadError, TrustCenterError } from "@trust-center/sdk";

/** What went wrong where a list was loaded: an address that cannot be one has no list that was verified last. */
export function toLoadError(cause: unknown): LoadError {
  if (cause instanceof LoadError) return cause;
  const problem =
    cause instanceof TrustCenterError
      ? cause
      : new TrustCenterError("malformed", "Expected the address of a feed.", { found: "" }, { cause });
  return new LoadError(problem, undefined);
}
