import type { DataCategory, DataItem, Text } from "@trust-center/feed";
import type { Piece } from "./piece.ts";
import { piece, type Reader, say } from "./reader.ts";

type Nested = { text: Text; items?: DataItem[] | undefined };

/** A localised text may have a language tag `text` only if it has no list: `items` is no language. */
const isNested = (item: DataItem): item is Nested => typeof item === "object" && "text" in item;

/** One kind of data, with its own list below it. */
export function dataPiece(item: DataItem, reader: Pick<Reader, "content">): Piece {
  if (!isNested(item)) return piece(reader, item as Text);
  return { ...piece(reader, item.text), items: item.items?.map((inner) => dataPiece(inner, reader)) };
}

/** Categories of data: those of one source below its name. */
export const dataPieces = (categories: readonly DataCategory[], reader: Pick<Reader, "content">): Piece[] =>
  categories.flatMap(({ source, items }): Piece[] => {
    const list = items.map((item) => dataPiece(item, reader));
    return source === undefined ? list : [{ label: say(reader, source), text: "", items: list }];
  });
