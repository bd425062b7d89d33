import type { Feed } from "../document/feed.ts";
import { limits } from "../limits.ts";
import type { LogEntry } from "../log/entry.ts";
import { verifyFeed } from "./feed.ts";
import { type VerifiedHead, verifyHead } from "./head.ts";
import type { ReadFile, VerifyOptions } from "./options.ts";

/** A whole, verified feed. */
export interface VerifiedFeed extends VerifiedHead {
  feed: Feed;
  /** The exact bytes of the feed, for keeping. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The replayed history, in strict mode. */
  history?: LogEntry[];
}

/**
 * Verifies a feed, in the order of docs/specification, §6. Nothing is returned before everything holds.
 *
 * @param options With `strict`, the whole history is read and replayed too.
 * @throws {TrustCenterError} and whatever `read` throws
 */
export async function verify(read: ReadFile, options: VerifyOptions & { strict?: boolean }): Promise<VerifiedFeed> {
  const head = await verifyHead(await read("head.json", limits.head), options);
  // A first view has nothing to compare with: the proof's code is loaded by those who come again.
  if (head.grownFrom) await (await import("./log.ts")).verifyLogGrowth(head, read);
  const { feed: feedFile, history: historyFile } = head.manifest.files;
  const bytes = await read(feedFile.path, Math.min(feedFile.length, limits.file));
  const feed = await verifyFeed(head, bytes);
  if (!options.strict) return { ...head, feed, bytes };
  const { verifyHistory } = await import("./log.ts");
  const history = await verifyHistory(head, await read(historyFile.path, Math.min(historyFile.length, limits.file)));
  return { ...head, feed, bytes, history };
}
