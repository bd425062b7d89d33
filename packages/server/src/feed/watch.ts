import { setTimeout } from "node:timers/promises";
import { meaningOf, TrustCenterError } from "@trust-center/feed";
import { load, type Store as Memory, type TrustCenter } from "@trust-center/sdk";
import { describeError, type Logger } from "../log/logger.ts";
import {
  advance,
  type FeedState,
  type FeedTrouble,
  keepTrouble,
  readFeedState,
  readTrouble,
  type Seen,
  verifiedAt,
} from "../store/feed-state.ts";
import { isStoreFailure } from "../store/judge.ts";
import type { Store } from "../store/store.ts";
import { second } from "../time.ts";
import { publicationOf } from "./notice.ts";

/** Loads the vendor's feed, verified, with its whole history where it is fresh, as of a clock. */
export type LoadFeed = (signal: AbortSignal, now: () => number) => Promise<TrustCenter>;

export interface FeedSource {
  address: string;
  pin: string;
  memory: Memory;
  fetch?: typeof globalThis.fetch;
}

/** The SDK's loader for one feed. It remembers in `memory`, so that a rollback is seen across restarts. */
export const feedLoader =
  ({ address, memory, ...source }: FeedSource): LoadFeed =>
  (signal, now) =>
    load(address, { ...source, store: memory, strict: true, signal, now });

export interface Watch {
  /** Looks at the feed now; looks already under way are shared. Never throws: what goes wrong is logged. */
  check(): Promise<void>;
  /** The feed as it was verified last, by this replica or, a second ago at the latest, by another. */
  readonly current: FeedState | undefined;
  /** The feed as it was verified last, by any replica. */
  refresh(): Promise<FeedState | undefined>;
  /**
   * The feed as it was verified last. A reader may have a version that nobody has looked at yet: then it is looked at now,
   * and waited for, at some distance from the look before: anybody can claim to have one.
   */
  reaching(version: number): Promise<FeedState | undefined>;
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

/** For how many intervals a feed may not be seen before that is trouble. */
const patientLooks = 3;

/** The part of an interval in which one look of any replica is enough. */
const turn = 0.9;

/** Milliseconds between two looks that readers bring about, and that a reader waits for one. */
const betweenClaims = 2 * second;
const claimPatience = 10 * second;

/** Milliseconds between two glances at what other replicas have seen. */
const betweenGlances = second;

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

/** Watches the feed: each publish that verifies becomes one event, of which every subscriber is told. Replicas take turns. */
export async function watchFeed({ store, load, log, interval, host }: WatchOptions): Promise<Watch> {
  const ending = new AbortController();
  let current = await store.read(readFeedState);
  let trouble: FeedTrouble | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  const know = async (found: FeedTrouble | undefined) => {
    if (found?.code === trouble?.code && found?.state === trouble?.state) return;
    trouble = found;
    await store.write((tx) => keepTrouble(tx, found));
  };

  const meet = async (found: FeedTrouble, now: number) => {
    log.error(`feed-${found.state}`, { host, code: found.code, reason: found.reason });
    const isPatient = found.state === "gone" && now - (current?.verifiedAt ?? 0) <= patientLooks * interval;
    if (!isPatient) await know(found);
  };

  const look = async () => {
    const began = await store.now();
    // The database's clock and not this machine's, which may be wrong.
    const ahead = began - Date.now();
    try {
      const center = await load(ending.signal, () => Date.now() + ahead);
      if (center.freshness === "stale" || !center.history) {
        throw center.problem ?? new TrustCenterError("network", "No history came.");
      }
      const found = await store.write((tx) => advance(tx, seen(center, began)));
      current = found.state;
      if ("refused" in found) {
        if (found.refused === "behind") return;
        const size = found.state.log.size;
        throw new TrustCenterError("rollback", `Expected a history of ${size} entries or more.`, {
          found: center.head.manifest.log,
        });
      }
      const { state, isNews } = found;
      if (trouble && !state.successor) log.info("feed-seen-again", { host });
      if (state.successor) await meet(movedTo(state.successor), began);
      else await know(undefined);
      if (!isNews) return;
      log.info("feed-published", { version: state.version });
      watch.onPublish();
    } catch (error) {
      // What is remembered of the feed is in the store too: where that fails, the feed is not to blame.
      if (!(error instanceof TrustCenterError) || isStoreFailure(error)) throw error;
      if (!ending.signal.aborted) await meet(troubleOf(error), began);
    }
  };

  const lookAndTell = () =>
    look().catch((error: unknown) => {
      if (!ending.signal.aborted) log.error("feed-not-kept", { host, ...describeError(error) });
    });

  const refresh = async () => {
    const at = await store.read(verifiedAt);
    if (at === undefined || at <= (current?.verifiedAt ?? 0)) return current;
    const state = await store.read(readFeedState);
    if (!state || state.verifiedAt <= (current?.verifiedAt ?? 0)) return current;
    const isNews = current !== undefined && state.log.size > current.log.size;
    current = state;
    // Notices are made by whoever knows of them: the replica that saw them first may be gone by now.
    if (isNews) watch.onPublish();
    return current;
  };

  let claimed = Number.NEGATIVE_INFINITY;
  /** Looks for readers follow each other at a distance: whoever comes between two waits for the next. */
  const lookForReader = async () => {
    const last = claimed;
    await setTimeout(Math.max(0, last + betweenClaims - performance.now()), undefined, { ref: false });
    // Another one took the turn meanwhile: that look began after this reader had come.
    if (claimed !== last) return running;
    claimed = performance.now();
    return check();
  };

  const reaching = async (version: number) => {
    const known = await refresh();
    if (known && known.version >= version) return known;
    await Promise.race([lookForReader(), setTimeout(claimPatience, undefined, { ref: false })]);
    return refresh();
  };

  const glance = async () => {
    await refresh();
    trouble = await store.read(readTrouble);
  };

  const check = (): Promise<void> => {
    // A look that began before the hook was called may have read the old head: one more follows it.
    if (running) again = true;
    running ??= (async () => {
      do {
        again = false;
        await lookAndTell();
      } while (again && !ending.signal.aborted);
      running = undefined;
    })();
    return running;
  };

  /** Where the store fails, the next one looks again. */
  const lookInTurn = async () => {
    if (await store.exclusive("look at the feed", interval * turn, async () => {})) await check();
  };
  const timers = [
    setInterval(() => void lookInTurn().catch(() => {}), interval),
    setInterval(() => void glance().catch(() => {}), betweenGlances),
  ];
  const watch: Watch = {
    check,
    refresh,
    reaching,
    onPublish: () => {},
    get current() {
      return current;
    },
    get trouble() {
      return trouble;
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      ending.abort();
      await running;
    },
  };
  return watch;
}

/** What of a verified feed is kept. */
function seen(center: TrustCenter, began: number): Seen {
  const { manifest, root } = center.head;
  const state = {
    address: center.address,
    pin: center.pin,
    version: center.feed.version,
    sha256: manifest.files.feed.sha256,
    log: { size: manifest.log.size, root: manifest.log.root },
    feed: center.feed,
    receiptKids: root.roles.receipt.kids,
    roots: center.head.roots,
    ...(root.successor && { successor: { feed: root.successor.feed, pin: root.successor.pin } }),
  };
  return { state, history: center.history ?? [], payload: JSON.stringify(publicationOf(state)), began };
}
