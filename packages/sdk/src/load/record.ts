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
      `Expected the memory of ${address} to be readable. Restore it, or remove it to start again from the pin. ${(cause as Error).message}`,
      { feed: address },
      { cause },
    );
  }
}

/**
 * Keeps a record in the place of the one that it was verified against, in one step. Where another reader of the store
 * has kept another state since, nothing is kept: what was verified says nothing about that state.
 *
 * @param against What {@link recall} gave before the verification.
 * @returns whether it is kept
 * @throws {TrustCenterError} `storage` where it cannot be kept and the store is not disposable
 */
export async function keep(store: Store, record: FeedRecord, against: FeedRecord | undefined): Promise<boolean> {
  let isKept = true;
  const { feed } = record.state;
  try {
    await store.update(feed, (found) => {
      const kept = stateOf(found, feed);
      const isSame = kept !== undefined && kept === stateOf(record, feed);
      isKept = isSame || kept === stateOf(against, feed);
      return isKept ? { ...record, ...(isSame && moreOf(found as FeedRecord, record)) } : found;
    });
    return isKept;
  } catch (cause) {
    // A browser's storage may be too small for a history: what sees a rollback matters more.
    if (record.history !== undefined) return keep(store, { ...record, history: undefined, origin: undefined }, against);
    if (store.disposable) return true;
    throw new TrustCenterError("storage", `Could not remember ${record.state.feed}.`, {}, { cause });
  }
}

/** What others know of the same state: its history, if they read it, and when it was verified last. */
const moreOf = ({ history, origin, verified }: FeedRecord, record: FeedRecord): Partial<FeedRecord> => ({
  ...(record.history === undefined && history !== undefined && { history, origin }),
  ...(verified > record.verified && { verified }),
});

/** What a fork or a rollback would change of a feed's record; nothing where there is none. */
function stateOf(kept: unknown, feed: string): string | undefined {
  const found = recordSchema.safeParse(kept, { jitless: true });
  if (!found.success || found.data.state.feed !== feed) return undefined;
  const { pin, root, timestamp, manifest, log } = found.data.state;
  const versions = [root, timestamp, manifest].map((one) => one && [one.version, one.sha256]);
  return JSON.stringify([pin, versions, log.size, log.root]);
}
