import { TrustCenterError } from "@trust-center/feed";
import { checkPin } from "../address.ts";
import { feedAddress } from "../discovery/address.ts";
import type { WitnessOptions } from "../load/witnesses.ts";

/** A vendor to watch, and who has to have witnessed its log, as `load` takes it. */
export interface Vendor extends WitnessOptions {
  /** The feed's address; a host alone means its well-known one. */
  address: string;
  /** `sha256-…`, as the vendor printed it. Without it the vendor is taken on trust, and never `verified`. */
  pin?: string | undefined;
  /** What you call it. */
  name?: string | undefined;
}

/**
 * Checks vendors, and gives each its feed's address. One that is named twice is watched once.
 *
 * @throws {TrustCenterError} `malformed` for an address or pin that cannot be one, or two pins for one address
 */
export function checkVendors(vendors: Iterable<Vendor>): Vendor[] {
  const found = new Map<string, Vendor>();
  for (const vendor of vendors) {
    const address = feedAddress(vendor.address);
    const before = found.get(address);
    checkPin(vendor.pin, `the pin of ${address}`);
    if (before?.pin !== undefined && vendor.pin !== undefined && before.pin !== vendor.pin) {
      throw new TrustCenterError("malformed", `Expected one pin for ${address}, found two.`, {
        address,
        pins: [before.pin, vendor.pin],
      });
    }
    found.set(address, { ...vendor, ...before, address, ...(vendor.pin !== undefined && { pin: vendor.pin }) });
  }
  return [...found.values()];
}
