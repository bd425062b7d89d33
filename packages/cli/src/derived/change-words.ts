import type { Change, Difference, Feed } from "@trust-center/feed";
import {
  changeFacts,
  changeFactText,
  contentOf,
  dayText,
  momentText,
  type ReadableChange,
  type Reader,
  readable,
  say,
  changeTitle as titleOf,
  withGroupFacts,
  withUrls,
} from "@trust-center/reading";
import { wordsIn } from "@trust-center/reading/words";
import { type FileReader, terminalReader } from "./source.ts";

/** A change in a few words, for a terminal: `Added: Mail Two`. */
export const changeTitle = (change: Change | Difference, languages: readonly string[]): string =>
  titleOf(contentOf(change), terminalReader(languages));

/** A change with its dates and facts, a sentence a line, for a terminal. */
export const changeLines = (change: Change, languages: readonly string[]): string[] =>
  linesOf(readable(change), terminalReader(languages));

/** A change of the log with its title, dates and facts, in the words of a file. */
export function toldChange(change: Change, feed: Feed, reader: FileReader): { title: string; lines: string[] } {
  const told = readable(change, arrivalOf(change, feed));
  return { title: titleOf(told, reader), lines: linesOf(told, reader) };
}

/** The entry that a change brings, as it was announced: an older version's entry may have changed since. */
function arrivalOf({ id, subject }: Change, feed: Feed) {
  const isOfToday = id.startsWith(`${feed.version}.`) || feed.upcoming?.some((change) => change.id === id);
  const entry = isOfToday && subject.type === "subprocessor" && feed.subprocessors.find((one) => one.id === subject.id);
  return entry ? withGroupFacts(entry, feed.groups) : undefined;
}

function linesOf(change: ReadableChange, reader: Reader): string[] {
  const words = wordsIn(reader.tag, "files");
  const { announced, effective, window, reason } = change;
  const { tag } = reader;
  return [
    say(reader, reason),
    [
      words("announcedOn", { date: dayText(tag, announced) }),
      ...(effective === null ? [] : [words("takesEffect", { date: dayText(tag, effective) })]),
    ].join(" "),
    ...changeFacts(change, reader).map((fact) => factLine(fact, reader)),
    ...(window ? [words("objectUntilMoment", { date: momentText(tag, window.deadline, "UTC") })] : []),
    ...(window?.segments ?? []).map(({ id, deadline }) =>
      words("objectUntilSegment", { segment: id, date: momentText(tag, deadline, "UTC") }),
    ),
  ].filter((line) => line !== "");
}

/** `Location: Germany → France` */
export const factLine = (fact: ReturnType<typeof changeFacts>[number], reader: Reader): string =>
  `${fact.of ? `${fact.of}: ` : ""}${fact.label}: ${changeFactText(fact, reader, withUrls)}`;

/** `30 Apr 2026` */
export const dayOf = (instant: string): string => dayText("en", instant);

/** `30 Apr 2026, 23:59 UTC` */
export const minuteOf = (instant: string): string => momentText("en", instant, "UTC");

/** The list's own title, or one made of the publisher's name: `Acme: sub-processors`. */
export const listTitle = (feed: Feed, reader: FileReader): string =>
  say(reader, feed.title) || reader.words("listTitle", { publisher: say(reader, feed.publisher.name) });
