import { meaningOf, TrustCenterError, toInstant, type VerifiedFeed, type verify, verifyView } from "@trust-center/feed";
import { checkAddress } from "../address.ts";
import type { HttpOptions } from "../http/options.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import type { TrustCenter } from "./center.ts";
import { LoadError } from "./error.ts";
import { type FeedRecord, keep, recall } from "./record.ts";
import { type CreateSource, recordSource, type Source } from "./source.ts";
import type { checkWitnesses } from "./witnesses.ts";

/** How a feed is loaded. */
export interface LoadOptions extends HttpOptions {
  /** `sha256-…`, as the vendor printed it. Without it the feed is trusted on first use, and says so. */
  pin?: string | undefined;
  /** Where to remember. Without it nothing outlives the call: rollbacks between calls go unseen. */
  store?: Store | undefined;
  /** Reads and replays the whole history. With a store, only what is new of it is fetched. */
  strict?: boolean | undefined;
  /** Verifier keys of witnesses that the reader knows (C2SP signed-note): whose cosignatures are verified and named. */
  witnesses?: readonly string[] | undefined;
  /** How many of them must have signed. Default 0. */
  minWitnesses?: number | undefined;
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

/** How often a load begins again because others keep what it was not verified against. */
const attempts = 5;

/** Loads a feed: see `load`. */
export async function loadFrom(address: string | URL, options: LoadOptions, means: Means): Promise<TrustCenter> {
  const feed = checkAddress(address, "the feed's address");
  const { store = memoryStore() } = options;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const loaded = await loadOnce(feed, store, options, means);
    if (loaded) return loaded;
  }
  const fix = "Let fewer readers share one memory.";
  throw new LoadError(
    new TrustCenterError("storage", `Others changed the memory of ${feed} during each of ${attempts} loads. ${fix}`, {
      feed,
    }),
    undefined,
  );
}

/**
 * One look, verified against what is remembered, and remembered. Nothing where another reader of the same memory has
 * kept another state meanwhile: it takes another look, against that state. Without this, two readers who are shown two
 * histories at once would both believe what they see.
 */
async function loadOnce(
  feed: string,
  store: Store,
  options: LoadOptions,
  means: Means,
): Promise<TrustCenter | undefined> {
  const now = (options.now ?? Date.now)();
  const remembered = recall(store, feed);
  const source = means.createSource(feed, options, remembered);
  const kept = await remembered;
  try {
    const verified: VerifiedFeed = await means.verify(source.read, {
      feed,
      pin: options.pin,
      remembered: kept?.state,
      now,
      strict: options.strict ?? false,
    });
    const witnessed = (await means.askWitnesses?.(verified.checkpoint, { ...options, now })) ?? [];
    if (!(await keep(store, toRecord(verified, source, now), kept))) return undefined;
    return { ...fresh(feed, verified, source, now), witnessed };
  } catch (error) {
    if (!(error instanceof TrustCenterError)) throw error;
    const lastVerified = kept && (await restore(feed, kept, options, source, error));
    if (lastVerified && meaningOf(error.code).showsLast) return lastVerified;
    throw new LoadError(error, lastVerified);
  }
}

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
  const { feed, history, faults, bytes: _bytes, ...head } = verified;
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

/** Verifies the kept copy as of the time when it was verified first: storage can be written by others. */
async function restore(
  address: string,
  kept: FeedRecord,
  options: LoadOptions,
  source: Source,
  problem: TrustCenterError,
): Promise<TrustCenter | undefined> {
  try {
    const verified = await verifyView(recordSource(kept), {
      feed: address,
      pin: options.pin,
      now: Date.parse(kept.verified),
    });
    const { feed, bytes: _bytes, ...head } = verified;
    return {
      address,
      pin: head.next.pin,
      trust: head.trust,
      freshness: "stale",
      problem,
      verified: kept.verified,
      feed,
      head,
      witnessed: [],
      read: source.read,
    };
  } catch {
    return undefined;
  }
}
