import type { Text } from "@trust-center/feed";
import type { Piece } from "../read/piece.ts";
import { type Reader, say } from "../read/reader.ts";

/** A value of a member that the format does not know: texts as they read, lists and members one by one. */
export function anyPieces(value: unknown, reader: Pick<Reader, "content">): Piece[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => anyPieces(item, reader));
  if (typeof value !== "object") return [{ text: String(value) }];
  if (isText(value)) return [{ text: say(reader, value) }];
  const lines = Object.entries(value).flatMap(([name, member]): Piece[] =>
    anyPieces(member, reader).map((piece) => (name === "text" ? piece : { ...piece, label: piece.label ?? name })),
  );
  return [{ text: "", lines }];
}

const isText = (value: object): value is Exclude<Text, string> =>
  Object.entries(value).every(([name, text]) => /^[a-z]{2,3}(?:-[A-Za-z\d]+)*$/.test(name) && typeof text === "string");

/** The name of such a member as words: `office hours`. */
export const wordsOfName = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
