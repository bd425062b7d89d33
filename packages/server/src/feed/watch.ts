import { meaningOf, TrustCenterError } from "@trust-center/feed";
import { load, type Store as SdkStore, type TrustCenter } from "@trust-center/sdk";
import { describeError, type Logger } from "../log/logger.ts";
import { type FeedState, keepFeedState, readFeedState } from "../store/feed-state.ts";
import { setCursors } from "../store/leave-feed.ts";
import type { Queries, Store } from "../store/open.ts";
import { keepPublish } from "../store/outbox.ts";
import { clock } from "../store/query.ts";
import { publicationOf } from "./notice.ts";

/** Loads the vendor's feed, verified, with its whole history where it is fresh. */
export type LoadFeed = (signal: AbortSignal) => Promise<TrustCenter>;

export interface FeedSource {
  address: string;
  pin: string;
  memory: SdkStore;
  now?: (() => number) | undefined;
}

/** The SDK's loader for one feed. It remembers in `memory`, so that a rollback is seen across restarts. */
export const feedLoader =
  ({ address, pin, memory, now }: FeedSource): LoadFeed =>
  (signal) =>
    load(address, { pin, store: memory, strict: true, signal, ...(now && { now }) });

/** Why the feed is not as it should be. */
export interface FeedTrouble {
  /** `gone`: it does not answer. `refused`: what answers does not verify. `moved`: its root names another address. */
  state: "gone" | "refused" | "moved";
  /** The code of the failure. */
  code: string;
  reason: string;
}

export interface Watch {
  /** Looks at the feed now; looks already under way are shared. Never throws: what goes wrong is logged. */
  check(): Promise<void>;
  /** The feed as it was verified last. */
  readonly current: FeedState | undefined;
  /** What the last looks met. One that did not get through is no trouble yet: the service looks again. */
  readonly trouble: FeedTrouble | undefined;
  /** Called when there is a publish to tell subscribers of. */
  onPublish: () => void;
  stop(): Promise<void>;
}

export interface WatchOptions {
  store: Store;
  load: LoadFeed;
  log: Logger;
  /** Milliseconds between looks. */
  interval: number;
  /** The feed's host, for log lines. */
  host: string;
}

/** How many looks in a row may not get through before that is trouble. */
const patientLooks = 3;

/** The error's message is this project's own: it says what was expected of the feed, and found. */
const troubleOf = (error: TrustCenterError): FeedTrouble => ({
  state: meaningOf(error.code).exit === "network" ? "gone" : "refused",
  code: error.code,
  reason: error.message,
});

const movedTo = ({ feed, pin }: { feed: string; pin: string }): FeedTrouble => ({
  state: "moved",
  code: "moved",
  reason: `The feed's root says that it has moved: start the service with --feed ${feed} --pin ${pin}. What is published there is told to nobody until then.`,
});

/** Watches the feed: each publish that verifies becomes one event, of which every subscriber is told. */
export async function watchFeed({ store, load, log, interval, host }: WatchOptions): Promise<Watch> {
  const ending = new AbortController();
  let current = await readFeedState(store.db);
  let running: Promise<void> | undefined;
  let again = false;

  let lastSeen = performance.now();
  let trouble: FeedTrouble | undefined;

  const meet = (found: FeedTrouble) => {
    log.error(`feed-${found.state}`, { host, code: found.code, reason: found.reason });
    if (found.state !== "gone" || performance.now() - lastSeen > patientLooks * interval) trouble = found;
  };

  const look = async () => {
    try {
      const center = await load(ending.signal);
      if (center.freshness === "stale" || !center.history) {
        return meet(troubleOf(center.problem ?? new TrustCenterError("network", "No history came.")));
      }
      const { state, isNews } = await store.write((tx) => take(tx, center));
      current = state;
      lastSeen = performance.now();
      if (trouble) log.info("feed-seen-again", { host });
      trouble = undefined;
      if (state.successor) meet(movedTo(state.successor));
      if (!isNews) return;
      log.info("feed-published", { version: state.version });
      watch.onPublish();
    } catch (error) {
      if (ending.signal.aborted) return;
      if (error instanceof TrustCenterError) meet(troubleOf(error));
      else log.error("feed-not-kept", { host, ...describeError(error) });
    }
  };

  const check = (): Promise<void> => {
    // A look that began before the hook was called may have read the old head: one more follows it.
    if (running) again = true;
    running ??= (async () => {
      do {
        again = false;
        await look();
      } while (again && !ending.signal.aborted);
      running = undefined;
    })();
    return running;
  };

  const timer = setInterval(() => void check(), interval);
  const watch: Watch = {
    check,
    onPublish: () => {},
    get current() {
      return current;
    },
    get trouble() {
      return trouble;
    },
    stop: async () => {
      clearInterval(timer);
      ending.abort();
      await running;
    },
  };
  return watch;
}

/** Keeps a verified feed; what it adds to the log becomes an event. A first sight of a feed tells nobody its past. */
async function take(tx: Queries, center: TrustCenter) {
  const { manifest, root } = center.head;
  const history = center.history ?? [];
  const state: FeedState = {
    address: center.address,
    pin: center.pin,
    version: center.feed.version,
    sha256: manifest.files.feed.sha256,
    log: { size: manifest.log.size, root: manifest.log.root },
    feed: center.feed,
    receiptKids: root.roles.receipt.kids,
    verifiedAt: await clock(tx),
    ...(root.successor && { successor: { feed: root.successor.feed, pin: root.successor.pin } }),
  };
  const before = await tx.selectFrom("feed_state").select("log_size").executeTakeFirst();
  const since = before?.log_size ?? 0;
  if (state.log.size < since) {
    throw new TrustCenterError("rollback", `Expected a history of ${since} entries or more.`, { found: state.log });
  }
  await keepFeedState(tx, state, history, since);
  // Whoever subscribed under an address that the feed has left was told there of all that it said there.
  if (!before) await setCursors(tx, state.log.size);
  const isNews = before !== undefined && state.log.size > since;
  if (isNews) {
    const payload = JSON.stringify(publicationOf(state));
    await keepPublish(tx, { id: `notice-${state.log.size}`, since, logSize: state.log.size, payload });
  }
  return { state, isNews };
}
