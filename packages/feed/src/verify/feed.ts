import { parseLongJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { type Feed, feedSchema } from "../document/feed.ts";
import { TrustCenterError } from "../errors.ts";
import { verifyFile } from "./file.ts";
import type { VerifiedHead } from "./head.ts";

/** Bytes of a list that takes a reader's machine a noticeable time to parse. */
const long = 512 * 1024;

/** Verifies the feed file of a verified head (docs/specification, §6, step 9). */
export async function verifyFeed(head: VerifiedHead, bytes: Uint8Array<ArrayBuffer>): Promise<Feed> {
  await verifyFile(bytes, head.manifest.files.feed);
  // Whoever shows it answers its reader between the steps.
  const pause = async () => void (bytes.length > long && (await new Promise((resolve) => setTimeout(resolve))));
  const value = await parseLongJson(bytes, "the feed", pause);
  await pause();
  const feed = check(feedSchema, value, "the feed");
  if (feed.version !== head.lastEntry.feed.version) {
    throw new TrustCenterError("unlogged-edit", "Expected the feed's version to be the one that its history names.");
  }
  return feed;
}
