import type { Link } from "@trust-center/feed";
import type { Piece } from "./piece.ts";
import { piece, type Reader } from "./reader.ts";

/** A link under the publisher's text, else under what it leads to, else under its host. */
export function linkPiece({ type, url, text }: Link, reader: Reader): Piece {
  const own = piece(reader, text);
  if (own.text) return { ...own, url };
  return { text: type && type !== "other" ? reader.t(`link_${type}`) : hostOf(url), url };
}

/** A piece that leads somewhere. Words that the publisher gave the link stand on a line of their own. */
export function linked(own: Piece, link: Link | undefined, reader: Pick<Reader, "content">): Piece {
  if (!link) return own;
  const words = piece(reader, link.text);
  if (!words.text || words.text === own.text) return { ...own, url: link.url };
  return { ...own, lines: [...(own.lines ?? []), { ...words, url: link.url }] };
}

/** The host of an address, for people. */
export const hostOf = (url: string): string => URL.parse(url)?.hostname || url.replace(/^[a-z]+:/i, "");

/** Where a feed has moved, for people: the host, with what follows it where that is the host that it had. */
export const movedPlace = (url: string, from: string): string =>
  hostOf(url) === hostOf(from) ? url.replace(/^\w+:\/\//, "") : hostOf(url);
