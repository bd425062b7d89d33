import { type Change, type Feed, keyOf, type LogEntry, type Text } from "@trust-center/feed";
import { type Names, namesIn, type Tellable, touchedIn, withDayOf } from "@trust-center/reading";
import type { Concerns } from "../recipients/concerns.ts";
import type { Known } from "../recipients/csv.ts";
import { knownIn } from "../recipients/known.ts";
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
  /** What recipients can be told apart by; absent in what an older version of the service kept. */
  known?: Known;
  /** To verify the list with. */
  address: string;
  pin: string;
}

/** A publish, and what a reader has to be told of. */
export interface Notice extends Publication {
  /** The log size up to which it tells. */
  until: number;
  changes: NoticeChange[];
}

/** A change, and whom it has to be told; everybody where that is not known. */
export interface NoticeChange extends Tellable {
  concerns?: Concerns | undefined;
  /** Where it stands in the log, from 0. */
  position?: number | undefined;
}

export function publicationOf({ feed, version, sha256, address, pin }: Omit<FeedState, "verifiedAt">): Publication {
  const { url, name, languages, prevailingLanguage } = feed.publisher;
  const { silence } = feed.noticeTerms ?? {};
  return {
    version,
    sha256,
    published: feed.published,
    vendor: name,
    ...(url !== undefined && { url }),
    publisher: { ...(languages && { languages }), ...(prevailingLanguage && { prevailingLanguage }) },
    names: namesIn(feed),
    ...(silence && { silence }),
    open: feed.open ?? [],
    known: knownIn(feed),
    address,
    pin,
  };
}

/** A publication as it is kept. */
export function readPublication(kept: string): Publication {
  const publication = JSON.parse(kept) as Publication;
  // What an older version of the service kept lacks the two.
  const { publisher = {}, open = [] } = publication as Partial<Publication>;
  return { ...publication, publisher, open };
}

/** What a reader has not been told of. */
export interface Untold {
  untold: readonly (LogEntry & Pick<NoticeChange, "concerns" | "position">)[];
  /** Entries in their order, from the first that one of those touches. */
  log: readonly LogEntry[];
  /** The log size after the last of them. */
  until: number;
}

/** Makes the notice for a reader who has not been told of some entries of the log. */
export function noticeOf(publication: Publication, { untold: entries, log, until }: Untold): Notice {
  const untold = entries.map(({ change }) => change);
  const changes = entries.flatMap(({ change: own, concerns, position }): NoticeChange[] => {
    const change = asItStands(own, { untold, log, open: publication.open });
    if (!change) return [];
    const said = touchedIn(log, own);
    const now = publication.open.find(({ id }) => id === said?.id);
    const isMove = change.touches?.how === "moves" || change.touches?.how === "starts";
    const isTakenBack = untold.some(({ touches }) => touches?.how === "withdraws" && touches.change === said?.id);
    const touched = (): Change | undefined => {
      // What was moved since has another day than it was announced with.
      if (said && now && !isMove) return withDayOf(said, now);
      // To what was taken back nobody can object any more.
      return said && isMove && !now && isTakenBack ? { ...said, window: undefined } : said;
    };
    return [{ change, concerns, position, touched: touched() }];
  });
  return { ...publication, until, changes };
}

/**
 * A change without what was taken back or announced anew before its reader was told: that is told by the later change
 * alone. What was in effect until then was so, and is told whole. Undefined where nothing of it is left.
 */
function asItStands(
  change: Change,
  { untold, log, open }: Pick<Untold, "log"> & { untold: readonly Change[]; open: readonly Change[] },
): Change | undefined {
  const later = untold.filter(({ touches }) => touches?.change === change.id);
  if (later.length === 0) return change;
  const opened = open.find(({ id }) => id === change.id);
  for (const over of later) {
    const stood = over.mode === "withdrawal" ? touchedIn(log, over) : undefined;
    if (!stood || stood.effective === null || stood.effective > over.announced) continue;
    return { ...stood, window: opened?.window };
  }
  const taken = new Set(
    later.flatMap(({ touches }) => (touches?.how === "withdraws" || touches?.how === "amends" ? touches.atoms : [])),
  );
  const now = opened ?? change;
  const content = now.content.filter((atom) => !taken.has(keyOf(atom)));
  return content.length > 0 || now.content.length === 0 ? { ...now, content } : undefined;
}
