import { verifyView } from "@trust-center/feed";
import type { Store } from "../store/store.ts";
import type { TrustCenter } from "./center.ts";
import { type FeedRecord, recall } from "./record.ts";
import { recordSource } from "./source.ts";

/** How a kept copy is read. */
export interface KeptOptions {
  pin?: string | undefined;
  store: Store;
}

/**
 * The copy of a feed that was verified last, from the store alone: no network. It is `stale`.
 *
 * @returns undefined where none is kept
 * @throws {TrustCenterError} where it does not verify; `storage` where it cannot be read
 */
export async function loadKept(address: string, { pin, store }: KeptOptions): Promise<TrustCenter | undefined> {
  const kept = await recall(store, address);
  return kept && { ...(await verifyKept(address, kept, pin)), read: recordSource(kept) };
}

/** Verifies a kept copy as of the time when it was verified first: storage can be written by others. */
export async function verifyKept(
  address: string,
  kept: FeedRecord,
  pin: string | undefined,
): Promise<Omit<TrustCenter, "read">> {
  const verified = await verifyView(recordSource(kept), { feed: address, pin, now: Date.parse(kept.verified) });
  const { feed, bytes: _bytes, ...head } = verified;
  return {
    address,
    pin: head.next.pin,
    trust: head.trust,
    freshness: "stale",
    verified: kept.verified,
    feed,
    head,
    witnessed: [],
  };
}
