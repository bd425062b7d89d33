import type { Feed, Head, LogEntry } from "@trust-center/feed";
import { chooseLanguages, type Languages, lineOf, type Names, namesIn, type Reader } from "@trust-center/reading";
import { shownWordsIn, type WordPart, wordsIn } from "@trust-center/reading/words";

/** All that derived files are made of: the same input gives the same bytes. */
export interface DerivedSource {
  /** The feed's address, ending in `/`, and its pin. */
  address: string;
  pin: string;
  /** What was verified of `head.json`: its roots say whether the feed has moved. */
  head: Pick<Head, "roots">;
  feed: Feed;
  /** The whole history, oldest first. */
  entries: readonly LogEntry[];
  /** As of when they speak, milliseconds since 1970: what is due by then is in effect. */
  now: number;
}

/** The publisher's own language first, then English. */
export const languagesOf = ({ publisher }: Pick<Feed, "publisher">): string[] => [...(publisher.languages ?? []), "en"];

/** Whoever reads a derived file: nobody knows who, so it speaks the publisher's language where there are words in it. */
export interface FileReader extends Reader {
  readonly words: ReturnType<typeof shownWordsIn<"files" | "mail">>;
}

/** The reader of files derived from a feed. */
export function fileReader(feed: Feed): FileReader {
  const { languages, prevailingLanguage } = feed.publisher;
  return readerOf(chooseLanguages({ publisher: languages, prevailing: prevailingLanguage }), namesIn(feed));
}

/** The reader of files in chosen languages, which people read where UAX #9 holds. */
export const readerOf = ({ labels, content }: Languages, names: Names): FileReader => ({
  tag: labels,
  t: shownWordsIn(labels, "first", "more"),
  words: shownWordsIn(labels, "files", "mail"),
  segment: shownWordsIn(labels, "mail")("segment"),
  content,
  names,
  line: lineOf(labels),
});

/** The same reader of what programs read, which has no characters of UAX #9 that the list does not have. */
export const plainReader = ({ tag, content, names }: FileReader): FileReader => ({
  ...readerIn(tag, content, names),
  words: wordsIn(tag, "files", "mail"),
});

/** A reader at a terminal: labels in English, texts in the publisher's languages. */
export const terminalReader = (languages: readonly string[], names: Names = {}): Reader =>
  readerIn("en", languages, names);

function readerIn(tag: string, content: readonly string[], names: Names): Reader {
  const parts: readonly Extract<WordPart, "first" | "more">[] = ["first", "more"];
  return { tag, t: wordsIn(tag, ...parts), segment: wordsIn(tag, "mail")("segment"), content, names };
}
