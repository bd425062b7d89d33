import { TrustCenterError } from "@trust-center/feed";
import { LoadError, load, type Store as SdkStore, type TrustCenter } from "@trust-center/sdk";
import { describeError, type Logger } from "../log/logger.ts";
import { enqueueNotice } from "../store/deliveries.ts";
import { type FeedState, keepFeedState, readFeedState } from "../store/feed-state.ts";
import { clock, type Store } from "../store/open.ts";
import { toNotice } from "./notice.ts";

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

export interface Watch {
  /** Looks at the feed now; looks already under way are shared. Never throws: what goes wrong is logged. */
  check(): Promise<void>;
  /** The feed as it was verified last. */
  readonly current: FeedState | undefined;
  /** Called when a publish put notices in the outbox. */
  onNotice: () => void;
  stop(): Promise<void>;
}

export interface WatchOptions {
  store: Store;
  load: LoadFeed;
  log: Logger;
  /** Milliseconds between looks. */
  interval: number;
}

/** Watches the feed: each publish that verifies becomes one event and one notice a subscriber. */
export async function watchFeed({ store, load, log, interval }: WatchOptions): Promise<Watch> {
  const ending = new AbortController();
  let current = await readFeedState(store.db);
  let running: Promise<void> | undefined;
  let again = false;

  const look = async () => {
    try {
      const center = await load(ending.signal);
      if (center.freshness === "stale" || !center.history) {
        log.warn("feed-stale", { code: center.problem?.code });
        return;
      }
      const { state, told } = await store.write((tx) => take(tx, center));
      current = state;
      if (told !== undefined) log.info("feed-published", { version: state.version, recipients: told });
      if (told) watch.onNotice();
    } catch (error) {
      if (ending.signal.aborted) return;
      const code = error instanceof LoadError || error instanceof TrustCenterError ? error.code : undefined;
      log.error("feed-refused", { ...describeError(error), ...(code && { code }) });
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
    onNotice: () => {},
    get current() {
      return current;
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
async function take(tx: Parameters<Parameters<Store["write"]>[0]>[0], center: TrustCenter) {
  const { manifest } = center.head;
  const history = center.history ?? [];
  const now = await clock(tx);
  const state: FeedState = {
    address: center.address,
    pin: center.pin,
    version: center.feed.version,
    sha256: manifest.files.feed.sha256,
    log: { size: manifest.log.size, root: manifest.log.root },
    feed: center.feed,
    receiptKids: center.head.root.roles.receipt.kids,
    verifiedAt: now,
  };
  const before = await tx.selectFrom("feed_state").select("log_size").executeTakeFirst();
  const from = before?.log_size ?? 0;
  if (state.log.size < from) {
    throw new TrustCenterError("rollback", `Expected a history of ${from} entries or more.`, { found: state.log });
  }
  await keepFeedState(tx, state, history, from);
  if (!before || state.log.size === from) return { state, told: undefined };
  const event = `notice-${state.log.size}`;
  const payload = JSON.stringify(toNotice(state, history.slice(from), history));
  await tx.insertInto("events").values({ id: event, log_size: state.log.size, payload, created_at: now }).execute();
  return { state, told: await enqueueNotice(tx, event, { logSize: state.log.size, now }) };
}
