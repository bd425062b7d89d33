import type { ErrorCode } from "@trust-center/feed";

/** One thing that was looked at, in words. */
export interface Step {
  /** `note`: worth knowing, neither passed nor failed. */
  result: "passed" | "failed" | "note";
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
  /** What other sources say, where they were asked. */
  sources?: unknown;
  /** A receipt's statements, where one was verified. */
  receipt?: unknown;
}

export const passed = (text: string): Step => ({ result: "passed", text });
export const failed = (text: string): Step => ({ result: "failed", text });
export const note = (text: string): Step => ({ result: "note", text });
