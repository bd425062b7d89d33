import { type Change, type LogEntry, replay } from "@trust-center/feed";
import { listOfVersion } from "../history/list.ts";
import type { TrustCenter } from "../load/center.ts";

/**
 * Changes whose day came before a version that was published since the last look. They are in that version's list, and
 * open no longer: nothing but the history says that they were announced.
 *
 * @param known Entries of the log at the last look.
 * @throws {TrustCenterError} `network` where the first list is not to be had
 */
export async function cameSince(
  { history = [], ...center }: TrustCenter,
  known: number | undefined,
): Promise<Change[]> {
  const [start] = history;
  // A memory that is longer than a verified history is of another feed.
  if (!start || known === undefined || known >= history.length) return [];
  const first = await listOfVersion({ ...center, history }, start.feed.version);
  let feed = replay(first.feed, history.slice(0, known));
  return versionsIn(history.slice(known)).flatMap((entries) => {
    const { published, open = [] } = feed;
    const at = entries[0]?.at ?? published;
    feed = replay(feed, entries);
    return open.filter(({ effective }) => effective !== null && effective > published && effective <= at);
  });
}

/** Entries of a log, those of each version together. */
function versionsIn(entries: readonly LogEntry[]): LogEntry[][] {
  const versions = new Map<number, LogEntry[]>();
  for (const entry of entries) versions.set(entry.feed.version, [...(versions.get(entry.feed.version) ?? []), entry]);
  return [...versions.values()];
}
