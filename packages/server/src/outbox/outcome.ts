import { isGone } from "../bounces/gone.ts";
import type { Outcome } from "../store/settle.ts";
import { day, hour, minute, second } from "../time.ts";

/** When a refused or unreachable mail is tried again. In milliseconds. */
export interface RetryTerms {
  /** The first delay; it doubles with every attempt. */
  first: number;
  longest: number;
  /** The first delay where the mail was sent and no answer came, so that it may have arrived; it doubles without end. */
  unsure: number;
  /** From its making until a mail is given up (RFC 5321 §4.5.4.1: four to five days). */
  giveUp: number;
}

export const defaultRetry: RetryTerms = { first: 30 * second, longest: hour, unsure: 15 * minute, giveUp: 5 * day };

/** What nodemailer says of a failure. */
interface MailFailure {
  code?: unknown;
  responseCode?: unknown;
  response?: unknown;
}

/** A failed attempt to send a mail. */
export interface Attempt {
  /**
   * Whether the message had been handed to the connection up to its final dot: from then on, a failure without a reply
   * may mean that the server has the mail (RFC 1047). Before, it cannot.
   */
  whole: boolean;
  /** The first is 1. */
  attempt: number;
  /** How often it was sent before and no answer came. */
  unsure: number;
  /** For how many milliseconds it has been wanted. */
  age: number;
}

/** Judges a failed attempt. */
export function judgeFailure(error: unknown, failed: Attempt, terms: RetryTerms = defaultRetry): Outcome {
  const { code, responseCode, response } = (error ?? {}) as MailFailure;
  if (typeof responseCode === "number") {
    const outcome = [responseCode, enhancedCode(response)].filter(Boolean).join(" ");
    // A 5xx to the login or the greeting is about this service's settings, which the operator will mend.
    const final = responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
    return final
      ? { state: "failed", outcome, ...(isGone(enhancedCode(response)) && { gone: true }) }
      : later(outcome, failed, terms);
  }
  const outcome = typeof code === "string" ? code : "error";
  if (!failed.whole) return later(outcome, failed, terms);
  if (failed.age > terms.giveUp) return { state: "failed", outcome: `gave up: ${outcome}` };
  return { state: "unknown", outcome, delay: jittered(terms.unsure * 2 ** Math.min(failed.unsure, 20)) };
}

/** Whether the mail server itself was out of reach or turned the whole service away: every other mail would fare the same. */
export function isOutage(error: unknown): boolean {
  const { code } = (error ?? {}) as MailFailure;
  return code !== "EENVELOPE" && code !== "EMESSAGE";
}

function later(outcome: string, { attempt, age }: Attempt, { first, longest, giveUp }: RetryTerms): Outcome {
  if (age > giveUp) return { state: "failed", outcome: `gave up: ${outcome}` };
  const delay = Math.min(longest, first * 2 ** Math.min(attempt - 1, 20));
  return { state: "queued", outcome, delay: jittered(delay) };
}

/** Half fixed, half jitter: a mail server that comes back is not met by all at once. */
const jittered = (delay: number) => Math.round(delay / 2 + (Math.random() * delay) / 2);

/** The enhanced status code of a reply (RFC 3463); the words after it can hold an address. */
function enhancedCode(response: unknown): string {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(response))?.[1] ?? "";
}
