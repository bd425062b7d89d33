import { dayFor } from "@trust-center/feed";
import {
  type DetailGroup,
  dayText,
  type Fact,
  factsOf,
  joined,
  momentText,
  type Reader,
  subprocessorField,
  subprocessorFields,
} from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { openChanges, type Row } from "../list/model.ts";
import { copyLink } from "../view/copy.ts";
import { placeLink } from "../view/place-link.ts";
import { type MoreWords, moreWords, readerOf } from "../view/reader.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { factList } from "./pieces.ts";

const groups: readonly DetailGroup[] = ["who", "data", "where", "since"];

/** What the law has a list say of a sub-processor (GDPR art. 28, EDPB Opinion 22/2024): said to be missing where it is. */
const expected: Readonly<Record<DetailGroup, readonly string[]>> = {
  who: ["legalEntity", "contact"],
  data: ["dataCategories", "dataSubjects"],
  where: ["locations"],
  since: [],
};

/** Everything that the feed says of an entry, in four groups. */
export function details(view: View, row: Row): TemplateResult {
  const t = moreWords(view);
  const { entry } = row;
  const facts = factsOf(subprocessorFields, entry, readerOf(view)).filter(({ key }) => !isUsual(key, entry.role));
  const blocks = groups.map((group) => {
    const own = facts.filter(({ key }) => subprocessorField(key)?.group === group).flatMap(apart);
    const missing = row.status === "former" ? [] : expected[group].filter((key) => !Object.hasOwn(entry, key));
    return { group, own, missing, more: group === "since" ? changesOf(view, t, row) : [] };
  });
  return html`<div class="details">
      ${blocks.map(({ group, own, missing, more }) =>
        own.length + missing.length + more.length === 0
          ? nothing
          : html`<section>${heading(view, 2, t(`detail_${group}`))}${factList(view, own)}
              ${more}
              ${missing.length > 0 ? html`<p class="note">${t("notStatedHere", { list: labels(readerOf(view), missing) })}</p>` : nothing}</section>`,
      )}
    </div>
    <p class="acts">${copyLink(view, { is: "entry", id: entry.id })}</p>`;
}

/** What fields are called. */
const labels = (reader: Reader, keys: readonly string[]): string =>
  joined(
    keys.map((key) => subprocessorField(key)?.label).map((label) => label && reader.t(label)),
    ", ",
    reader,
  );

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

/** What is announced of it, and until when one may object. */
function changesOf(view: View, t: MoreWords, row: Row): TemplateResult[] {
  const { tag } = view;
  const open = new Set(openChanges(row, view.now));
  return row.changes.map((change) => {
    const { id, announced, window } = change;
    const effective = dayFor(change);
    return html`<dl class="facts"><dt>${t("announced")}</dt><dd>${placeLink(view, { is: "change", id, object: false }, dayText(tag, announced))}</dd>
      ${effective ? html`<dt>${t("effective")}</dt><dd>${dayText(tag, effective)}</dd>` : nothing}
      ${
        window && open.has(change)
          ? html`<dt>${t("deadline")}</dt><dd>${momentText(tag, window.deadline, "UTC")} ${view.center.feed.service ? placeLink(view, { is: "change", id, object: true }, t("object")) : nothing}</dd>`
          : nothing
      }</dl>`;
  });
}
