import { isInEea } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import type { More } from "../store/parts.ts";
import type { View } from "../view/view.ts";

/** What is counted of a list. */
interface Counts {
  readonly used: number;
  readonly countries: number;
  /** Countries outside the European Economic Area. */
  readonly outside: number;
  /** Entries that name no place. */
  readonly unstated: number;
}

/** Counted once: the list below is filtered with every key. */
const counts = new WeakMap<View, Counts>();

function countsOf(view: View): Counts {
  let found = counts.get(view);
  if (!found) {
    const used = view.standings.entries.filter(({ status }) => status !== "planned").map(({ entry }) => entry);
    const countries = new Set(used.flatMap(({ locations = [] }) => locations.flatMap(({ country }) => country ?? [])));
    found = {
      used: used.length,
      countries: countries.size,
      outside: [...countries].filter((country) => !isInEea(country)).length,
      unstated: used.filter(({ locations }) => !locations?.length).length,
    };
    counts.set(view, found);
  }
  return found;
}

/** The answers that most readers come for: how many, where, what changes, until when. */
export function answer(view: View, more: More | null | undefined): TemplateResult {
  const { t, standings } = view;
  const { used, countries, outside, unstated } = countsOf(view);
  const cell = (label: string, words: unknown, ...notes: string[]) =>
    html`<div><dt>${label}</dt><dd><strong>${words}</strong>${notes.filter(Boolean).map((note) => html`<span class="note">${note}</span>`)}</dd></div>`;
  return html`<dl class="answer">
    ${cell(t("inUse"), t("nSubprocessors", { n: used }))}
    ${
      countries > 0
        ? cell(
            t("dataIsIn"),
            t("nCountries", { n: countries }),
            outside > 0 ? t("nOutside", { n: outside }) : "",
            unstated > 0 ? t("nUnstated", { n: unstated }) : "",
          )
        : nothing
    }
    ${standings.open.length > 0 && more ? more.announcedCells(view, cell) : cell(t("announced"), t("noChange"))}
  </dl>`;
}
