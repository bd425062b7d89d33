import type { Feed } from "@trust-center/feed";
import { chooseLanguages, directed, type Names, type Reader } from "@trust-center/reading";
import { wordsIn } from "@trust-center/reading/words";

/** Whoever gets a mail: it speaks their language, and the vendor's texts are in it where the vendor writes it. */
export interface MailReader extends Reader {
  readonly words: ReturnType<typeof wordsIn<"mail" | "forms">>;
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
  return {
    tag: labels,
    t: wordsIn(labels, ...factWords),
    words: wordsIn(labels, "mail", "forms"),
    content,
    names: feed ?? {},
    fromTo: directed(labels),
  };
}

/** The same reader, for whom ids are called what they were on another day. */
export const withNames = (reader: MailReader, names: Names): MailReader => ({ ...reader, names });

const factWords: readonly ("first" | "more")[] = ["first", "more"];
