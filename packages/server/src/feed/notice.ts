import type { Change, Feed, LogEntry, Subprocessor, Text } from "@trust-center/feed";
import type { FeedState } from "../store/feed-state.ts";

const facts = ["purposes", "dataCategories", "locations", "transferMechanisms"] as const;

/** What a subscriber needs to decide about a change. */
export type ChangeFacts = Pick<Subprocessor, (typeof facts)[number]>;

/** One publish, told: its facts as they were on the day. */
export interface Notice {
  version: number;
  sha256: string;
  published: string;
  vendor: Text;
  /** The vendor's page. */
  url?: string;
  changes: { change: Change; facts?: ChangeFacts }[];
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
      const found = factsOf(feed, change);
      return { change, ...(found && { facts: found }) };
    }),
  };
}

/** The subject's facts; where it leaves one out, its group's. */
function factsOf(feed: Feed, change: Change): ChangeFacts | undefined {
  if (change.subject.type !== "subprocessor") return undefined;
  const entry = feed.subprocessors.find(({ id }) => id === change.subject.id);
  if (!entry) return undefined;
  const groups = (feed.groups ?? []).filter(({ id }) => entry.groups?.includes(id));
  const sources: (Partial<ChangeFacts> | undefined)[] = [entry, ...groups.map(({ common }) => common)];
  const found = facts.flatMap((name) => {
    const value = sources.find((source) => source?.[name] !== undefined)?.[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(found) as ChangeFacts;
}
