import { TrustCenterError, toInstant } from "@trust-center/feed";
import type { PublishedTree } from "./read-published.ts";

/**
 * Refuses to sign earlier than what is signed already: a log that runs backwards is no history.
 *
 * @throws {TrustCenterError} `clock`
 */
export function refuseEarlierClock(published: PublishedTree | undefined, now: number): void {
  if (!published) return;
  const last = [published.timestamp.issued, published.manifest.issued].sort().at(-1) as string;
  if (toInstant(now) >= last) return;
  throw new TrustCenterError(
    "clock",
    `Expected the time to be ${last} or later, when this feed was last signed; found ${toInstant(now)}. Set the clock, or --now.`,
    { now: toInstant(now), issued: last },
  );
}
