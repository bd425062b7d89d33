import { TrustCenterError } from "@trust-center/feed";
import { isHTTPError } from "ky";

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
