import type { Change, Feed, LogEntry, Subprocessor, Text } from "@trust-center/feed";
import { type Names, withGroupFacts } from "@trust-center/reading";
import type { FeedState } from "../store/feed-state.ts";

/** A change, and the entry that it is about as it was on the day. */
export interface ToldChange {
  change: Change;
  entry?: Subprocessor;
}

/** One publish, told: its facts as they were on the day. */
export interface Notice {
  version: number;
  sha256: string;
  published: string;
  vendor: Text;
  /** The vendor's page. */
  url?: string;
  changes: ToldChange[];
  /** What the ids in the changes are called. */
  names: Names;
}

/** Makes one notice of all that a publish changed. */
export function toNotice({ feed, version, sha256 }: FeedState, entries: readonly LogEntry[]): Notice {
  const { url } = feed.publisher;
  return {
    version,
    sha256,
    published: feed.published,
    vendor: feed.publisher.name,
    ...(url !== undefined && { url }),
    changes: entries.map(({ change }) => {
      const entry = entryOf(feed, change);
      return { change, ...(entry && { entry }) };
    }),
    names: namesOf(feed),
  };
}

/** The subject with all of its facts; where it leaves one out, its group's. */
function entryOf(feed: Feed, { subject }: Change): Subprocessor | undefined {
  const entry = subject.type === "subprocessor" && feed.subprocessors.find(({ id }) => id === subject.id);
  return entry ? withGroupFacts(entry, feed.groups) : undefined;
}

const namesOf = ({ services = [], groups = [], subprocessors }: Feed): Names => ({
  services: services.map(({ id, name }) => ({ id, name })),
  groups: groups.map(({ id, title }) => ({ id, title })),
  subprocessors: subprocessors.map(({ id, name }) => ({ id, name })),
});
