import { hostOf, joined, type Piece } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { outward } from "../view/link.ts";
import { proseTree } from "../view/prose.ts";
import type { View } from "../view/view.ts";

/** Pieces of a fact: one as it is, several as a list, none as nothing. */
export function piecesOf(view: View, pieces: readonly Piece[]): unknown {
  const [only] = pieces;
  if (!only) return nothing;
  if (pieces.length === 1) return pieceOf(view, only);
  return html`<ul>${pieces.map((piece) => html`<li>${pieceOf(view, piece)}</li>`)}</ul>`;
}

/** A piece with all that belongs to it: its label before it, its qualifiers behind, lines and lists below. */
export function pieceOf(view: View, piece: Piece): unknown {
  const { label, notes, lines, items } = piece;
  return html`${label ? html`<span class=${piece.text ? "meta" : "item-title"}>${label}${piece.text ? ":" : ""}</span> ` : nothing}${words(
    view,
    piece,
  )}${notes?.length ? html` <span class="meta">(${joined(notes, "; ", view)})</span>` : nothing}${lines?.map(
    (line) => html`<div>${pieceOf(view, line)}</div>`,
  )}${items?.length ? html`<ul>${items.map((item) => html`<li>${pieceOf(view, item)}</li>`)}</ul>` : nothing}`;
}

function words(view: View, { label, text, tree, lang, url, date }: Piece): unknown {
  if (!text) return nothing;
  const { tag } = view;
  const foreign = lang !== undefined && lang.split("-")[0] !== tag.split("-")[0];
  // A link's words hold no further links.
  if (tree && !url) return html`<div class="prose" lang=${foreign ? lang : nothing}>${proseTree(view, tree, 2)}</div>`;
  const said = date
    ? html`<time datetime=${date}>${text}</time>`
    : foreign || text.includes("\n")
      ? html`<span class="lines" lang=${foreign ? lang : nothing}>${text}</span>`
      : label
        ? html`<bdi>${text}</bdi>`
        : text;
  return url ? html`${outward(url, said)}${host(url, text)}` : said;
}

/** Where a link leads, unless its text says so. */
function host(url: string, text: string): TemplateResult | typeof nothing {
  const name = hostOf(url);
  return /^https?:/i.test(url) && !text.includes(name) ? html` <span class="meta" dir="ltr">${name}</span>` : nothing;
}

/** Facts under their labels. */
export const factList = (view: View, facts: readonly { label: string; pieces: readonly Piece[] }[]): TemplateResult =>
  html`<dl class="facts">${facts.map(
    ({ label, pieces }) => html`<dt>${label}</dt><dd>${piecesOf(view, pieces)}</dd>`,
  )}</dl>`;
