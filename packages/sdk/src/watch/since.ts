import { type Change, type Feed, type LogEntry, replay } from "@trust-center/feed";
import { listOfVersion } from "../history/list.ts";
import type { TrustCenter } from "../load/center.ts";

/** What a verified history says of the time since a look. */
export interface Since {
  /** The list of that look, rebuilt from the log: the log binds it by its hash, and only grew since. */
  last: Feed;
  /** Entries that are new. */
  entries: readonly LogEntry[];
  /**
   * Changes whose day came before a version that was published since. They are in that version's list, and open no
   * longer: nothing but the history says that they were announced.
   */
  came: Change[];
}

/**
 * What was published since a look; undefined where nothing was, or where the look was at another feed.
 *
 * @param known Entries of the log at that look.
 * @throws {TrustCenterError} `network` where the first list is not available
 */
export async function publishedSince(
  { history = [], ...center }: TrustCenter,
  known: number | undefined,
): Promise<Since | undefined> {
  const [start] = history;
  // A memory that is longer than a verified history is of another feed.
  if (!start || known === undefined || known >= history.length) return undefined;
  const first = await listOfVersion({ ...center, history }, start.feed.version);
  const last = replay(first.feed, history.slice(0, known));
  const entries = history.slice(known);
  let feed = last;
  const came = versionsIn(entries).flatMap((entries) => {
    const { published, open = [] } = feed;
    const at = entries[0]?.at ?? published;
    feed = replay(feed, entries);
    return open.filter(({ effective }) => effective !== null && effective > published && effective <= at);
  });
  return { last, entries, came };
}

/** Entries of a log, those of each version together. */
function versionsIn(entries: readonly LogEntry[]): LogEntry[][] {
  const versions = new Map<number, LogEntry[]>();
  for (const entry of entries) versions.set(entry.feed.version, [...(versions.get(entry.feed.version) ?? []), entry]);
  return [...versions.values()];
}
