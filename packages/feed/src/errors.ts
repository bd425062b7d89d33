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

/** What an error of a code means, whoever meets it. Words for people are not here: each surface has its own. */
export interface Meaning {
  /**
   * `hostile`: an honest vendor on a working network does not bring it about. `form`: the same where the evidence names
   * `issues`, for then a document that was signed has another form; else an address, an argument or `head.json` has.
   */
  readonly cause: "honest" | "hostile" | "form";
  /** How a command ends that meets it. */
  readonly exit: "failed" | "usage" | "network" | "stale" | "unwitnessed" | "interrupted";
  /** The steps of verification that end with it (docs/specification.md, §6.1). */
  readonly steps: readonly number[];
  /** The copy that was verified last may be shown as the list, marked as stale; else below a warning at most. */
  readonly showsLast?: true;
}

const attack: Meaning = { cause: "hostile", exit: "failed", steps: [] };

/** What each code means: the one place that says it. The script for pages holds of it what pages ask. */
export const meanings: Readonly<Record<ErrorCode, Meaning>> = {
  malformed: { cause: "form", exit: "failed", steps: [1, 2, 3, 4, 5, 7, 8, 9, 10] },
  "too-large": { ...attack, steps: [1, 8, 9, 10] },
  "hash-mismatch": { ...attack, steps: [5, 9, 10] },
  "signature-invalid": { ...attack, steps: [3, 4, 5, 8, 10] },
  // Of a vendor's own folder it is a wrong setting, as is another address.
  "key-refused": { ...attack, exit: "usage", steps: [3] },
  "pin-mismatch": { ...attack, steps: [3] },
  "wrong-feed": { ...attack, exit: "usage", steps: [3, 4, 5] },
  "root-chain": { ...attack, steps: [3, 4, 5] },
  rollback: { ...attack, steps: [3, 4, 5, 6] },
  fork: { ...attack, steps: [3, 4, 5, 6] },
  expired: { cause: "honest", exit: "stale", steps: [3, 4, 5], showsLast: true },
  clock: { cause: "honest", exit: "usage", steps: [2, 3, 4, 5] },
  "log-inconsistent": { ...attack, steps: [6, 7, 8, 10] },
  "unlogged-edit": { ...attack, steps: [7, 9, 10] },
  unwitnessed: { cause: "honest", exit: "unwitnessed", steps: [] },
  "not-covered": { cause: "honest", exit: "usage", steps: [] },
  "edit-refused": { cause: "honest", exit: "failed", steps: [] },
  unsupported: { cause: "honest", exit: "failed", steps: [1, 2, 3, 4, 5, 7, 9, 10] },
  network: { cause: "honest", exit: "network", steps: [1], showsLast: true },
  timeout: { cause: "honest", exit: "network", steps: [1], showsLast: true },
  aborted: { cause: "honest", exit: "interrupted", steps: [1] },
  storage: { cause: "honest", exit: "usage", steps: [2, 11] },
  "service-refused": { cause: "honest", exit: "failed", steps: [] },
  "service-unavailable": { cause: "honest", exit: "network", steps: [] },
};

/** What a code means. One that this version does not know, such as a later version's, is taken for an attack. */
export const meaningOf = (code: ErrorCode): Meaning => meanings[code] ?? attack;

/** Whether an error says that somebody may be attacking. What has an honest cause is never called that. */
export function isAlarm({ code, evidence }: Pick<TrustCenterError, "code" | "evidence">): boolean {
  const { cause } = meaningOf(code);
  if ("rewritten" in evidence || "elsewhere" in evidence) return false;
  // Nothing is signed of what is no head at all: a proxy, a portal or a wrong address answers with a document of its own.
  return cause === "hostile" || (cause === "form" && "issues" in evidence && evidence.file !== "head.json");
}

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
