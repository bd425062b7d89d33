import type { Cosignature, Fault, Feed, LogEntry, ReadFile, TrustCenterError, VerifiedHead } from "@trust-center/feed";
import type { Look } from "./looks.ts";

/** A verified trust center: the feed, and what vouches for it. */
export interface TrustCenter {
  /** The feed's address, ending in `/`. */
  readonly address: string;
  /** `sha256-` and base64url over the first root's payload. */
  readonly pin: string;
  /** `verified` under a pin that the reader brought; `first-seen` where the feed itself was taken on trust. */
  readonly trust: "verified" | "first-seen";
  /** `stale` where this is the last verified copy because the newest could not be fetched. */
  readonly freshness: "fresh" | "stale";
  /** Why it is stale. */
  readonly problem?: TrustCenterError;
  /** When this copy was verified against the network, an instant. */
  readonly verified: string;
  readonly feed: Feed;
  /** Roots, timestamp, manifest and the newest log entry. */
  readonly head: VerifiedHead;
  /** The replayed history, in strict mode. */
  readonly history?: readonly LogEntry[];
  /** What that history holds against its publisher, in strict mode: nothing of an honest one. */
  readonly faults?: readonly Fault[];
  /** Witnesses, of those that the reader named, who signed this state of the log, and when. */
  readonly witnessed: readonly Cosignature[];
  /** When this reader first saw the log at a size, as far as its store remembers, the smallest first. */
  readonly looks?: readonly Look[];
  /** Reads a file below the address. What it gives is not verified. */
  readonly read: ReadFile;
}
