import ky, { type KyInstance } from "ky";

/** How requests are made. */
export interface HttpOptions {
  /** The fetch to use instead of the platform's. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Ends everything under way. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one file or one answer, retries and body included. Default 15 000. */
  timeout?: number | undefined;
}

export const defaultTimeout = 15_000;

/** A client that follows no redirect, sends no cookie and no referrer. */
export function createClient({ fetch }: HttpOptions): KyInstance {
  return ky.create({
    ...(fetch && { fetch }),
    redirect: "error",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    // The deadline is the signal's: it holds for the body too.
    timeout: false,
    retry: { limit: 2, methods: ["get"], backoffLimit: 2_000, maxRetryAfter: 5_000 },
    throwHttpErrors: (status) => status !== 304,
  });
}

/** The caller's signal, or the deadline, whichever comes first. */
export function deadline({ signal, timeout = defaultTimeout }: HttpOptions): AbortSignal {
  const time = AbortSignal.timeout(timeout);
  return signal ? AbortSignal.any([signal, time]) : time;
}
