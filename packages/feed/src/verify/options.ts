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

/**
 * Gives the bytes of a file below the feed's address. It must stop reading beyond `maxBytes` and fail with a
 * `too-large` error.
 */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;
