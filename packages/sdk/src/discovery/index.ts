/**
 * Asks sources other than the feed where a vendor's feed is, and under which pin. For Node.
 *
 * @module @trust-center/sdk/discovery
 */

import type { HttpOptions } from "../http/options.ts";
import { feedAddress } from "./address.ts";
import { checkDns, type ResolveTxt } from "./dns.ts";
import { dnsResolver } from "./resolver.ts";
import { checkSecurityTxt } from "./security-txt.ts";
import type { SourceCheck } from "./source.ts";

export { type ResolveTxt, recordName, recordText } from "./dns.ts";
export { dnsResolver } from "./resolver.ts";
export { securityTxtLine, securityTxtPath } from "./security-txt.ts";
export type { SourceCheck, Statement } from "./source.ts";

/** How sources are asked. */
export interface CrossCheckOptions extends HttpOptions {
  /** The pin that they are compared with; without it only the address is. */
  pin?: string | undefined;
  /** Asks for TXT records. Default: the name servers of this machine. */
  resolver?: ResolveTxt | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Compares a feed's address and pin with what its host's DNS and security.txt say. Each is a second witness and no
 * more: whoever controls the host, or the way to it, controls what it says. Nothing here makes a feed verified.
 *
 * @param address The feed's address, or a host alone.
 * @throws {TrustCenterError} `malformed` for an address that cannot be one; `aborted`
 */
export async function crossCheckPin(address: string | URL, options: CrossCheckOptions = {}): Promise<SourceCheck[]> {
  const { pin, resolver = dnsResolver(), now = Date.now, ...http } = options;
  const feed = feedAddress(address);
  const { hostname, origin } = new URL(feed);
  const { timeout = 15_000, signal } = http;
  const end = AbortSignal.timeout(timeout);
  const claim = { feed, pin };
  const [dns, file] = await Promise.all([
    isName(hostname) ? checkDns(hostname, claim, resolver, signal ? AbortSignal.any([signal, end]) : end) : undefined,
    checkSecurityTxt(origin, claim, now(), http),
  ]);
  return dns ? [dns, file] : [file];
}

/** Addresses have no records of their own. */
const isName = (hostname: string) => !hostname.startsWith("[") && !/^\d+(?:\.\d+){3}$/.test(hostname);

/** The sources that contradict a feed. */
export const contradictions = (checks: readonly SourceCheck[]): SourceCheck[] =>
  checks.filter(({ outcome }) => outcome === "differs");
