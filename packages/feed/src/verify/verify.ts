import type { Fault } from "../changes/audit.ts";
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
  /** What the history holds against its publisher, in strict mode: docs/specification, §11.6. */
  faults?: Fault[];
}

/**
 * Verifies a feed, in the order of docs/specification, §6. Nothing is returned before everything holds.
 *
 * @param options With `strict`, the whole history is read and replayed too.
 * @throws {TrustCenterError} and whatever `read` throws
 */
export async function verify(read: ReadFile, options: VerifyOptions & { strict?: boolean }): Promise<VerifiedFeed> {
  const head = await verifyHead(await read("head.json", limits.head), options);
  // A first view has nothing to compare with: the log's code is loaded by those who come again, or want it whole.
  const log = head.grownFrom || options.strict ? await import("./log.ts") : undefined;
  await log?.verifyLogGrowth(head, read);
  const { path, length } = head.manifest.files.feed;
  const bytes = await read(path, length);
  const feed = await verifyFeed(head, bytes);
  const history = options.strict ? await log?.readHistory(head, read) : undefined;
  const faults = history && (await (await import("./replay.ts")).replayHistory(feed, history, read));
  return { ...head, feed, bytes, ...(history && { history }), ...(faults && { faults }) };
}
