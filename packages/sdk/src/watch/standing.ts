import { TrustCenterError, toInstant } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { loadKept } from "../load/kept.ts";
import type { Store } from "../store/store.ts";
import { datedIn, withDates } from "./dated.ts";
import { recallTold } from "./memory.ts";
import { type Open, openAt } from "./open.ts";
import { checkVendors, type Vendor } from "./vendor.ts";

/** Where one vendor stands, by what is remembered of it. */
export interface VendorStanding {
  vendor: Vendor;
  /** The instant that it is said of. */
  at: string;
  /** The copy that was verified last; absent where none is kept. Not JSON. */
  center?: TrustCenter;
  /** What is open by that copy: nothing where none is kept. */
  open: Open;
  /** What the last look met, and since when it does. */
  failing?: { code: string; since: string };
  /** The copy that is kept does not verify, or the memory of it cannot be read. */
  problem?: TrustCenterError;
}

/** How standings are asked for. */
export interface StandingOptions {
  /** The store of a `watch`. */
  store: Store;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Where vendors stand: which windows for objections are open, and until when; which changes are to come; which vendors could
 * not be looked at. A state, from the store alone: no network, nothing remembered, the same however often it is asked.
 *
 * @param vendors Those of a `watch` with the same store.
 * @returns in the order of the vendors
 * @throws {TrustCenterError} `malformed` for an address or pin that cannot be one
 */
export async function standing(
  vendors: Iterable<Vendor>,
  { store, now: clock = Date.now }: StandingOptions,
): Promise<VendorStanding[]> {
  const now = clock();
  return Promise.all(checkVendors(vendors).map((vendor) => standingOf(vendor, store, now)));
}

async function standingOf(vendor: Vendor, store: Store, now: number): Promise<VendorStanding> {
  const { address, pin } = vendor;
  const nothing: Open = { windows: [], coming: [] };
  const found = { vendor, at: toInstant(now) };
  try {
    const told = await recallTold(store, address);
    const { failing } = told ?? {};
    const center = await loadKept(address, { pin, store });
    return {
      ...found,
      open: center ? withDates(openAt(center.feed, now), await datedIn(center, told, {})) : nothing,
      ...(center && { center }),
      ...(failing && { failing: { code: failing.code, since: failing.since } }),
    };
  } catch (problem) {
    if (!(problem instanceof TrustCenterError)) throw problem;
    return { ...found, open: nothing, problem };
  }
}
