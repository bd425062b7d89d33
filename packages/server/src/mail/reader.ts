import type { Feed } from "@trust-center/feed";
import { chooseLanguages, lineOf, type Names, type Reader } from "@trust-center/reading";
import { shownWordsIn, wordsIn } from "@trust-center/reading/words";

/** Whoever gets a mail: it speaks their language, and the vendor's texts are in it where the vendor writes it. */
export interface MailReader extends Reader {
  readonly words: ReturnType<typeof shownWordsIn<(typeof ownWords)[number]>>;
}

/** In which languages a feed's texts are. */
interface Writes {
  publisher: Pick<Feed["publisher"], "languages" | "prevailingLanguage">;
}

/**
 * @param wanted The reader's own language, where it is known.
 * @param feed Whose texts are read; names of ids are found there.
 */
export function mailReader(wanted: string | null | undefined, feed?: Names & Writes): MailReader {
  const { languages, prevailingLanguage } = feed?.publisher ?? {};
  const { labels, content } = chooseLanguages({
    reader: wanted ? [wanted] : [],
    publisher: languages,
    prevailing: prevailingLanguage,
  });
  const words = shownWordsIn(labels, ...ownWords);
  return {
    tag: labels,
    t: shownWordsIn(labels, ...factWords),
    words,
    segment: words("segment"),
    content,
    names: feed ?? {},
    line: lineOf(labels),
  };
}

/** The same reader of what programs read, or what a page sets apart itself: without characters of UAX #9. */
export const plainReader = ({ tag, content, names }: MailReader): MailReader => ({
  ...{ tag, content, names },
  t: wordsIn(tag, ...factWords),
  words: wordsIn(tag, ...ownWords),
  segment: wordsIn(tag, ...ownWords)("segment"),
});

/** The same reader, for whom ids are called what they were on another day. */
export const withNames = (reader: MailReader, names: Names): MailReader => ({ ...reader, names });

/** Those of files for people too: what a list is divided into has one name. */
const ownWords = ["mail", "forms", "files"] as const;

const factWords: readonly ("first" | "more")[] = ["first", "more"];
