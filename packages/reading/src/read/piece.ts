import type { ProseTree } from "@trust-center/feed";

/** A piece of a fact, in words. Surfaces lay it out; {@link plain} gives it as one text. */
export interface Piece {
  readonly text: string;
  /** The text with its form, where it is formatted. */
  readonly tree?: ProseTree | undefined;
  /** The language of the text where it is the publisher's and said so. */
  readonly lang?: string | undefined;
  /** What the text is: "Registration". */
  readonly label?: string | undefined;
  /** Where it leads. Checked by the schema; whoever makes a link of it checks it again. */
  readonly url?: string | undefined;
  /** The machine form of a date. */
  readonly date?: string | undefined;
  /** What qualifies it: "primary", "checked 5 May 2026". */
  readonly notes?: readonly string[] | undefined;
  /** What belongs to it, a line each. */
  readonly lines?: readonly Piece[] | undefined;
  /** What is listed below it. */
  readonly items?: readonly Piece[] | undefined;
  /** The text of a policy that it stands for. */
  readonly policyText?: { readonly language: string; readonly sha256: string } | undefined;
}

/** How a piece's own text is written out. */
export type Written = (piece: Piece) => string;

const asItIs: Written = ({ text }) => text;

/** A piece as one text: `Registration: HRB 1`, `Germany (primary)`, `Names (first, last)`. */
export function plain(piece: Piece, written: Written = asItIs): string {
  const { label, lines = [], items = [], notes = [] } = piece;
  const all = (pieces: readonly Piece[]) => pieces.map((one) => plain(one, written));
  const own = [written(piece), ...all(lines)].filter(Boolean).join(", ");
  const below = all(items).join(", ");
  const words = bracketed(own || below, [...notes, own && below]);
  return label ? `${label}: ${words}` : words;
}

/** Several pieces as one text, separated by semicolons. */
export const plainAll = (pieces: readonly Piece[], written?: Written): string =>
  pieces
    .map((piece) => plain(piece, written))
    .filter(Boolean)
    .join("; ");

/** `Germany (primary; backups only)` */
export function bracketed(text: string, notes: readonly string[]): string {
  const words = notes.filter(Boolean).join("; ");
  if (!text) return words;
  return words ? `${text} (${words})` : text;
}
