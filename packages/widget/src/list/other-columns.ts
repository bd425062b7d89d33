import { isSafeUrl } from "@trust-center/feed";
import {
  anyPieces,
  factOf,
  type Piece,
  plain,
  plainAll,
  readField,
  say,
  subprocessorField,
} from "@trust-center/reading";
import { readerOf } from "../element/reader.ts";
import type { OtherColumns } from "./columns.ts";

/** Columns of any field of a sub-processor, and of members that the format does not know. */
export const otherColumn: OtherColumns = (view, group, { field: key, label }) => {
  const reader = readerOf(view);
  const field = subprocessorField(key);
  const piecesOf = (entry: Parameters<typeof factOf>[0]): readonly Piece[] => {
    const value = factOf(entry, group, key);
    return field ? readField(field, { [key]: value }, reader) : anyPieces(value, reader);
  };
  return {
    field: key,
    label: say(view, label) || (field ? reader.t(field.label) : key),
    unknown: field === undefined,
    text: (entry) => plainAll(piecesOf(entry)),
    fill: (cell, entry) => fillCell(cell, piecesOf(entry)),
    dated: field?.dated,
  };
};

/** Pieces as text, those that lead somewhere as links. */
function fillCell(cell: HTMLElement, pieces: readonly Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    if (at > 0) cell.append("; ");
    const { url } = piece;
    if (url && isSafeUrl(url)) cell.append(linkTo(url, plain(piece)));
    else cell.append(plain(piece));
  }
}

function linkTo(url: string, words: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = url;
  link.rel = "noopener noreferrer";
  link.textContent = words;
  return link;
}
