import type { Change } from "@trust-center/feed";
import { changeKind, joined, momentText } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { moreWords, readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import { type ChangeActions, changeItem } from "./change.ts";
import { daysLeft } from "./days-left.ts";

/** All changes ahead: on one axis, then one by one, the nearest deadline first. */
export function changes(view: View, actions: ChangeActions): TemplateResult {
  const t = moreWords(view);
  const all = byDeadline(view);
  return html`<trust-center-axis .view=${view} .changes=${all}></trust-center-axis>
    <p class="key note" aria-hidden="true">
      <span><i class="window past"></i>${t("windowSoFar")}</span><span><i class="window"></i>${t("windowLeft")}</span>
      <span><i class="rest"></i>${t("windowOver")}</span><span><i class="diamond"></i>${t("effective")}</span>
    </p>
    ${all.map((change) => changeItem(view, change, actions))}
    ${view.center.feed.noticeTerms?.silence === "accepted" ? html`<p class="note">${t("silenceAccepts")}</p>` : nothing}`;
}

type Cell = (label: string, words: unknown, ...notes: string[]) => TemplateResult;

/** How many changes of which kind, and the first deadline. */
export function announcedCells(view: View, cell: Cell): TemplateResult[] {
  const t = moreWords(view);
  const { tag, now } = view;
  const all = byDeadline(view);
  const kinds = [...new Set(all.map((change) => changeKind(change, readerOf(view))))];
  const first = all.find(({ window }) => window && Date.parse(window.deadline) >= now)?.window?.deadline;
  return [
    cell(t("announced"), t("nChanges", { n: all.length }), joined(kinds, ", ", view)),
    ...(first
      ? [
          cell(
            t("firstDeadline"),
            html`<time datetime=${first}>${momentText(tag, first, "UTC")}</time>`,
            daysLeft(t, now, first),
          ),
        ]
      : []),
  ];
}

function byDeadline({ standings, now }: View): readonly Change[] {
  const key = ({ window, effective }: Change) => {
    const deadline = window?.deadline ?? effective ?? "9";
    // What can no longer be objected to comes after what can.
    return `${window && Date.parse(window.deadline) >= now ? 0 : 1}${deadline}`;
  };
  // Those of one deadline stay in order of effect.
  return [...standings.open].sort((a, b) => Number(key(a) > key(b)) - Number(key(a) < key(b)));
}
