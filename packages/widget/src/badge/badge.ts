import { html, type TemplateResult } from "lit";
import { daysBetween } from "../i18n/dates.ts";
import { icon } from "../view/icons.ts";
import type { View } from "../view/view.ts";

interface BadgeState {
  refused: boolean;
  /** Whether what was checked is shown. */
  open: boolean;
}

/** The quiet mark beside the title: what state the list is in, and the way to what was checked. */
export function badge(view: View, { refused, open }: BadgeState, toggle: () => void): TemplateResult {
  const { t, center } = view;
  const state = refused
    ? "refused"
    : center.freshness === "stale"
      ? "stale"
      : center.trust === "verified"
        ? "verified"
        : "seen";
  const word = { refused: t("refused"), stale: t("stale"), verified: t("verified"), seen: t("firstSeen") }[state];
  return html`<button
    type="button"
    class=${`badge ${state}`}
    part="badge"
    aria-expanded=${String(open)}
    @click=${toggle}
  >
    ${icon(state)}<span><strong>${word}</strong> · ${t("publishedAgo", { ago: ago(view, center.feed.published) })}</span>${icon("chevron")}
  </button>`;
}

/** `today`, `3 days ago`: in the words of the platform, as numbers of days are put in more ways than messages have forms. */
function ago({ tag, now }: View, instant: string): string {
  return new Intl.RelativeTimeFormat([tag, "en"], { numeric: "auto" }).format(
    -daysBetween(Date.parse(instant), now),
    "day",
  );
}
