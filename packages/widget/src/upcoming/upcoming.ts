import { type Change, windowState } from "@trust-center/feed";
import { dayText } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { daysLeft } from "../list/row.ts";
import { heading, text } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { timeline } from "./timeline.ts";

/** What a reader can do with a change. */
export interface ChangeActions {
  showEntry(id: string): void;
  /** Opens or closes the form to object to a change. */
  object(id: string): void;
  /** The change whose form is open. */
  readonly objecting: string | undefined;
}

/** Changes that are announced and not yet in effect, and those to which one may still object, the nearest first. */
export function upcoming(view: View, actions: ChangeActions): TemplateResult | typeof nothing {
  const { open } = view.standings;
  if (open.length === 0) return nothing;
  return html`<section class="upcoming" part="upcoming" aria-labelledby="next">
    ${heading(view, 1, view.t("changesNext"), "next")}
    <ul class="plain">
      ${open.map((change) => html`<li class="change" data-change=${change.id}>${announced(view, change, actions)}</li>`)}
    </ul>
  </section>`;
}

function announced(view: View, change: Change, actions: ChangeActions): TemplateResult {
  const { t } = view;
  const { subject, name, reason, mode } = change;
  const id = subject.type === "subprocessor" ? subject.id : undefined;
  const label = name ? text(view, name) : "";
  return html`
    <div class="change-head">
      <p class="change-name">
        <span class="kind">${mode === "emergency" ? `${t("emergency")}: ` : nothing}${t(`kind_${change.kind}`)}</span>
        ${id ? html`<button type="button" class="link" @click=${() => actions.showEntry(id)}>${label}</button>` : label}
      </p>
      ${deadline(view, change, actions)}
    </div>
    ${reason ? html`<p class="summary">${text(view, reason)}</p>` : nothing} ${timeline(view, change)}
    ${
      actions.objecting === change.id
        ? html`<trust-center-objection .view=${view} .change=${change}></trust-center-objection>`
        : nothing
    }
  `;
}

function deadline(view: View, { id, window }: Change, actions: ChangeActions): TemplateResult | typeof nothing {
  const { t, now, language } = view;
  if (!window) return nothing;
  const date = dayText(language.tag, window.deadline);
  if (windowState(window, now) !== "open") return html`<p class="deadline past">${t("windowClosed", { date })}</p>`;
  const isOpen = actions.objecting === id;
  return html`<p class="deadline">
    ${t("objectBy", { date })}
    <span class="left">${daysLeft(t, now, window.deadline)}</span>
    ${
      view.center.feed.service
        ? html`<button type="button" class="quiet object" aria-expanded=${String(isOpen)} @click=${() => actions.object(id)}>${t("object")}</button>`
        : nothing
    }
  </p>`;
}
