import {
  type Change,
  type Feed,
  type FeedContent,
  type Former,
  type LogEntry,
  listAt,
  type Standing,
  standingsAt,
  withGroupFacts,
} from "@trust-center/feed";
import { chooseLanguages, namesIn } from "@trust-center/reading";
import { type FileReader, readerOf } from "../derived/source.ts";

/** A list, and whose word it is: all that an export is made of. The same source gives the same bytes. */
export interface ExportSource {
  /** What is in effect at `now`, and nothing else. */
  readonly list: FeedContent;
  /** Every entry with how it stands, what is announced among them. */
  readonly standings: readonly Standing[];
  /** What has left the list. */
  readonly former: readonly Former[];
  /** Announced and not in effect, or still open to objections. */
  readonly open: readonly Change[];
  /** The history, oldest first; empty of a draft. */
  readonly entries: readonly LogEntry[];
  /** The signed version that this is; absent of a draft, which nobody vouches for. */
  readonly signed?: Signed;
  /** As of when it speaks, milliseconds since 1970. */
  readonly now: number;
  /** BCP 47; the publisher's own language where absent. */
  readonly language?: string | undefined;
  readonly feed: FeedContent;
}

/** A version that was verified, and where. */
export interface Signed {
  readonly address: string;
  readonly pin: string;
  readonly version: number;
  /** An instant. */
  readonly published: string;
}

interface When {
  now: number;
  language?: string | undefined;
}

/** A verified feed as the source of exports. */
export function signedSource(
  { address, pin, feed, entries }: { address: string; pin: string; feed: Feed; entries: readonly LogEntry[] },
  when: When,
): ExportSource {
  const { entries: standings, former, open } = standingsAt(feed, when.now);
  return {
    ...when,
    list: listAt(feed, when.now),
    standings,
    former,
    open,
    entries,
    signed: { address, pin, version: feed.version, published: feed.published },
    feed,
  };
}

/** What stands in a vendor's file as the source of exports, as if all of it were in effect. */
export function draftSource(list: FeedContent, when: When): ExportSource {
  const subprocessors = list.subprocessors.map((entry) => withGroupFacts(entry, list.groups));
  const standings = subprocessors.map((entry): Standing => ({ entry, status: "active", changes: [] }));
  return { ...when, list: { ...list, subprocessors }, standings, former: [], open: [], entries: [], feed: list };
}

/** Whoever reads an export: in the language that was asked for, else in the publisher's. */
export function exportReader({ feed, language }: ExportSource): FileReader {
  const { languages, prevailingLanguage } = feed.publisher;
  const reader = language === undefined ? [] : [language];
  const chosen = chooseLanguages({ publisher: languages, prevailing: prevailingLanguage, reader });
  return readerOf(chosen, "published" in feed ? namesIn(feed as Feed) : feed);
}
