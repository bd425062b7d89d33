import type { ProseTree } from "@trust-center/feed";
import { joined, type LineReader } from "./joined.ts";

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

/** How pieces become one text. */
export interface PlainStyle extends Pick<LineReader, "line"> {
  readonly written?: Written | undefined;
}

/** A piece as one text: `Registration: HRB 1`, `Germany (primary)`, `Names (first, last)`. */
export function plain(piece: Piece, style: PlainStyle = {}): string {
  const { text, label, lines = [], items = [], notes = [] } = piece;
  const all = (pieces: readonly Piece[]) => pieces.map((one) => plain(one, style));
  const own = joined([style.written?.(piece) ?? text, ...all(lines)], ", ", style);
  const below = joined(all(items), ", ", style);
  const behind = joined([...notes, own && below], "; ", style);
  const words = own || below;
  return joined([label, words ? joined([words, behind && `(${behind})`], " ", style) : behind], ": ", style);
}

/** Several pieces as one text, separated by semicolons. */
export const plainAll = (pieces: readonly Piece[], style: PlainStyle = {}): string =>
  joined(
    pieces.map((piece) => plain(piece, style)),
    "; ",
    style,
  );
