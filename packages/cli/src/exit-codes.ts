import { BrokenTreeError, BusyError, CheckError, UnconfirmedError, UsageError } from "@trust-center/authoring";
import { meaningOf, TrustCenterError } from "@trust-center/feed";

/** What each exit code means: this table is printed by `--help`. */
export const exitCodes = {
  ok: { code: 0, meaning: "done; nothing wrong" },
  failed: { code: 1, meaning: "check found problems, or something did not verify" },
  usage: { code: 2, meaning: "wrong usage, settings or files" },
  network: { code: 3, meaning: "the feed could not be reached" },
  stale: { code: 4, meaning: "a signature has expired: nobody vouches that this is the newest list" },
  busy: { code: 5, meaning: "another publish of the same folder is running" },
  changed: { code: 6, meaning: "watch --exit-code: nothing is wrong, and there is something new" },
  unwitnessed: {
    code: 7,
    meaning: "all verifies, but fewer witnesses than asked for have signed this state of the log",
  },
  interrupted: { code: 130, meaning: "interrupted (Ctrl-C)" },
} as const satisfies Record<string, { code: number; meaning: string }>;

/** The exit code of an error. What `verify` finds has codes of its own: see its command. */
export function exitCodeOf(error: unknown): number {
  if (isAbort(error)) return exitCodes.interrupted.code;
  if (error instanceof CheckError || error instanceof BrokenTreeError || error instanceof UnconfirmedError)
    return exitCodes.failed.code;
  if (error instanceof BusyError) return exitCodes.busy.code;
  if (error instanceof UsageError) return exitCodes.usage.code;
  if (!(error instanceof TrustCenterError)) return isSystemError(error) ? exitCodes.usage.code : exitCodes.failed.code;
  return exitCodes[meaningOf(error.code).exit].code;
}

/** Whether an error says that the work was called off. */
export const isAbort = (error: unknown): boolean =>
  (error instanceof TrustCenterError && error.code === "aborted") ||
  (error instanceof Error && (error.name === "AbortError" || (error as NodeJS.ErrnoException).code === "ABORT_ERR"));

/** Errors of the file system carry a code such as `EACCES`. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
