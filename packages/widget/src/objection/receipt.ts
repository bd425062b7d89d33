import type { Change } from "@trust-center/feed";
import { type forms, momentText, type Translate } from "@trust-center/reading";
import type { FiledObjection } from "@trust-center/sdk";
import { html, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { heading, text } from "../view/text.ts";
import type { View } from "../view/view.ts";

/** A filed objection: what the receipt proves, and the receipt to save. */
export function receipt(
  view: View,
  t: Translate<keyof typeof forms>,
  change: Change,
  filed: FiledObjection,
): TemplateResult {
  const { content } = filed;
  return html`
    ${heading(view, 2, t("objectDone"))}
    <p>${t("objectDoneText")}</p>
    <dl class="receipt">
      <dt>${t("receiptId")}</dt>
      <dd><code dir="ltr">${content.id}</code></dd>
      <dt>${t("receiptFiled")}</dt>
      <dd><time datetime=${content.filed}>${momentText(view.language.tag, content.filed, "UTC")}</time></dd>
      <dt>${t("receiptFor")}</dt>
      <dd>${text(view, change.name)} <span class="meta">${change.id}</span></dd>
    </dl>
    <p class="help">${icon("verified")} ${t("receiptVerified")}</p>
    <div class="actions">
      <button type="button" class="quiet" @click=${() => save(filed, view)}>${t("receiptSave")}</button>
    </div>
  `;
}

/**
 * Saves the receipt with the text that its hash is of, and the roots that vouch for its key: what `trust-center verify`
 * takes, offline too, when the page is long gone.
 */
function save({ receipt, text, content }: FiledObjection, { center }: View): void {
  const held = { receipt, objection: text, roots: center.head.roots };
  const file = new Blob([`${JSON.stringify(held, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `objection-receipt-${content.id.replace(/[^\w-]/g, "")}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
