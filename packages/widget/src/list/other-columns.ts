import { isSafeUrl, type Subprocessor } from "@trust-center/feed";
import { anyPieces, type Piece, piece, plain, readField, say, subprocessorField } from "@trust-center/reading";
import { readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import { type OtherColumns, partsOf } from "./columns.ts";

const prefix = "details:";

/** Columns of any field of a sub-processor, of its details, and of members that the format does not know. */
export const otherColumn: OtherColumns = (view, { field: key, label }) => {
  const reader = readerOf(view);
  const field = subprocessorField(key);
  const piecesOf = (entry: Subprocessor): readonly Piece[] => {
    if (key.startsWith(prefix)) return detail(view, key.slice(prefix.length), entry);
    const value = entry[key];
    return field ? readField(field, { [key]: value }, reader) : anyPieces(value, reader);
  };
  return {
    field: key,
    label: say(view, label) || (field ? reader.t(field.label) : key.replace(prefix, "")),
    unknown: field === undefined,
    parts: (entry) => partsOf(piecesOf(entry), view),
    fill: (cell, entry) => fillCell(cell, piecesOf(entry), view),
    dated: field?.dated,
  };
};

/** The detail under a label, in whichever of its languages the column names it. */
function detail(view: View, wanted: string, { details = [] }: Subprocessor): Piece[] {
  const found = details.find(({ label }) => label === wanted || Object.values(label).includes(wanted));
  return found ? [{ ...piece(view, found.value), url: found.link?.url }] : [];
}

/** Pieces as text, those that lead somewhere as links. */
function fillCell(cell: HTMLElement, pieces: readonly Piece[], view: View): void {
  for (const [at, piece] of pieces.entries()) {
    if (at > 0) cell.append("; ");
    const { url } = piece;
    if (url && isSafeUrl(url)) cell.append(linkTo(url, plain(piece, view)));
    else cell.append(plain(piece, view));
  }
}

function linkTo(url: string, words: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = url;
  link.rel = "noopener noreferrer";
  link.textContent = words;
  return link;
}
