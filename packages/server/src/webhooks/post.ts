import { setTimeout as wait } from "node:timers/promises";
import { publicFetch } from "@trust-center/sdk/public-fetch";
import { second } from "../time.ts";
import type { Answer } from "./judge.ts";
import { faultOf, type WebhookTargets } from "./target.ts";

/** Milliseconds that an endpoint may take, from the first packet to its status (Standard Webhooks: 15 to 30 seconds). */
const patience = 20 * second;

/** Bytes of an answer that are read and thrown away: what counts is its status. */
const answerLimit = 16 * 1024;

export interface Posting {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Posts to an endpoint. Never throws. */
export type Post = (posting: Posting, ending: AbortSignal) => Promise<Answer>;

export interface PostOptions {
  targets: WebhookTargets;
  /** Default: one that reaches what `targets` says. */
  fetch?: typeof globalThis.fetch;
  patience?: number;
}

/** Follows no redirect, keeps no connection, and reaches no address but those that were checked. */
export function createPost({ targets, patience: most = patience, ...given }: PostOptions): Post {
  const send = given.fetch ?? (targets === "public" ? publicFetch() : globalThis.fetch);
  return async ({ url, headers, body }, ending) => {
    const fault = faultOf(url, targets);
    if (fault !== undefined) return { failure: "not-public" };
    const signal = AbortSignal.any([ending, AbortSignal.timeout(most)]);
    try {
      const response = await send(url, { method: "POST", headers, body, redirect: "manual", signal });
      await drain(response);
      return { status: response.status, retryAfter: response.headers.get("retry-after") };
    } catch (error) {
      return { failure: ending.aborted ? "ended" : failureOf(error) };
    }
  };
}

/** Milliseconds for the rest of an answer: what comes later is cut off. */
const restPatience = second;

/** Reads what an endpoint may have to say to its end, so that it is not cut off in the middle; no more than a few bytes. */
async function drain({ body }: Response): Promise<void> {
  const reader = body?.getReader();
  if (!reader) return;
  const late = new AbortController();
  let read = 0;
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      read += value?.length ?? 0;
      if (done || read > answerLimit) return;
    }
  })();
  await Promise.race([reading, wait(restPatience, undefined, { signal: late.signal })]).catch(() => {});
  reading.catch(() => {});
  late.abort();
  await reader.cancel().catch(() => {});
}

/** A code for the log and the inbox: no word of the endpoint's. */
function failureOf(error: unknown): string {
  const { name, code, cause } = (error ?? {}) as { name?: string; code?: unknown; cause?: { code?: unknown } };
  if (name === "TimeoutError") return "timeout";
  const found = [code, cause?.code].find((one) => typeof one === "string");
  return found === "malformed" ? "not-public" : String(found ?? "error").slice(0, 60);
}
