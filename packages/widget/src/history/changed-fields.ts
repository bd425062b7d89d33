import type { Change } from "@trust-center/feed";
import { changeFacts, changeFactText, factLabel, plainAll } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** What differs, before and after. */
export function changedFields(
  view: View,
  change: Change,
  touched: Change | undefined,
): TemplateResult | typeof nothing {
  const reader = readerOf(view);
  const facts = changeFacts(change, reader, touched);
  if (facts.length === 0) return nothing;
  return html`<ul class="plain meta">
    ${facts.map((fact) => {
      const [before, after] = [plainAll(fact.before ?? []), plainAll(fact.after)];
      if (!before || before === after) return html`<li>${factLabel(fact)}: ${changeFactText(fact, reader)}</li>`;
      return html`<li>${factLabel(fact)}: <span class="before">${before}</span> ${after || reader.t("nothing")}</li>`;
    })}
  </ul>`;
}
