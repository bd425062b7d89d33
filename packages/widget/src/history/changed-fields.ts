import { changeFacts, changeFactText, factLabel, plainAll, readerThen, saidBefore } from "@trust-center/reading";
import type { LogEntry } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { comparedTexts } from "../policies/texts-element.ts";
import { icon } from "../view/icons.ts";
import { readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** Facts that are shown with an entry; more are folded. */
const shown = 3;

/** What differs, before and after; of what arrives all that was said of it, folded. */
export function changedFields(
  view: View,
  log: readonly LogEntry[],
  { change }: LogEntry,
): TemplateResult | typeof nothing {
  const reader = readerThen(readerOf(view), log, change);
  const facts = changeFacts(change, reader, saidBefore(log, change));
  if (facts.length === 0) return nothing;
  const lines = html`<ul class="plain note">
    ${facts.map((fact) => {
      const [before, after] = [plainAll(fact.before ?? [], reader), plainAll(fact.after, reader)];
      const isSaid = before && before !== after;
      return html`<li>${factLabel(fact, reader)}: ${isSaid ? html`<del>${before}</del> ` : nothing}<bdi>${isSaid ? after || reader.t("notStated") : changeFactText(fact, reader)}</bdi>${comparedTexts(view, fact)}</li>`;
    })}
  </ul>`;
  if (facts.length <= shown) return lines;
  return html`<details class="note"><summary>${icon("chevron")}${reader.t("whatWasSaid")}</summary>${lines}</details>`;
}
