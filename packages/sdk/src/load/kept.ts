import { type TrustCenterError, verifyView } from "@trust-center/feed";
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
 * The copy of a feed that was verified last, from the store alone: no network. It is verified anew, as of the time when it
 * was verified first, for storage can be written by others; it is `stale`.
 *
 * @returns undefined where none is kept
 * @throws {TrustCenterError} where it does not verify; `storage` where it cannot be read
 */
export async function loadKept(address: string, { pin, store }: KeptOptions): Promise<TrustCenter | undefined> {
  const kept = await recall(store, address);
  return kept && centerOf(kept, { address, pin });
}

/** A kept copy as a trust center, and why it is not the newest. */
export async function centerOf(
  kept: FeedRecord,
  {
    address,
    pin,
    problem,
    read = recordSource(kept),
  }: {
    address: string;
    pin?: string | undefined;
    problem?: TrustCenterError;
    read?: TrustCenter["read"];
  },
): Promise<TrustCenter> {
  const verified = await verifyView(recordSource(kept), { feed: address, pin, now: Date.parse(kept.verified) });
  const { feed, bytes: _bytes, ...head } = verified;
  return {
    address,
    pin: head.next.pin,
    trust: head.trust,
    freshness: "stale",
    ...(problem && { problem }),
    verified: kept.verified,
    feed,
    head,
    witnessed: [],
    read,
  };
}
