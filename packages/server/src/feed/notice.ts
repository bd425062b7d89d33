import {
  touched as afterHearing,
  type Change,
  type Feed,
  isMove,
  isOfAnother,
  keyOf,
  type LogEntry,
  leftOf,
  type Text,
} from "@trust-center/feed";
import { alsoNamed, type Names, namesIn, type Tellable, touchedIn, withDayOf } from "@trust-center/reading";
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
  /** Open changes as they stood; absent in what an older version of the service kept. */
  open?: readonly Change[];
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
  // What an older version of the service kept lacks it.
  const { publisher = {} } = publication as Partial<Publication>;
  return { ...publication, publisher };
}

/** What a reader has not been told of. */
export interface Untold {
  untold: readonly (LogEntry & Pick<NoticeChange, "concerns" | "position">)[];
  /** Entries in their order, from the first that one of those touches. */
  log: readonly LogEntry[];
  /** The log size after the last of them. */
  until: number;
}

/**
 * Makes the notice for a reader who has not been told of some entries of the log.
 *
 * @param at When it is read, milliseconds since 1970: a day that has come since the publish can make void what was announced.
 */
export function noticeOf(publication: Publication, { untold: entries, log, until }: Untold, at: number): Notice {
  const heard: Heard = { untold: entries.map(({ change }) => change), log, ...publication, at };
  const changes = entries.flatMap(({ change: own, concerns, position }): NoticeChange[] => {
    const change = asItStands(own, heard);
    if (!change) return [];
    const said = touchedIn(log, own);
    const now = heard.open?.find(({ id }) => id === said?.id);
    if (said && isOfAnother(change.touches) && isGone(said, heard)) return [];
    if (isMove(change.touches) && isDatedAnew(own, heard)) return [];
    const isTakenBack = heard.untold.some(({ touches }) => touches?.how === "withdraws" && touches.change === said?.id);
    // Who has not heard what is announced anew is told it whole, and not in what it differs.
    const isFirstHeard = own.touches?.how === "amends" && heard.untold.some(({ id }) => id === own.touches?.change);
    const touched = (): Change | undefined => {
      if (isFirstHeard) return undefined;
      // What was moved since has another day than it was announced with.
      if (said && now && !isMove(change.touches)) return withDayOf(said, now);
      // To what was taken back nobody can object any more.
      return said && isOfAnother(change.touches) && !now && isTakenBack ? { ...said, window: undefined } : said;
    };
    return [{ change, concerns, position, touched: touched() }];
  });
  return { ...publication, names: alsoNamed(publication.names, log), until, changes };
}

/** What a reader has to be told of, and how it stands. */
interface Heard extends Pick<Untold, "log">, Pick<Publication, "published" | "open"> {
  untold: readonly Change[];
  at: number;
}

/**
 * A change without what was taken back or announced anew before its reader was told, and without what can no longer come, for
 * its subject has left: that is told by the later change alone. What was in effect until then was so, and is told whole.
 * Undefined where nothing of it is left.
 */
function asItStands(change: Change, heard: Heard): Change | undefined {
  const { untold, open } = heard;
  const later = untold.filter(({ touches }) => touches?.change === change.id);
  const opened = open?.find(({ id }) => id === change.id);
  const undone = undoing(change, heard);
  if (undone) return { ...undone.stood, window: opened?.window };
  if (!isOfAnother(change.touches) && isGone(change, heard)) return undefined;
  const rest = stillToCome(opened, heard) ?? (later.length > 0 ? opened : undefined);
  if (rest) return rest;
  const taken = new Set(
    later.flatMap(({ touches }) => (touches?.how === "withdraws" || touches?.how === "amends" ? touches.atoms : [])),
  );
  const content = change.content.filter((atom) => !taken.has(keyOf(atom)));
  return content.length > 0 || change.content.length === 0 ? { ...dated(change, heard), content } : undefined;
}

/** What undid a change that was in effect before its reader was told, and the change as it stood until then. */
function undoing({ id }: Change, { untold, log }: Heard): { by: Change; stood: Change } | undefined {
  for (const by of untold) {
    if (by.touches?.change !== id || by.mode !== "withdrawal") continue;
    const stood = touchedIn(log, by);
    if (stood && stood.effective !== null && stood.effective <= by.announced) return { by, stood };
  }
  return undefined;
}

/** Whether nothing is left of a change whose day had not come: it was taken back, announced anew, or its subject has left. */
function isGone(change: Change, heard: Heard): boolean {
  // What it was when it was kept is not known.
  if (!heard.open || change.mode === "withdrawal") return false;
  const opened = heard.open.find(({ id }) => id === change.id);
  if (opened) return isAhead(opened, heard.published) && !stillToCome(opened, heard);
  return change.content.length > 0 && isAhead(dated(change, heard), heard.published);
}

/** What gave a change its days: one for everybody, or those of some segments alone. */
const dating = (id: string, { untold }: Heard): Change[] =>
  untold.filter(({ touches }) => isMove(touches) && touches.change === id);

/** Whether the day that it says is none any more, for a later one says another, of the same customers. */
function isDatedAnew(change: Change, heard: Heard): boolean {
  const whom = ({ touches }: Change) => (isMove(touches) ? JSON.stringify(touches.segments?.map(({ id }) => id)) : "");
  const all = change.touches ? dating(change.touches.change, heard) : [];
  return all.findLast((one) => whom(one) === whom(change)) !== change;
}

/** A change with the days that it was given last. */
const dated = (change: Change, heard: Heard): Change =>
  dating(change.id, heard).reduce((one, by) => afterHearing(one, by)[0] ?? one, change);

/** What of an announced change can come, or has come, by the time that it is read of. */
function stillToCome(opened: Change | undefined, { open = [], published, at }: Heard): Change | undefined {
  if (!opened || !isAhead(opened, published)) return undefined;
  const said = open.map(
    ({ touches: _, ...change }): LogEntry => ({
      type: "change",
      at: change.announced,
      feed: { version: 0, sha256: "" },
      change,
    }),
  );
  const left = leftOf(said, opened.id, at);
  return left && { ...opened, content: left.content };
}

const isAhead = ({ effective }: Change, at: string): boolean =>
  effective === null || Date.parse(effective) > Date.parse(at);
