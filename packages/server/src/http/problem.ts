import type { Problem } from "@trust-center/sdk";

/** Codes of refusals. The first eight are in the contract; the rest say what HTTP says. */
export type ProblemCode =
  | "invalid"
  | "proof"
  | "window-closed"
  | "unknown-change"
  | "feed-changed"
  | "rate"
  | "too-large"
  | "unavailable"
  | "unauthorised"
  | "forbidden"
  | "not-found"
  | "method"
  | "conflict"
  | "media-type";

/** What an answer says beside its code. */
interface More extends Partial<Pick<Problem, "retryAfter" | "deadline" | "errors">> {
  /** Of `conflict`: in what state or after which step it would be possible, and how it is; of `forbidden`, the roles. */
  expected?: string | number;
  found?: string | number;
  headers?: Record<string, string>;
}

/** A refusal that knows its answer (RFC 9457). */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem & { code: ProblemCode };
  readonly headers: Record<string, string>;

  constructor(status: number, code: ProblemCode, detail: string, { headers, ...more }: More = {}) {
    super(detail);
    this.problem = { title: titles[code], status, code, detail, ...more };
    this.headers = {
      ...headers,
      ...(more.retryAfter !== undefined && { "retry-after": String(more.retryAfter) }),
    };
  }
}

const titles: Record<ProblemCode, string> = {
  invalid: "The request is not as expected",
  proof: "The proof of work does not count",
  "window-closed": "The time to object is over",
  "unknown-change": "There is no such change",
  "feed-changed": "The list has changed",
  rate: "Too many requests",
  "too-large": "The request is too large",
  unavailable: "Not possible at the moment",
  unauthorised: "Not allowed",
  forbidden: "Not allowed to you",
  "not-found": "Nothing is here",
  conflict: "It stands otherwise",
  method: "This method is not for this address",
  "media-type": "This content type is not taken",
};

export function problemResponse({ problem, headers }: Refusal): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
