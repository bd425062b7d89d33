import type { Fault } from "../changes/audit.ts";
import type { Feed } from "../document/feed.ts";
import type { LogEntry } from "../log/entry.ts";
import { announcedLate } from "./announced-late.ts";
import { readHistory } from "./history.ts";
import type { ReadFile, VerifyOptions } from "./options.ts";
import { replayHistory } from "./replay.ts";
import { refuseAmbiguous } from "./unambiguous.ts";
import { type ViewedFeed, verifyView } from "./view.ts";

/** A whole, verified feed. */
export interface VerifiedFeed extends ViewedFeed {
  /** The replayed history, in strict mode. */
  history?: LogEntry[];
  /** The version of the list that the history begins with, in strict mode. */
  first?: Feed;
  /** What the history holds against its publisher, in strict mode: docs/specification, §11.6. */
  faults?: Fault[];
}

/**
 * Verifies a feed, in the order of docs/specification, §6. Nothing is returned before everything holds.
 *
 * @param options With `strict`, the whole history is read, replayed and audited too.
 * @throws {TrustCenterError} and whatever `read` throws
 */
export async function verify(read: ReadFile, options: VerifyOptions & { strict?: boolean }): Promise<VerifiedFeed> {
  const viewed = await verifyView(read, options);
  if (!options.strict) return viewed;
  refuseAmbiguous(viewed.feed);
  const history = await readHistory(viewed, read);
  const late = options.remembered ? announcedLate(history, options.remembered) : [];
  const { first, faults } = await replayHistory(viewed.feed, history, read);
  return { ...viewed, history, first, faults: [...late, ...faults] };
}
