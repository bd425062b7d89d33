import type { Link } from "@trust-center/feed";
import type { Piece } from "./piece.ts";
import { piece, type Reader } from "./reader.ts";

/** A link under the publisher's text, else under what it leads to, else under its host. */
export function linkPiece({ type, url, text }: Link, reader: Reader): Piece {
  const own = piece(reader, text);
  if (own.text) return { ...own, url };
  return { text: type && type !== "other" ? reader.t(`link_${type}`) : hostOf(url), url };
}

/** The host of an address, for people. */
export const hostOf = (url: string): string => URL.parse(url)?.hostname || url.replace(/^[a-z]+:/i, "");
