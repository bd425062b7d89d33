import { type Change, type Feed, keyOf, type LogEntry, listAt, type Text } from "@trust-center/feed";
import type { Names, Tellable } from "@trust-center/reading";
import type { FeedState } from "../store/feed-state.ts";

/** What mails say of one publish whoever reads them: its facts as they were on the day. */
export interface Publication {
  version: number;
  sha256: string;
  published: string;
  vendor: Text;
  /** The vendor's page. */
  url?: string;
  /** In which languages the vendor writes. */
  publisher: Pick<Feed["publisher"], "languages" | "prevailingLanguage">;
  /** What the ids in the changes are called. */
  names: Names;
  /** What silence until a deadline means, where the vendor says so. */
  silence?: NonNullable<Feed["noticeTerms"]>["silence"];
  /** Open changes as they stood. */
  open: readonly Change[];
  /** To verify the list with. */
  address: string;
  pin: string;
}

/** A publish, and what a reader has to be told of. */
export interface Notice extends Publication {
  changes: Tellable[];
}

export function publicationOf({ feed, version, sha256, address, pin }: FeedState): Publication {
  const { url, name, languages, prevailingLanguage } = feed.publisher;
  const { silence } = feed.noticeTerms ?? {};
  return {
    version,
    sha256,
    published: feed.published,
    vendor: name,
    ...(url !== undefined && { url }),
    publisher: { ...(languages && { languages }), ...(prevailingLanguage && { prevailingLanguage }) },
    names: namesOf(feed),
    ...(silence && { silence }),
    open: feed.open ?? [],
    address,
    pin,
  };
}

/**
 * Makes the notice for a reader who has not been told of some entries of the log.
 *
 * @param announced Changes by their ids: what a change touches was announced there.
 */
export function noticeOf(
  publication: Publication,
  entries: readonly LogEntry[],
  announced: ReadonlyMap<string, Change>,
): Notice {
  const untold = entries.map(({ change }) => change);
  const changes = untold
    .flatMap((change) => asItStands(change, untold, publication.open) ?? [])
    .map((change): Tellable => {
      const touched = change.touches && announced.get(change.touches.change);
      return { change, ...(touched && { touched }) };
    });
  return { ...publication, changes };
}

/**
 * A change without what was taken back or announced anew before its reader was told: that is told by the later change
 * alone. Undefined where nothing of it is left.
 */
function asItStands(change: Change, untold: readonly Change[], open: readonly Change[]): Change | undefined {
  const later = untold.flatMap(({ touches }) => (touches?.change === change.id ? [touches] : []));
  if (later.length === 0) return change;
  const taken = new Set(
    later.flatMap((touch) => (touch.how === "withdraws" || touch.how === "amends" ? touch.atoms : [])),
  );
  const now = open.find(({ id }) => id === change.id) ?? change;
  const content = now.content.filter((atom) => !taken.has(keyOf(atom)));
  return content.length > 0 || now.content.length === 0 ? { ...now, content } : undefined;
}

const namesOf = (feed: Feed): Names => {
  const { services = [], groups = [], subprocessors } = listAt(feed, Number.POSITIVE_INFINITY);
  return {
    services: services.map(({ id, name }) => ({ id, name })),
    groups: groups.map(({ id, title }) => ({ id, title })),
    subprocessors: [...feed.subprocessors, ...subprocessors].map(({ id, name }) => ({ id, name })),
  };
};
