import type { TrustCenterError } from "@trust-center/feed";
import type { HttpOptions } from "../http/options.ts";
import type { TrustCenter } from "../load/center.ts";
import type { Store } from "../store/store.ts";
import type { Vendor } from "./vendor.ts";

/** How vendors are watched. */
export interface WatchOptions extends HttpOptions {
  /** Remembers what was verified, and what was told. */
  store: Store;
  /** Looks once at each vendor, and ends. */
  once?: boolean | undefined;
  /** Milliseconds from the start of one round to that of the next. Default an hour. */
  interval?: number | undefined;
  /** Vendors looked at at the same time; those that take longer than `patience` do not count. Default 8. */
  concurrency?: number | undefined;
  /**
   * Milliseconds after which a look no longer keeps others from being made: vendors that hang hold nobody up. Default 500.
   * At most 256 looks go on beside the others.
   */
  patience?: number | undefined;
  /** Milliseconds between two looks at vendors of one host, of which never two run at the same time. Default 250. */
  perHost?: number | undefined;
  /** How many links from an entry's own feed to the next are followed. Default 0. */
  chains?: number | undefined;
  /**
   * The fetch for feeds that another feed names: what its publisher writes must not reach the watcher's own network, so
   * outside of browsers it should see to where a name leads. Default: `fetch`.
   */
  linkedFetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds before a deadline, or the end of a signature, at which it is told. Default 7 days. */
  warnBefore?: number | undefined;
  /**
   * Remembers what a report tells once its `handled` was called, and not because the next one was asked for. For those who
   * collect reports before they handle them. Default false.
   */
  confirm?: boolean | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** Asks other sources about a verified vendor. An error that it gives is told as a failure. */
  crossCheck?:
    | ((vendor: Vendor, center: TrustCenter, signal: AbortSignal | undefined) => Promise<TrustCenterError | undefined>)
    | undefined;
}
