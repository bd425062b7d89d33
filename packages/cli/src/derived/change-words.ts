import type { Change, Difference, Feed, LogEntry } from "@trust-center/feed";
import {
  dayText,
  momentText,
  type Reader,
  say,
  type Told,
  tellChange,
  changeTitle as titleOf,
} from "@trust-center/reading";
import { type FileReader, terminalReader } from "./source.ts";

/** A change in a few words, for a terminal: `Added: Mail Two`. */
export const changeTitle = (change: Change | Difference, languages: readonly string[]): string =>
  titleOf(change, terminalReader(languages));

/** A change with its facts and dates, one a line, for a terminal. */
export const changeLines = (change: Change, languages: readonly string[], touched?: Change): string[] =>
  linesOf(tellChange({ change, touched }, terminalReader(languages)));

/** A change with its title, facts and dates. What it touches is looked up in the history. */
export function toldChange(
  change: Change,
  entries: readonly LogEntry[],
  reader: Reader,
): { title: string; lines: string[] } {
  const id = change.touches?.change;
  const touched = id === undefined ? undefined : entries.find((entry) => entry.change.id === id)?.change;
  const told = tellChange({ change, touched }, reader);
  return { title: told.title, lines: linesOf(told) };
}

const linesOf = ({ rows }: Told): string[] => rows.map(({ label, text }) => `${label}: ${text}`);

/** `30 Apr 2026` */
export const dayOf = (instant: string): string => dayText("en", instant);

/** `30 Apr 2026, 23:59 UTC` */
export const minuteOf = (instant: string): string => momentText("en", instant, "UTC");

/** The list's own title, or one made of the publisher's name: `Acme: sub-processors`. */
export const listTitle = (feed: Feed, reader: FileReader): string =>
  say(reader, feed.title) || reader.words("listTitle", { publisher: say(reader, feed.publisher.name) });
