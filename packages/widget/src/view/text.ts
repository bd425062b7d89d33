import { type Prose, resolveText } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import type { View } from "./view.ts";

/** A text of the feed, marked with its language where it is not the reader's. */
export function text(view: View, value: Prose | undefined): TemplateResult | string | typeof nothing {
  const found = resolveText(value, view.content);
  if (found.value === "") return nothing;
  if (found.lang === undefined || found.lang.split("-")[0] === view.language.tag.split("-")[0]) return found.value;
  return html`<span lang=${found.lang}>${found.value}</span>`;
}

/** A heading `below` levels under the widget's own. */
export function heading(view: Pick<View, "level">, below: 0 | 1 | 2, content: unknown, id?: string): TemplateResult {
  return html`<div
    role="heading"
    aria-level=${Math.min(6, view.level + below)}
    class=${`heading h${below}`}
    id=${id ?? nothing}
    tabindex=${id ? "-1" : nothing}
  >${content}</div>`;
}
