import type { Column, FeedContent, Group, Subprocessor } from "@trust-center/feed";
import { type AnyField, type FirstWord, type Piece, plain, readField, say, usualColumns } from "@trust-center/reading";
import type { View } from "../view/view.ts";

/** A column of a table: its heading, and what it says of an entry. */
export interface ShownColumn {
  readonly field: string;
  readonly label: string;
  /** One text a value, such as a place: what is joined in one line where it must be. */
  parts(entry: Subprocessor): readonly string[];
  /** Set where the format has no such member: without a value it is no column. */
  readonly unknown?: boolean;
  /** Fills a cell, where there is more to it than its text. */
  fill?(cell: HTMLElement, entry: Subprocessor): void;
  /** Set where it holds dates, which sort by time and not by their words. */
  readonly dated?: boolean | undefined;
}

/** Makes the columns that are not among the usual ones: loaded later. */
export type OtherColumns = (view: View, column: Column) => ShownColumn;

const usual = new Map(usualColumns.map((field) => [field.key, field]));

/** Whether a list has columns that come with what is loaded later. */
export const needsOtherColumns = ({ groups = [] }: FeedContent): boolean =>
  groups.some(({ columns = [] }) => columns.some(({ field }) => !usual.has(field)));

/** The columns of a group: its own, or the usual ones that at least one entry fills. */
export function columnsOf(
  view: View,
  group: Group | undefined,
  entries: readonly Subprocessor[],
  others?: OtherColumns,
): ShownColumn[] {
  const isFilled = ({ parts }: ShownColumn) => entries.slice(0, 200).some((entry) => parts(entry).length > 0);
  if (group?.columns) {
    return group.columns
      .map((column) => ownColumn(view, column, others))
      .filter((column) => column !== undefined && (!column.unknown || isFilled(column))) as ShownColumn[];
  }
  return usualColumns
    .map((field) => columnOf(view, field))
    .filter((column) => column.field === "name" || isFilled(column));
}

function ownColumn(view: View, column: Column, others: OtherColumns | undefined): ShownColumn | undefined {
  const known = usual.get(column.field);
  if (!known) return others?.(view, column);
  const label = say(view, column.label);
  return { ...columnOf(view, known), ...(label && { label }) };
}

/** A column of a field that there are words for. */
function columnOf(view: View, field: AnyField<FirstWord>): ShownColumn {
  const { key } = field;
  return {
    field: key,
    label: view.t(field.label),
    parts: (entry) => partsOf(piecesOf(view, field, entry), view),
    dated: field.dated,
  };
}

/** Each piece as a text; of a list its items, whatever it is a list of. */
export const partsOf = (pieces: readonly Piece[], view: View): string[] =>
  pieces.flatMap((piece) =>
    piece.items?.length && !piece.text ? partsOf(piece.items, view) : plain(piece, view) || [],
  );

function piecesOf(view: View, field: AnyField<FirstWord>, entry: Subprocessor): readonly Piece[] {
  const found = readField(field, entry, view);
  // What it does is what it is for, where nobody said the latter.
  return found.length === 0 && field.key === "purposes" ? [{ text: say(view, entry.description) }] : found;
}
