import type { NoticeTerms, Period } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { hostOf, outward } from "../element/link.ts";
import { paragraphs, text } from "../element/text.ts";
import type { View } from "../element/view.ts";
import type { enMore } from "../i18n/locales/en.more.ts";
import type { Translate } from "../i18n/translate.ts";

type T = Translate<keyof typeof enMore>;

/** The terms on which changes are announced and objected to, as the feed has them. */
export function noticeTerms(view: View, t: T, terms: NoticeTerms): TemplateResult {
  const fact = (label: string, value: unknown) =>
    value ? html`<dt>${label}</dt><dd dir="auto">${value}</dd>` : nothing;
  const { noticePeriod, objectionPeriod, clockStarts, silence, options, grounds, channels, segments } = terms;
  return html`
    ${paragraphs(view, terms.text)}
    <dl class="facts">
      ${fact(t("noticePeriod"), noticePeriod && periodText(t, noticePeriod))}
      ${fact(t("objectionPeriod"), objectionPeriod && periodText(t, objectionPeriod))}
      ${fact(
        t("segments"),
        segments?.map(({ name, noticePeriod, objectionPeriod }) => {
          const period = objectionPeriod ?? noticePeriod;
          return html`<div>${text(view, name)}${period ? `: ${periodText(t, period)}` : nothing}</div>`;
        }),
      )}
      ${fact(t("clockStarts"), clockStarts && t(`clockStarts_${clockStarts}`))}
      ${fact(t("silence"), silence && t(`silence_${silence}`))}
      ${fact(t("grounds"), grounds && (grounds.text ? text(view, grounds.text) : grounds.required && t("groundsRequired")))}
      ${fact(
        t("options"),
        options?.length &&
          html`<ul>${options.map(({ type, text: words }) => html`<li>${words ? text(view, words) : t(`option_${type}`)}</li>`)}</ul>`,
      )}
      ${fact(t("channels"), channels?.length && html`<ul class="plain">${channels.map((item) => channel(view, t, item))}</ul>`)}
    </dl>
  `;
}

function channel(view: View, t: T, { type, address, url, text: words }: NonNullable<NoticeTerms["channels"]>[number]) {
  const where = url
    ? outward(url, hostOf(url))
    : address?.includes("@")
      ? outward(`mailto:${address}`, address)
      : address;
  return html`<li>${t(`channel_${type}`)}${where ? html`: ${where}` : nothing}
    ${words ? html`<div class="meta">${text(view, words)}</div>` : nothing}</li>`;
}

/** An ISO 8601 duration in words. */
function periodText(t: T, period: Period): string {
  if (typeof period !== "string") return t("businessDays", { n: Number(period.duration.slice(1, -1)) });
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period);
  const units = ["years", "months", "weeks", "days"] as const;
  return units
    .map((unit, at) => (found?.[at + 1] ? t(unit, { n: Number(found[at + 1]) }) : ""))
    .filter(Boolean)
    .join(", ");
}
