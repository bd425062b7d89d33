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

/** No redirect is followed, no cookie and no referrer is sent. */
export const requestDefaults = { redirect: "error", credentials: "omit", referrerPolicy: "no-referrer" } as const;

/** The caller's signal, or the deadline, whichever comes first. */
export function deadline({ signal, timeout = defaultTimeout }: HttpOptions): AbortSignal {
  const time = AbortSignal.timeout(timeout);
  return signal ? AbortSignal.any([signal, time]) : time;
}
