import { TrustCenterError } from "@trust-center/feed";
import ky, { isHTTPError, type KyInstance } from "ky";
import { type HttpOptions, requestDefaults } from "./options.ts";

/** A client that tries a GET again, with growing pauses. */
export function createClient({ fetch }: HttpOptions): KyInstance {
  return ky.create({
    ...(fetch && { fetch }),
    ...requestDefaults,
    // The deadline is the signal's: it holds for the body too.
    timeout: false,
    retry: { limit: 1, methods: ["get"], backoffLimit: 2_000, maxRetryAfter: 5_000 },
    throwHttpErrors: (status) => status !== 304,
  });
}

/** The typed error for what went wrong on the way to a file or an endpoint. */
export function toNetworkError(cause: unknown, url: string): TrustCenterError {
  if (cause instanceof TrustCenterError) return cause;
  if (isHTTPError(cause)) {
    const { status } = cause.response;
    const message = `Expected ${url} to be there, found HTTP status ${status}.`;
    return new TrustCenterError("network", message, { url, status }, { cause });
  }
  const message = `Expected an answer from ${url}, found no connection, a redirect, or a server that does not allow this origin (CORS).`;
  return new TrustCenterError("network", message, { url }, { cause });
}
