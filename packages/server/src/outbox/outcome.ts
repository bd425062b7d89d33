import type { Outcome } from "../store/deliveries.ts";
import { day, hour, second } from "../time.ts";

/** When a refused or unreachable mail is tried again. In milliseconds. */
export interface RetryTerms {
  /** The first delay; it doubles with every attempt. */
  first: number;
  longest: number;
  /** From its making until a mail is given up (RFC 5321 §4.5.4.1: four to five days). */
  giveUp: number;
}

export const defaultRetry: RetryTerms = { first: 30 * second, longest: hour, giveUp: 5 * day };

/** What nodemailer says of a failure. */
interface MailFailure {
  code?: unknown;
  responseCode?: unknown;
  response?: unknown;
}

/** A failed attempt to send a mail. */
interface Attempt {
  /**
   * Whether a byte of the message had been handed to the connection: from then on, a failure without a reply may mean
   * that the server has the mail (RFC 1047), and trying again would make a duplicate.
   */
  began: boolean;
  /** The first is 1. */
  attempt: number;
  /** Of the mail, in milliseconds. */
  age: number;
}

/** Judges a failed attempt. */
export function judgeFailure(error: unknown, failed: Attempt, terms: RetryTerms = defaultRetry): Outcome {
  const { code, responseCode, response } = (error ?? {}) as MailFailure;
  if (typeof responseCode === "number") {
    const outcome = [responseCode, enhancedCode(response)].filter(Boolean).join(" ");
    // A 5xx to the login or the greeting is about this service's settings, which the operator will mend.
    const final = responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
    return final ? { state: "failed", outcome } : later(outcome, failed, terms);
  }
  const outcome = typeof code === "string" ? code : "error";
  if (failed.began) return { state: "unknown", outcome };
  return later(outcome, failed, terms);
}

/** Whether the mail server itself was out of reach or turned the whole service away: every other mail would fare the same. */
export function isOutage(error: unknown, began: boolean): boolean {
  const { code } = (error ?? {}) as MailFailure;
  return !began && code !== "EENVELOPE" && code !== "EMESSAGE";
}

function later(outcome: string, { attempt, age }: Attempt, { first, longest, giveUp }: RetryTerms): Outcome {
  if (age > giveUp) return { state: "failed", outcome: `gave up: ${outcome}` };
  const delay = Math.min(longest, first * 2 ** Math.min(attempt - 1, 20));
  // Half fixed, half jitter: a mail server that comes back is not met by all at once.
  return { state: "queued", outcome, delay: Math.round(delay / 2 + (Math.random() * delay) / 2) };
}

/** The enhanced status code of a reply (RFC 3463); the words after it can hold an address. */
function enhancedCode(response: unknown): string {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(response))?.[1] ?? "";
}
