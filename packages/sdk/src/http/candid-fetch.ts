import { TrustCenterError } from "@trust-center/feed";
import { isRedirect } from "./options.ts";

/** Milliseconds that a server may ask to be left alone for before the request is given up instead of waited with. */
const patience = 5_000;

/** Answers that do not get better by asking again at once. */
const final = [401, 403, 404, 407, 410, 451];

/**
 * A `fetch` that ends at once where asking again is of no use, and says why: a redirect with where it leads, a file that is
 * not there, a server that says when to come again.
 */
export const candidFetch =
  (fetch: typeof globalThis.fetch = globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const problem = problemOf(response, String(input instanceof Request ? input.url : input));
    if (!problem) return response;
    // Whatever else it says, nobody reads it.
    response.body?.cancel().catch(() => {});
    throw problem;
  };

function problemOf(response: Response, url: string): TrustCenterError | undefined {
  const { status, headers } = response;
  if (isRedirect(response)) {
    const redirect = headers.get("location") ?? "";
    const where = redirect === "" ? "" : ` to ${redirect}`;
    return new TrustCenterError("network", `Expected ${url} to answer itself, found a redirect${where}.`, {
      url,
      redirect,
    });
  }
  const retryIn = [413, 429, 503].includes(status) ? delayOf(headers) : undefined;
  if (retryIn !== undefined && retryIn > patience) {
    return new TrustCenterError(
      "network",
      `Expected ${url} to answer now, found HTTP status ${status} that says to come again in ${Math.ceil(retryIn / 1000)} s.`,
      { url, status, retryIn },
    );
  }
  if (!final.includes(status)) return undefined;
  return new TrustCenterError("network", `Expected ${url} to be there, found HTTP status ${status}.`, { url, status });
}

/** Milliseconds of `Retry-After`: seconds, or a date by the server's own clock (RFC 9110 §10.2.3). */
function delayOf(headers: Headers): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // IMF-fixdate (§5.6.7): what else engines read as a date is none.
  if (!/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/.test(text)) return undefined;
  const server = Date.parse(headers.get("date") ?? "");
  const delay = Date.parse(text) - (Number.isNaN(server) ? Date.now() : server);
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}
