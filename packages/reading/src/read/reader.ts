import { type FeedContent, type Prose, plainText, resolveProse, resolveText, type Text } from "@trust-center/feed";
import type { Line } from "../language/line.ts";
import type { FactWord, FirstWord } from "../words/keys.ts";
import type { Translate } from "../words/translate.ts";
import type { Piece } from "./piece.ts";

/** Lists whose members have names. */
export type NamedList = "services" | "groups" | "subprocessors";

/** By the type of their members. */
export const namedLists: Readonly<Record<string, NamedList>> = {
  subprocessor: "subprocessors",
  group: "groups",
  service: "services",
};

/**
 * Where it is found what ids are called, and what notice terms leave to each other: a feed, or the part of it that a surface
 * has.
 */
export type Names = Partial<Pick<FeedContent, NamedList | "noticeTerms">>;

/** For whom facts are put into words. */
export interface Reader<Word extends string = FactWord> {
  /** The language of labels, and of words that are not the publisher's: BCP 47. */
  readonly tag: string;
  readonly t: Translate<Word>;
  /** Languages for the publisher's texts, best first. */
  readonly content: readonly string[];
  readonly names: Names;
  /** What customer segments are called; absent where nobody is told whom a change concerns. */
  readonly segment?: string | undefined;
  /** How texts are put into one line where it is shown by UAX #9; absent where it is not. */
  readonly line?: Line | undefined;
}

/** Whoever reads the first view: a reader who lacks the words that come later. */
export type FirstReader = Reader<FirstWord>;

/** A text of the publisher in the reader's language. */
export const say = ({ content }: Pick<Reader, "content">, text: Prose | undefined): string =>
  resolveText(text, content).value;

/** A text of the publisher as a piece, with the language that it was found in. */
export function piece({ content }: Pick<Reader, "content">, text: Prose | undefined): Piece {
  const { value, lang } = resolveProse(text, content);
  return { text: plainText(value), lang, tree: typeof value === "string" ? undefined : value };
}

/** Several texts, empty ones left out. */
export const pieces = (texts: readonly Prose[], reader: Pick<Reader, "content">): Piece[] =>
  texts.map((text) => piece(reader, text)).filter(({ text }) => text !== "");

/** What an id of the feed is called: its name, or the id where nothing has it. */
export function nameOf(reader: FirstReader, type: NamedList, id: string): string {
  const found = reader.names[type]?.find((one) => one.id === id);
  return say(reader, found && ("title" in found ? (found.title as Text) : (found.name as Text))) || id;
}
