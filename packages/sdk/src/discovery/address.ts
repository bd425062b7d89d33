import { checkAddress, isThisMachine } from "../address.ts";

/** Where a host keeps its feed (RFC 8615). */
export const wellKnownPath = "/.well-known/trust-center/";

/**
 * The feed's address for what somebody has of a vendor: `acme.example`, with or without a scheme, means its well-known
 * address; an address with a path is the feed's own. This machine is asked by HTTP where no scheme is said.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function feedAddress(text: string | URL): string {
  const typed = String(text).trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  const scheme = isThisMachine(URL.parse(`http://${typed}`)?.hostname ?? "") ? "http" : "https";
  const address = checkAddress(hasScheme ? typed : `${scheme}://${typed}`, "a vendor's address");
  const url = new URL(address);
  return url.pathname === "/" ? new URL(wellKnownPath, url).href : address;
}
