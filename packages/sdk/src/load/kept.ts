import type { Store } from "../store/store.ts";
import type { TrustCenter } from "./center.ts";
import { verifyKept } from "./load-from.ts";
import { recall } from "./record.ts";
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
