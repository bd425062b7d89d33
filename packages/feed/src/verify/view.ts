import type { Feed } from "../document/feed.ts";
import { limits } from "../limits.ts";
import { part } from "../part.ts";
import { verifyFeed } from "./feed.ts";
import { type VerifiedHead, verifyHead } from "./head.ts";
import type { ReadFile, VerifyOptions } from "./options.ts";

/** A verified feed, without its history. */
export interface ViewedFeed extends VerifiedHead {
  feed: Feed;
  /** The exact bytes of the feed, for keeping. */
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Verifies a feed, in the order of docs/specification, §6, for those who show it: its history is not read. Nothing is
 * returned before everything holds.
 *
 * @throws {TrustCenterError} and whatever `read` throws
 */
export async function verifyView(read: ReadFile, options: VerifyOptions): Promise<ViewedFeed> {
  const head = await verifyHead(await read("head.json", limits.head), options);
  // A first view has nothing to compare with: the log's code is loaded by those who come again.
  if (head.grownFrom) await (await part(import("./growth.ts"))).verifyLogGrowth(head, read);
  const { path, length } = head.manifest.files.feed;
  const bytes = await read(path, length);
  return { ...head, feed: await verifyFeed(head, bytes), bytes };
}
