import { isInEea } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import type { More } from "../store/parts.ts";
import type { View } from "../view/view.ts";

/** The answers that most readers come for: how many, where, what changes, until when. */
export function answer(view: View, more: More | null | undefined): TemplateResult {
  const { t, standings } = view;
  const used = standings.entries.filter(({ status }) => status !== "planned").map(({ entry }) => entry);
  const stated = used.flatMap(({ locations = [] }) => locations.flatMap(({ country }) => country ?? []));
  const countries = new Set(stated);
  const outside = [...countries].filter((country) => !isInEea(country)).length;
  const unstated = used.filter(({ locations }) => !locations?.length).length;
  const cell = (label: string, words: unknown, ...notes: string[]) =>
    html`<div><dt>${label}</dt><dd><strong>${words}</strong>${notes.filter(Boolean).map((note) => html`<span class="note">${note}</span>`)}</dd></div>`;
  return html`<dl class="answer">
    ${cell(t("inUse"), t("nSubprocessors", { n: used.length }))}
    ${
      countries.size > 0
        ? cell(
            t("dataIsIn"),
            t("nCountries", { n: countries.size }),
            outside > 0 ? t("nOutside", { n: outside }) : "",
            unstated > 0 ? t("nUnstated", { n: unstated }) : "",
          )
        : nothing
    }
    ${standings.open.length > 0 && more ? more.announcedCells(view, cell) : cell(t("announced"), t("noChange"))}
  </dl>`;
}
