/** Every code that a {@link TrustCenterError} can carry. Codes are stable: programs may branch on them. */
export type ErrorCode =
  | "malformed"
  | "too-large"
  | "hash-mismatch"
  | "signature-invalid"
  | "key-refused"
  | "pin-mismatch"
  | "wrong-feed"
  | "root-chain"
  | "rollback"
  | "fork"
  | "expired"
  | "clock"
  | "log-inconsistent"
  | "unlogged-edit"
  | "unwitnessed"
  | "not-covered"
  | "edit-refused"
  | "unsupported"
  | "network"
  | "timeout"
  | "aborted"
  | "storage"
  | "service-refused"
  | "service-unavailable";

/** What an error proves or shows: file, expected and found values, signed bytes. Plain data, JSON-safe. */
export type Evidence = Readonly<Record<string, unknown>>;

/**
 * The one error class of the feed format and of all that stands on it.
 *
 * `code` says what happened, `evidence` what was expected and found. A fork carries both signed manifests: a
 * transferable proof of equivocation.
 */
export class TrustCenterError extends Error {
  override readonly name = "TrustCenterError";
  readonly code: ErrorCode;
  readonly evidence: Evidence;

  constructor(code: ErrorCode, message: string, evidence: Evidence = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.evidence = evidence;
  }
}
