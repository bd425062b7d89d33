import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../element/icons.ts";
import { hostOf, outward } from "../element/link.ts";
import type { View } from "../element/view.ts";
import { enMore } from "../i18n/locales/en.more.ts";
import { translator } from "../i18n/translate.ts";

/** Says that the list has moved, where its root says so. */
export function moved({ center, language }: View): TemplateResult | typeof nothing {
  const { successor } = center.head.root;
  if (!successor) return nothing;
  const t = translator(enMore, language);
  return html`<div class="banner stale" role="status">
    ${icon("stale")}<p>${t("moved")} ${outward(successor.feed, hostOf(successor.feed))}</p>
  </div>`;
}
