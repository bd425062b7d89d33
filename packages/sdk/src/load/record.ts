import { check, type Remembered, rememberedSchema, TrustCenterError } from "@trust-center/feed";
import { literal, looseObject, optional, string } from "zod/mini";
import type { Store } from "../store/store.ts";

const recordSchema = looseObject({
  format: literal(1),
  state: rememberedSchema,
  /** Text of `head.json` and of the feed as they were verified. */
  head: string(),
  feed: string(),
  /** When they were verified, an instant. */
  verified: string(),
  etag: optional(string()),
});

/** What a store keeps of one feed: docs/specification, §7. */
export interface FeedRecord {
  format: 1;
  state: Remembered;
  head: string;
  feed: string;
  verified: string;
  etag?: string | undefined;
  /** Text of the history as it was read last: the next one is fetched from its end. Absent where none was read. */
  history?: string | undefined;
  /** Text of the first version of the feed, from which the history is replayed. Absent where none was read. */
  origin?: string | undefined;
}

/**
 * What is kept of a feed.
 *
 * @throws {TrustCenterError} `storage` where it cannot be read and the store is not disposable
 */
export async function recall(store: Store, address: string): Promise<FeedRecord | undefined> {
  try {
    const kept = await store.read(address);
    if (kept === undefined) return undefined;
    const record = check(recordSchema, kept, "the remembered feed") as FeedRecord;
    return record.state.feed === address ? record : undefined;
  } catch (cause) {
    if (store.disposable) return undefined;
    throw new TrustCenterError(
      "storage",
      `Expected the memory of ${address} to be readable. Restore it, or remove it to start again from the pin.`,
      { feed: address },
      { cause },
    );
  }
}

/** Keeps a record, unless another reader of the same store has got further meanwhile. */
export async function keep(store: Store, record: FeedRecord): Promise<void> {
  try {
    await store.update(record.state.feed, (kept) => (isNewer(kept, record) ? kept : record));
  } catch (cause) {
    // A browser's storage may be too small for a history: what sees a rollback matters more.
    if (record.history !== undefined) return keep(store, { ...record, history: undefined, origin: undefined });
    if (store.disposable) return;
    throw new TrustCenterError("storage", `Could not remember ${record.state.feed}.`, {}, { cause });
  }
}

function isNewer(kept: unknown, record: FeedRecord): boolean {
  const found = recordSchema.safeParse(kept, { jitless: true });
  if (!found.success || found.data.state.pin !== record.state.pin) return false;
  const { root, timestamp } = found.data.state;
  if (root.version !== record.state.root.version) return root.version > record.state.root.version;
  const mine = record.state.timestamp;
  if (timestamp?.version !== mine?.version) return (timestamp?.version ?? 0) > (mine?.version ?? 0);
  // Two timestamps of one version are a fork: what was kept first stays, and the next visit finds it out.
  return timestamp?.sha256 !== mine?.sha256;
}
