import { parseLongJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { type Feed, feedSchema } from "../document/feed.ts";
import { TrustCenterError } from "../errors.ts";
import { verifyFile } from "./file.ts";
import type { VerifiedHead } from "./head.ts";

/** Bytes of a list that takes a reader's machine a noticeable time to parse. */
const long = 512 * 1024;

/** Entries that are checked without a pause. */
const slice = 2000;

/** Verifies the feed file of a verified head (docs/specification, §6, step 9). */
export async function verifyFeed(head: VerifiedHead, bytes: Uint8Array<ArrayBuffer>): Promise<Feed> {
  await verifyFile(bytes, head.manifest.files.feed);
  // Whoever shows it answers its reader between the steps.
  const pause = async () => void (bytes.length > long && (await new Promise((resolve) => setTimeout(resolve))));
  const feed = await checkFeed(await parseLongJson(bytes, "the feed", pause), pause);
  if (feed.version !== head.lastEntry.feed.version) {
    throw new TrustCenterError("unlogged-edit", "Expected the feed's version to be the one that its history names.");
  }
  return feed;
}

/**
 * Checks a feed against its schema: a long list a slice at a time.
 *
 * @throws {TrustCenterError} as {@link check} does
 */
export async function checkFeed(value: unknown, pause: () => Promise<void>): Promise<Feed> {
  const { subprocessors: all } = Object(value);
  await pause();
  if (all?.length > slice) {
    try {
      const feed = check(feedSchema, { ...(value as object), subprocessors: [] }, "the feed");
      for (let at = 0; at < all.length; at += slice) {
        feed.subprocessors.push(...check(feedSchema.shape.subprocessors, all.slice(at, at + slice), "the feed"));
        await pause();
      }
      return feed;
    } catch {
      // Checked whole, the error says where in the whole.
    }
  }
  return check(feedSchema, value, "the feed");
}
