/** A piece of a fact, in words. Surfaces lay it out; {@link plain} gives it as one text. */
export interface Piece {
  readonly text: string;
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
}

export interface PlainOptions {
  /** Whether addresses are written out, where nothing can be clicked. */
  readonly urls?: boolean;
}

/** A piece as one text: `Registration: HRB 1`, `Germany (primary)`, `Names (first, last)`. */
export function plain(piece: Piece, options: PlainOptions = {}): string {
  const { label, text, url, lines = [], items = [], notes = [] } = piece;
  const own = [text, ...lines.map((line) => plain(line, options))].filter(Boolean).join(", ");
  const below = items.map((item) => plain(item, options)).join(", ");
  const qualified = bracketed(own || below, [...notes, own && below]);
  const words = options.urls && url && !says(own, url) ? `${qualified} ${url}`.trim() : qualified;
  return label ? `${label}: ${words}` : words;
}

/** Several pieces as one text, parted by semicolons. */
export const plainAll = (pieces: readonly Piece[], options?: PlainOptions): string =>
  pieces
    .map((piece) => plain(piece, options))
    .filter(Boolean)
    .join("; ");

/** `Germany (primary; backups only)` */
export function bracketed(text: string, notes: readonly string[]): string {
  const words = notes.filter(Boolean).join("; ");
  if (!text) return words;
  return words ? `${text} (${words})` : text;
}

/** Whether the text is the address already: `mailto:` and `tel:` are not for people. */
const says = (text: string, url: string): boolean =>
  text.includes(url.replace(/^mailto:/, "")) || url.startsWith("tel:");
