import { checkAddress } from "../address.ts";

/** Where a host keeps its feed (RFC 8615). */
export const wellKnownPath = "/.well-known/trust-center/";

/**
 * The feed's address for what somebody has of a vendor: `acme.example`, with or without a scheme, means its well-known
 * address; an address with a path is the feed's own.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function feedAddress(text: string | URL): string {
  const typed = String(text).trim();
  const address = checkAddress(
    /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`,
    "a vendor's address",
  );
  const url = new URL(address);
  return url.pathname === "/" ? new URL(wellKnownPath, url).href : address;
}
