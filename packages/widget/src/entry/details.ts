import {
  changeTitle,
  type DetailGroup,
  type Fact,
  factsOf,
  subprocessorField,
  subprocessorFields,
} from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { openChanges, type Row } from "../list/model.ts";
import { type MoreWords, moreWords, readerOf } from "../view/reader.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { factList } from "./pieces.ts";

const groups: readonly DetailGroup[] = ["who", "data", "where", "since"];

/** Everything that the feed says of an entry, and the objection form while its window is open. */
export function details(view: View, row: Row): TemplateResult {
  const t = moreWords(view);
  const { entry } = row;
  const facts = factsOf(subprocessorFields, entry, readerOf(view)).filter(({ key }) => !isUsual(key, entry.role));
  return html`<div class="details">
    ${groups.map((group) => {
      const own = facts.filter(({ key }) => subprocessorField(key)?.group === group).flatMap(apart);
      return own.length > 0 ? html`${heading(view, 2, t(`detail_${group}`))}${factList(view, own)}` : nothing;
    })}
    ${objections(view, t, row)}
  </div>`;
}

/** That an entry is a sub-processor goes without saying in a list of them. */
const isUsual = (key: string, role: string | undefined) => key === "role" && role === "sub-processor";

/** The publisher's own labels stand where ours do. */
const apart = (fact: Fact): Fact[] =>
  fact.key === "details"
    ? fact.pieces.map((piece) => ({
        ...fact,
        label: piece.label ?? fact.label,
        pieces: [{ ...piece, label: undefined }],
      }))
    : [fact];

/** A form for each change that is open, below what it is. */
function objections(view: View, t: MoreWords, row: Row): unknown {
  const open = openChanges(row, view.now);
  if (open.length === 0) return nothing;
  if (!view.center.feed.service) return html`<p class="note">${t("objectElsewhere")}</p>`;
  return open.map(
    (change) => html`<p class="item-title">${changeTitle(change, readerOf(view))}</p>
      <trust-center-objection .view=${view} .change=${change}></trust-center-objection>`,
  );
}
