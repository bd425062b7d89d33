import type { Feed } from "../document/feed.ts";
import { limits } from "../limits.ts";
import type { LogEntry } from "../log/entry.ts";
import { tilePath } from "../log/tiles.ts";
import { verifyFeed, verifyHistory, verifyLogGrowth } from "./files.ts";
import { type VerifiedHead, verifyHead } from "./head.ts";
import type { VerifyOptions } from "./options.ts";

/**
 * Gives the bytes of a file below the feed's address. It must stop reading beyond `maxBytes` and fail with a
 * `too-large` error.
 */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

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
 * @param strict Reads and replays the whole history too.
 * @throws {TrustCenterError} and whatever `read` throws
 */
export async function verify(read: ReadFile, options: VerifyOptions & { strict?: boolean }): Promise<VerifiedFeed> {
  const head = await verifyHead(await read("head.json", limits.head), options);
  await verifyLogGrowth(head, (tile) => read(`log/${tilePath(tile)}`, tile.hashes * 32));
  const { feed: feedFile, history: historyFile } = head.manifest.files;
  const bytes = await read(feedFile.path, Math.min(feedFile.length, limits.file));
  const feed = await verifyFeed(head, bytes);
  if (!options.strict) return { ...head, feed, bytes };
  const history = await verifyHistory(head, await read(historyFile.path, Math.min(historyFile.length, limits.file)));
  return { ...head, feed, bytes, history };
}
