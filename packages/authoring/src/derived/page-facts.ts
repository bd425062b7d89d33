import { isSafeUrl } from "@trust-center/feed";
import { type Fact, type Piece, plain, type Reader } from "@trust-center/reading";
import { html, type Markup } from "./html.ts";
import { proseTree } from "./page-prose.ts";

/** Pieces of a fact, a line each. */
export const pieceLines = (pieces: readonly Piece[], reader: Reader): Markup[] =>
  pieces.map((piece, at) => html`${at === 0 ? "" : html`<br>`}${pieceMarkup(piece, reader)}`);

/** A piece: as a link where it leads somewhere, marked with its language where that is not the page's. */
export function pieceMarkup(piece: Piece, reader: Pick<Reader, "tag" | "line">): Markup {
  const { tag } = reader;
  const { url, lang, date, tree } = piece;
  const words = plain(piece, reader);
  if (url && isSafeUrl(url)) return html`<a href="${url}">${words}</a>`;
  if (date) return html`<time datetime="${date}">${words}</time>`;
  const foreign = lang && lang.split("-")[0] !== tag.split("-")[0] ? lang : undefined;
  if (tree && isAlone(piece)) return foreign ? html`<div lang="${foreign}">${proseTree(tree)}</div>` : proseTree(tree);
  return foreign ? html`<span lang="${foreign}">${words}</span>` : html`${words}`;
}

/** Whether nothing belongs to a piece but its own text. */
const isAlone = ({ label, lines, items, notes }: Piece) =>
  !label && [lines, items, notes].every((all) => !all || all.length === 0);

/** A fact under its label. */
export const labelled = ({ label, pieces }: Fact, reader: Reader): Markup =>
  html`<span class="facts">${label}:</span> ${pieces.map((piece, at) => html`${at === 0 ? "" : "; "}${pieceMarkup(piece, reader)}`)}`;

/** Facts as a list of definitions. */
export const definitions = (facts: readonly Fact[], reader: Reader): Markup =>
  html`<dl>${facts.map(({ label, pieces }) => html`<dt>${label}</dt><dd>${pieceLines(pieces, reader)}</dd>`)}</dl>`;
