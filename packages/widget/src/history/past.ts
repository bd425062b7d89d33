import { changeFacts, changeKind, joined, say } from "@trust-center/reading";
import type { AppliedList, VersionDifference } from "@trust-center/sdk";
import { html, type TemplateResult } from "lit";
import { compareRow, compareTable } from "../changes/compare.ts";
import { fillDetails } from "../entry/fill-details.ts";
import { tables } from "../list/list.ts";
import { sectionsOf } from "../list/model.ts";
import { otherColumn } from "../list/other-columns.ts";
import type { TableEvents } from "../list/table-element.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** A list of the past in the same table, for reading alone: nothing of it can be objected to. */
export function pastList(view: View, { feed, list: content }: AppliedList): TemplateResult {
  const past: View = {
    ...view,
    center: { ...view.center, feed: { ...feed, ...content, service: undefined } },
    standings: {
      entries: content.subprocessors.map((entry) => ({ entry, status: "active", changes: [] })),
      open: [],
      former: [],
    },
    names: content,
  };
  const state = { sections: sectionsOf(past, otherColumn), filtered: undefined, orders: {} };
  const open = ({ detail }: TableEvents["row-open"]) => fillDetails(past, { ...detail, asked: false });
  return html`<div class="past" @row-open=${open}>${tables(past, state, (rows) => rows)}</div>`;
}

/** In what two lists differ: each subject once, with before and after. */
export function comparison(view: View, { before, after, differences }: VersionDifference): TemplateResult {
  const t = moreWords(view);
  const reader = {
    ...readerOf(view),
    names: {
      ...before.list,
      ...after.list,
      subprocessors: [...before.list.subprocessors, ...after.list.subprocessors],
    },
  };
  if (differences.length === 0) return html`<p>${t("noDifference")}</p>`;
  const rows = differences.map((one) => {
    const title = joined([changeKind(one, reader), say(view, one.name)], ": ", view);
    return [
      html`<tr><th colspan="3" scope="rowgroup"><strong>${title}</strong></th></tr>`,
      changeFacts(one, reader)
        .filter(({ before, after }) => before !== undefined || after.length > 0)
        .map((fact) => compareRow(view, fact)),
    ];
  });
  return html`<p class="note">${t("ofVersions", { from: before.feed.version, to: after.feed.version })}</p>
    ${compareTable(view, t("after"), rows)}`;
}
