import { part, TrustCenterError } from "@trust-center/feed";
import { readBody } from "./body.ts";
import { deadline, type HttpOptions, isRedirect, requestDefaults } from "./options.ts";

/** A file, and the response that it came in. */
export interface Got {
  response: Response;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What one request has of its own. */
interface GetRequest {
  headers?: Record<string, string>;
  cache?: RequestCache;
  /** The deadline of a file that several requests are made for. */
  signal?: AbortSignal;
}

/**
 * Gets a file under a byte cap and a deadline. The client that tries again (and its bytes) is loaded only once a first
 * attempt has failed.
 *
 * @throws {TrustCenterError} `network`, `timeout`, `aborted`, `too-large`
 */
export async function get(
  url: string,
  what: string,
  maxBytes: number,
  http: HttpOptions,
  { headers = {}, cache, signal = deadline(http) }: GetRequest = {},
): Promise<Got> {
  const read = async (response: Response) => ({ response, bytes: await readBody(response, maxBytes, what) });
  const { fetch = globalThis.fetch } = http;
  try {
    const response = await fetch(url, { ...requestDefaults(cache), headers, signal });
    if (isRedirect(response)) throw redirected(url);
    if (response.ok || response.status === 304) return await read(response);
  } catch (error) {
    if (error instanceof TrustCenterError) throw error;
    if (signal.aborted) throw ended(url, http, error);
  }
  const { createClient } = await part(import("./client.ts"));
  try {
    return await read(await createClient(http, cache).get(url, { headers, signal }));
  } catch (error) {
    throw signal.aborted ? ended(url, http, error) : toNetworkError(error, url);
  }
}

const redirected = (url: string) =>
  new TrustCenterError("network", `Expected ${url} to answer itself, found a redirect.`, { url });

/** The error for a request that its deadline or its caller ended. */
export function ended(url: string, { signal }: HttpOptions, cause: unknown): TrustCenterError {
  return signal?.aborted
    ? new TrustCenterError("aborted", "The caller ended the request.", { url }, { cause })
    : new TrustCenterError("timeout", `Expected an answer from ${url} in time, found none.`, { url }, { cause });
}

/** The typed error for what went wrong on the way to a file. */
function toNetworkError(cause: unknown, url: string): TrustCenterError {
  if (cause instanceof TrustCenterError) return cause;
  const status = (cause as { response?: Response }).response?.status;
  const message =
    status === undefined
      ? `Expected an answer from ${url}, found no connection, or a server that does not allow this origin (CORS).`
      : `Expected ${url} to be there, found HTTP status ${status}.`;
  return new TrustCenterError("network", message, { url, ...(status !== undefined && { status }) }, { cause });
}
