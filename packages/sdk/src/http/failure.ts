import { TrustCenterError } from "@trust-center/feed";
import { isHTTPError, isTimeoutError } from "ky";

/** The typed error for what went wrong on the way to a file or an endpoint. */
export function toNetworkError(error: unknown, url: string, signal: AbortSignal | undefined): TrustCenterError {
  if (error instanceof TrustCenterError) return error;
  const options = { cause: error };
  if (signal?.aborted) return new TrustCenterError("aborted", "The caller ended the request.", { url }, options);
  if (isTimeoutError(error) || (error instanceof DOMException && error.name === "TimeoutError")) {
    return new TrustCenterError("timeout", `Expected an answer from ${url} in time, found none.`, { url }, options);
  }
  if (isHTTPError(error)) {
    const { status } = error.response;
    return new TrustCenterError(
      "network",
      `Expected ${url} to be there, found HTTP status ${status}.`,
      { url, status },
      options,
    );
  }
  return new TrustCenterError(
    "network",
    `Expected an answer from ${url}, found no connection, a redirect, or a server that does not allow this origin (CORS).`,
    { url },
    options,
  );
}
