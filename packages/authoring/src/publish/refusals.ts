import { TrustCenterError, toInstant } from "@trust-center/feed";
import { BrokenTreeError } from "../errors.ts";
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
    `Expected the time to be ${last} or later, when this feed was last signed; found ${toInstant(now)}. Set the clock, or --now. ` +
      "Was the clock ahead then? Readers refuse what was signed in their future, so the version before still counts: move the published folder and trust-center.published.json away, run `trust-center recover --pin …` with the pin of your tag, and publish again.",
    { now: toInstant(now), issued: last },
  );
}

/** @throws {TrustCenterError} `wrong-feed` where the folder holds another feed than the settings name */
export function refuseOtherAddress(expected: string, found: string, out: string): void {
  if (found === expected) return;
  throw new TrustCenterError(
    "wrong-feed",
    `Expected ${out} to hold the feed of ${expected}, found the one of ${found}. The address is signed into the first root: ` +
      "set `publish.feed` back to it, or publish the new address into an empty folder, under a new pin, and say so at the old one: trust-center keys move.",
    { expected, found },
  );
}

/**
 * What is published, where a command needs that.
 *
 * @throws {BrokenTreeError} where nothing is
 */
export function expectPublished(published: PublishedTree | undefined, out: string): PublishedTree {
  if (published) return published;
  throw new BrokenTreeError("malformed", `Expected a published tree in ${out}, found no head.json. Publish first.`, {
    out,
  });
}
