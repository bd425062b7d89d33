import type { Change } from "@trust-center/feed";
import { dayText } from "@trust-center/reading";
import { html, nothing, svg, type TemplateResult } from "lit";
import type { View } from "../element/view.ts";

/**
 * Notice → window → effective on a time axis with today's line through it. The dates below it are the same in words, so
 * the picture is hidden from screen readers.
 */
export function timeline({ t, now, language }: View, { announced, effective, objection }: Change): TemplateResult {
  const [start, end] = [Date.parse(announced), Date.parse(effective)];
  const at = (time: number) => Math.max(0, Math.min(100, ((time - start) / Math.max(1, end - start)) * 100));
  const deadline = objection && at(Date.parse(objection.deadline));
  const today = at(now);
  const point = (label: string, instant: string) =>
    html`<div><dt>${label}</dt><dd><time datetime=${instant}>${dayText(language.tag, instant)}</time></dd></div>`;
  return html`<div class="timeline" part="timeline">
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="track" x="0" y="2" width="100" height="2"></rect>
      ${deadline === undefined ? nothing : svg`<rect class="window" x="0" y="2" width=${deadline} height="2"></rect>`}
      <rect class="past" x="0" y="2" width=${today} height="2"></rect>
      <line class="today" x1=${today} x2=${today} y1="0" y2="6"></line>
    </svg>
    <dl class="points">
      ${point(t("announced"), announced)} ${objection ? point(t("deadline"), objection.deadline) : nothing}
      ${point(t("effective"), effective)}
    </dl>
  </div>`;
}
