import type { ErrorCode, Fault, LogEntry, NoticeEvidence, PublicSince, WindowSince } from "@trust-center/feed";
import type { FiledBy } from "@trust-center/sdk";

/** One thing that was looked at, in words. */
export interface Step {
  /** `note`: worth knowing, neither passed nor failed. `warning`: a problem, though all that was signed verifies. */
  result: "passed" | "failed" | "note" | "warning";
  text: string;
}

/** What verifying came to. */
export interface VerifyOutcome {
  /** `first-seen`: everything holds, but under no pin of the reader's own. */
  trust: "verified" | "first-seen" | "stale" | "failed";
  address?: string;
  pin?: string;
  version?: number;
  steps: Step[];
  /** The error's code and evidence, where something failed or is stale. */
  problem?: { code: ErrorCode; message: string; evidence: unknown };
  /** What the history holds against its publisher, where there is anything. */
  faults?: readonly Fault[];
  /** What was found of every file, where a folder was verified. */
  files?: unknown;
  /** What other sources say, where they were asked. */
  sources?: unknown;
  /** When a change was announced, as stated, and since when it was provably public; and what that leaves of its window. */
  times?: { announced: string; public?: PublicSince; window?: WindowSince };
  /** The entry of the log that a proof is of. */
  entry?: LogEntry;
  /** A receipt's statements, where one was verified. */
  receipt?: unknown;
  /** What evidence of a change says, where it was verified. */
  evidence?: NoticeEvidence;
  /** By when the receipt provably was there, where its time stamp verifies. */
  filedBy?: FiledBy;
}

export const passed = (text: string): Step => ({ result: "passed", text });
export const failed = (text: string): Step => ({ result: "failed", text });
export const note = (text: string): Step => ({ result: "note", text });
export const warning = (text: string): Step => ({ result: "warning", text });
