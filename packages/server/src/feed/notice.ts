import { type Feed, type LogEntry, listAt, type Text } from "@trust-center/feed";
import type { Names, Tellable } from "@trust-center/reading";
import type { FeedState } from "../store/feed-state.ts";

/** One publish, told: its facts as they were on the day. */
export interface Notice {
  version: number;
  sha256: string;
  published: string;
  vendor: Text;
  /** The vendor's page. */
  url?: string;
  changes: Tellable[];
  /** What the ids in the changes are called. */
  names: Names;
  /** What silence until a deadline means, where the vendor says so. */
  silence?: NonNullable<Feed["noticeTerms"]>["silence"];
  /** To verify the list with. */
  address: string;
  pin: string;
}

/**
 * Makes one notice of all that a publish changed.
 *
 * @param history The whole log: what a change touches was announced there.
 */
export function toNotice(
  { feed, version, sha256, address, pin }: FeedState,
  entries: readonly LogEntry[],
  history: readonly LogEntry[],
): Notice {
  const { url } = feed.publisher;
  const { silence } = feed.noticeTerms ?? {};
  const announced = new Map(history.map(({ change }) => [change.id, change]));
  return {
    version,
    sha256,
    published: feed.published,
    vendor: feed.publisher.name,
    ...(url !== undefined && { url }),
    changes: entries.map(({ change }) => {
      const touched = change.touches && announced.get(change.touches.change);
      return { change, ...(touched && { touched }) };
    }),
    names: namesOf(feed),
    ...(silence && { silence }),
    address,
    pin,
  };
}

const namesOf = (feed: Feed): Names => {
  const { services = [], groups = [], subprocessors } = listAt(feed, Number.POSITIVE_INFINITY);
  return {
    services: services.map(({ id, name }) => ({ id, name })),
    groups: groups.map(({ id, title }) => ({ id, title })),
    subprocessors: [...feed.subprocessors, ...subprocessors].map(({ id, name }) => ({ id, name })),
  };
};
