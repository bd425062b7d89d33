/** How requests are made. */
export interface HttpOptions {
  /** The fetch to use instead of the platform's. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Ends everything under way. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one file or one answer, retries and body included. Default 15 000. */
  timeout?: number | undefined;
}

const defaultTimeout = 15_000;

/** Whether there is a page: an origin with cookies, a referrer and an HTTP cache. */
export const hasPage = (): boolean => typeof location === "object";

/**
 * What every request has: no redirect is followed (an answer that redirects is refused by {@link isRedirect}); where
 * there is a page, no cookie and no referrer is sent. Elsewhere there is neither, and edge runtimes refuse the options.
 */
export const requestDefaults = (cache: RequestCache = "default"): RequestInit => ({
  redirect: "manual",
  ...(hasPage() && { credentials: "omit", referrerPolicy: "no-referrer", cache }),
});

/** The caller's signal, or the deadline, whichever comes first. */
export function deadline({ signal, timeout = defaultTimeout }: HttpOptions): AbortSignal {
  const time = AbortSignal.timeout(timeout);
  return signal ? AbortSignal.any([signal, time]) : time;
}

/** Whether an answer would lead elsewhere. Browsers hide where (Fetch §2.2.6, opaque-redirect filtered response). */
export const isRedirect = ({ type, status }: Response): boolean =>
  type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304);
