import type { Change } from "@trust-center/feed";
import { datePiece, dayText } from "@trust-center/reading";
import { html, nothing, svg, type TemplateResult } from "lit";
import type { View } from "../view/view.ts";

/**
 * Notice → window → effective on a time axis with today's line through it. The dates below it are the same in words, so
 * the picture is hidden from screen readers.
 */
export function timeline(view: View, { announced, effective, expected, window }: Change): TemplateResult {
  const { t, now, language } = view;
  const known = [announced, ...(effective === null ? [] : [effective]), ...(window ? [window.deadline] : [])];
  const times = known.map((instant) => Date.parse(instant));
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const at = (time: number) => Math.max(0, Math.min(100, ((time - start) / Math.max(1, end - start)) * 100));
  const from = at(Date.parse(announced));
  const deadline = window && at(Date.parse(window.deadline));
  const today = at(now);
  const point = (label: string, when: unknown) => html`<div><dt>${label}</dt><dd>${when}</dd></div>`;
  const day = (instant: string) => html`<time datetime=${instant}>${dayText(language.tag, instant)}</time>`;
  const undated = () =>
    expected === undefined ? t("onApproval") : t("expectedOn", { date: datePiece(expected, view).text });
  const points: [instant: string, point: TemplateResult][] = [
    [announced, point(t("announced"), day(announced))],
    [effective ?? "9", point(t("effective"), effective === null ? undated() : day(effective))],
    ...(window ? [[window.deadline, point(t("deadline"), day(window.deadline))] as [string, TemplateResult]] : []),
  ];
  return html`<div class="timeline" part="timeline">
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="track" x="0" y="2" width="100" height="2"></rect>
      ${deadline === undefined ? nothing : svg`<rect class="window" x=${from} y="2" width=${deadline - from} height="2"></rect>`}
      <rect class="past" x="0" y="2" width=${today} height="2"></rect>
      <line class="today" x1=${today} x2=${today} y1="0" y2="6"></line>
    </svg>
    <dl class="points">
      ${points.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, point]) => point)}
    </dl>
  </div>`;
}
