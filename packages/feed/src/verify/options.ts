import type { Remembered } from "./remembered.ts";

/** What a verification goes by. */
export interface VerifyOptions {
  /** The feed's address, ending in `/`. Metadata made for another address is refused. */
  feed: string;
  /** `sha256-…` of the first root's payload. Without it the feed is trusted on first use. */
  pin?: string | undefined;
  /** What the last verification returned. */
  remembered?: Remembered | undefined;
  /** Milliseconds since 1970, taken once. */
  now: number;
}
