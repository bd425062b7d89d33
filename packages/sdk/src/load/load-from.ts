import {
  meaningOf,
  naming,
  TrustCenterError,
  toInstant,
  type VerifiedFeed,
  type verify,
  verifyView,
} from "@trust-center/feed";
import { checkAddress, checkPin } from "../address.ts";
import type { HttpOptions } from "../http/options.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import type { TrustCenter } from "./center.ts";
import { LoadError } from "./error.ts";
import { type FeedRecord, keep, recall } from "./record.ts";
import { type CreateSource, recordSource, type Source } from "./source.ts";
import type { checkWitnesses, WitnessOptions } from "./witnesses.ts";

/** How a feed is loaded. */
export interface LoadOptions extends HttpOptions, WitnessOptions {
  /** `sha256-…`, as the vendor printed it. Without it the feed is trusted on first use, and says so. */
  pin?: string | undefined;
  /** Where to remember. Without it nothing outlives the call: rollbacks between calls go unseen. */
  store?: Store | undefined;
  /** Reads and replays the whole history. With a store, only what is new of it is fetched. */
  strict?: boolean | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** What those who show a list need not carry. */
export interface Means {
  /** How files are read. */
  createSource: CreateSource;
  /** How they are verified. */
  verify: typeof verify | typeof verifyView;
  /** Asks the log's witnesses. */
  askWitnesses?: typeof checkWitnesses;
}

/** How often a load is verified against what others keep meanwhile. */
const attempts = 8;

/** Loads a feed: see `load`. */
export async function loadFrom(address: string | URL, options: LoadOptions, means: Means): Promise<TrustCenter> {
  const feed = checkAddress(address, "the feed's address");
  checkPin(options.pin);
  const { store = memoryStore(), now: clock = Date.now } = options;
  const now = clock();
  const remembered = recall(store, feed);
  let source = means.createSource(feed, options, remembered);
  let kept = await remembered;
  for (let attempt = 1; ; attempt++) {
    try {
      const verified: VerifiedFeed = await naming(source.read, (read) =>
        means.verify(read, {
          feed,
          pin: options.pin,
          remembered: kept?.state,
          now,
          strict: options.strict ?? false,
        }),
      );
      const witnessed = (await means.askWitnesses?.(verified.checkpoint, { ...options, now })) ?? [];
      if (await keep(store, toRecord(verified, source, now), kept)) {
        return { ...fresh(feed, verified, source, now), witnessed };
      }
      // Another reader of the same memory has kept another state meanwhile, and what was read is held against it: of two
      // readers who are shown two histories at once, one finds out.
      if (attempt === attempts) throw overtaken(feed);
      kept = await recall(store, feed);
    } catch (error) {
      if (!(error instanceof TrustCenterError)) throw error;
      if (attempt > 1 && attempt < attempts && error.code === "rollback") {
        // It was read before the other reader's: what is served now decides.
        source = means.createSource(feed, options, Promise.resolve(kept));
        continue;
      }
      const last = kept && (await verifyKept(feed, kept, options.pin).catch(() => undefined));
      const lastVerified = last && { ...last, problem: error, read: source.read };
      if (lastVerified && meaningOf(error.code).showsLast) return lastVerified;
      throw new LoadError(error, lastVerified);
    }
  }
}

const overtaken = (feed: string) =>
  new TrustCenterError(
    "storage",
    `Others changed the memory of ${feed} ${attempts} times during one load. Let fewer readers share it.`,
    { feed },
  );

function toRecord(verified: VerifiedFeed, source: Source, now: number): FeedRecord {
  return {
    format: 1,
    state: verified.next,
    ...source.kept(),
    feed: new TextDecoder().decode(verified.bytes),
    verified: toInstant(now),
  };
}

function fresh(address: string, verified: VerifiedFeed, source: Source, now: number): Omit<TrustCenter, "witnessed"> {
  const { feed, history, first: _first, faults, bytes: _bytes, ...head } = verified;
  return {
    address,
    pin: head.next.pin,
    trust: head.trust,
    freshness: "fresh",
    verified: toInstant(now),
    feed,
    head,
    ...(history && { history }),
    ...(faults && { faults }),
    read: source.read,
  };
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
