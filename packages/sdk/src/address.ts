import { pinSchema, TrustCenterError } from "@trust-center/feed";

/**
 * Checks an address below which files or endpoints are: HTTPS, or HTTP on this machine; no query, no credentials. Adds
 * the final slash.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function checkAddress(address: string | URL, what: string): string {
  const url = URL.parse(address);
  if (!url) throw refusal(what, String(address), "an absolute address");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isThisMachine(url.hostname))) {
    throw refusal(what, url.href, "an https: address (http: on localhost alone)");
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refusal(what, url.href, "an address without credentials, query and fragment");
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/**
 * Checks the form of a pin, which whoever names the feed has from its publisher.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function checkPin(pin: string | undefined, what = "the feed's pin"): void {
  if (pin === undefined || pinSchema.safeParse(pin, { jitless: true }).success) return;
  throw refusal(what, pin, "sha256- and 43 characters");
}

/** Loopback names and literals (RFC 6761 §6.3; RFC 1122 §3.2.1.3). */
const isThisMachine = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || /^127\.\d+\.\d+\.\d+$/.test(host) || host === "[::1]";

const refusal = (what: string, found: string, expected: string) =>
  new TrustCenterError("malformed", `Expected ${what} to be ${expected}, found ${found}.`, { found });
