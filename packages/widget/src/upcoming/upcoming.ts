import { type Change, windowState } from "@trust-center/feed";
import { dayText } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { heading, text } from "../element/text.ts";
import type { View } from "../element/view.ts";
import { daysLeft } from "../list/row.ts";
import { timeline } from "./timeline.ts";

/** Changes that are announced and not yet in effect, the nearest first. */
export function upcoming(view: View, showEntry: (id: string) => void): TemplateResult | typeof nothing {
  const changes = [...(view.center.feed.upcoming ?? [])].sort((a, b) => (a.effective < b.effective ? -1 : 1));
  if (changes.length === 0) return nothing;
  return html`<section class="upcoming" part="upcoming" aria-labelledby="next">
    ${heading(view, 1, view.t("changesNext"), "next")}
    <ul class="plain">
      ${changes.map((change) => html`<li class="change">${announced(view, change, showEntry)}</li>`)}
    </ul>
  </section>`;
}

function announced(view: View, change: Change, showEntry: (id: string) => void): TemplateResult {
  const { t, now } = view;
  const { subject, name, summary, objection } = change;
  const id = subject.type === "subprocessor" ? subject.id : undefined;
  const label = name ? text(view, name) : t(`kind_${change.kind}`);
  return html`
    <div class="change-head">
      <p class="change-name">
        <span class="kind">${t(`kind_${change.kind}`)}</span>
        ${id ? html`<button type="button" class="link" @click=${() => showEntry(id)}>${label}</button>` : label}
      </p>
      ${
        windowState(objection, now) === "open" && objection
          ? html`<p class="deadline">
              ${t("objectBy", { date: dayText(view.language.tag, objection.deadline) })}
              <span class="left">${daysLeft(t, now, objection.deadline)}</span>
            </p>`
          : objection
            ? html`<p class="deadline past">${t("windowClosed", { date: dayText(view.language.tag, objection.deadline) })}</p>`
            : nothing
      }
    </div>
    ${summary ? html`<p class="summary">${text(view, summary)}</p>` : nothing} ${timeline(view, change)}
  `;
}
