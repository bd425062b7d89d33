import type { Outcome } from "../store/settle.ts";
import { hour, minute, second } from "../time.ts";

/**
 * Milliseconds until the next attempt, after each that failed: the schedule of Standard Webhooks 1.0.0, which lasts for three
 * days and a quarter of an hour less than four. After the last an endpoint is given up.
 */
export const webhookDelays: readonly number[] = [
  ...[5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour],
  ...[10 * hour, 14 * hour, 20 * hour, 24 * hour],
];

/** The longest that an endpoint's own wish to be left alone is heeded. */
const longestRest = 24 * hour;

/** What came of a request. */
export type Answer =
  | { status: number; retryAfter: string | null }
  /** None came: a code. */
  | { failure: string };

/** Of the endpoint and of the attempt. */
export interface Judged {
  /** How many attempts failed before, one after the other. */
  failures: number;
  /** Whether it is tried once and no more: an event for trying out. */
  isTest: boolean;
  /** Milliseconds since 1970. */
  now: number;
  delays?: readonly number[] | undefined;
}

/** Judges an answer. 2xx alone is success; 410 asks to be left alone for good; a redirect is a failure like another. */
export function judgeAnswer(answer: Answer, { failures, isTest, now, delays = webhookDelays }: Judged): Outcome {
  const outcome = "status" in answer ? `${answer.status}` : answer.failure;
  if ("status" in answer && answer.status >= 200 && answer.status < 300) return { state: "sent", outcome };
  const delay = delays[failures];
  if (isTest || delay === undefined || outcome === "410") return { state: "failed", outcome };
  const rest = "retryAfter" in answer ? restOf(answer.retryAfter, now) : 0;
  return { state: "queued", outcome, delay: Math.max(rest, jittered(delay)) };
}

/** Up to a tenth more: endpoints that came down together are not met by all at once. */
const jittered = (delay: number) => Math.round(delay * (1 + Math.random() / 10));

/** Milliseconds that `Retry-After` asks for (RFC 9110 §10.2.3). */
function restOf(header: string | null, now: number): number {
  if (header === null) return 0;
  const wanted = /^\d{1,9}$/.test(header) ? Number(header) * second : Date.parse(header) - now;
  return Number.isFinite(wanted) ? Math.min(longestRest, Math.max(0, wanted)) : 0;
}
