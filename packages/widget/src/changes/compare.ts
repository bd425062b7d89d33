import { type ChangeFact, factLabel, plainAll } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { piecesOf } from "../entry/pieces.ts";
import { comparedTexts } from "../policies/texts-element.ts";
import { moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** A table of facts before and after. */
export function compareTable(view: View, after: string, rows: unknown): TemplateResult {
  const t = moreWords(view);
  return html`<table class="compare">
    <thead><tr><td></td><th scope="col">${t("before")}</th><th scope="col">${after}</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>`;
}

/**
 * One fact, before and after.
 *
 * @param remark Stands behind what it will be.
 */
export function compareRow(view: View, fact: ChangeFact, remark: unknown = nothing): TemplateResult {
  const t = moreWords(view);
  const { before, after } = fact;
  // What differs has no words of its own: the type of a policy, the file of its text.
  const isSilent = before !== undefined && plainAll(before) === plainAll(after);
  const texts = comparedTexts(view, fact);
  const side = (pieces: ChangeFact["after"], without: string) =>
    pieces.length > 0 ? piecesOf(view, pieces) : html`<span class="note">${without}</span>`;
  return html`<tr><th scope="row">${factLabel(fact, view)}</th>
    <td data-label=${t("before")}><div>${before === undefined || isSilent ? "–" : side(before, t("notStated"))}</div></td>
    <td data-label=${t("after")}><div>${isSilent ? t("changed") : html`<ins>${side(after, t("notStated"))}</ins>`}${remark}</div></td></tr>${
      texts === nothing ? nothing : html`<tr><td></td><td colspan="2">${texts}</td></tr>`
    }`;
}
