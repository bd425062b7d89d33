import type { Change, StepReceipt } from "@trust-center/feed";
import { type forms, momentText, type Translate } from "@trust-center/reading";
import type { FiledObjection } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { daysBetween } from "../i18n/dates.ts";
import { icon } from "../view/icons.ts";
import { moreWords } from "../view/reader.ts";
import { saveFile } from "../view/save-file.ts";
import type { View } from "../view/view.ts";
import { printSheet, saveSheet } from "./receipt-sheet.ts";

/** A filed objection, and what its reader can do with it. */
export interface Filed {
  readonly view: View;
  readonly t: Translate<keyof typeof forms>;
  readonly change: Change;
  readonly filed: FiledObjection;
  /** The newest step after it was filed. */
  readonly standing?: StepReceipt | undefined;
  /** Whether this browser keeps it. */
  readonly isKept: boolean;
  /** Removes it from this browser, and shows the form again. */
  again(): void;
}

/** What was filed, what the receipt proves, and the receipt to save and to print. */
export function receipt(filed: Filed): TemplateResult {
  const { view, t, isKept, again } = filed;
  const { content, text } = filed.filed;
  const { grounds, organisation, email } = said(text);
  return html`
    <p class="state good">${icon("verified")}<strong>${t("objectedOn", { date: momentText(view.tag, content.filed, "UTC") })}</strong></p>
    <dl class="facts">
      <dt>${t("receiptId")}</dt>
      <dd><code dir="ltr">${content.id}</code></dd>
      <dt>${t("countsAs")}</dt>
      <dd>${timeliness(filed)} ${t("boundTo", { change: content.change, version: content.version })}</dd>
      ${stands(filed)}
      <dt>${t("organisation")}</dt>
      <dd>${organisation}, ${email}</dd>
      ${grounds ? html`<dt>${t("groundsLabel")}</dt><dd class="lines">${grounds}</dd>` : nothing}
      <dt>${t("keptWhere")}</dt>
      <dd>${isKept ? t("keptHere") : t("notKept")} ${t("receiptVerified")}</dd>
    </dl>
    <p class="acts">
      <button type="button" class="btn" @click=${() => saveReceipt(filed)}>${t("receiptSave")}</button>
      <button type="button" class="link quiet" @click=${() => saveSheet(filed)}>${t("receiptSaveSheet")}</button>
      <button type="button" class="link quiet" @click=${() => printSheet(filed)}>${t("receiptPrint")}</button>
      <button type="button" class="link quiet" @click=${again}>${t("receiptForget")}</button>
    </p>
  `;
}

/** Where it stands, and since when. Until somebody has looked at it, what was filed says that. */
function stands({ view, t, standing }: Filed): unknown {
  if (!standing || standing.state === "filed") return nothing;
  const states = {
    "under-review": t("step_reviewed"),
    resolved: t("step_resolved"),
    rejected: t("step_rejected"),
    withdrawn: t("step_withdrawn"),
  };
  return html`<dt>${status(view)}</dt><dd>${states[standing.state]}, ${momentText(view.tag, standing.at, "UTC")}</dd>`;
}

function status(view: View): string {
  const t = moreWords(view);
  return t("status");
}

/** Whether it was in time by the receipt, and by how many whole days. */
export function timeliness({ t, filed: { content } }: Pick<Filed, "t" | "filed">): string {
  const left = Date.parse(content.deadline) - Date.parse(content.filed);
  if (left < 0) return t("late");
  const n = daysBetween(Date.parse(content.filed), Date.parse(content.deadline));
  return n === 0 ? t("inTimeLast") : t("inTime", { n });
}

/** What was written: the text that the receipt's hash is of. */
export function said(text: string): { name: string; organisation: string; email: string; grounds: string } {
  const { name, organisation, email, grounds } = JSON.parse(text) as Record<string, unknown>;
  return {
    name: String(name),
    organisation: String(organisation),
    email: String(email),
    grounds: String(grounds ?? ""),
  };
}

/**
 * Saves the receipt with the text that its hash is of, and the roots that vouch for its key: what `trust-center verify`
 * takes, offline too, when the page is long gone.
 */
function saveReceipt({ filed: { receipt, text, content, timeStamp }, view: { center } }: Filed): void {
  const held = { receipt, timeStamp, objection: text, roots: center.head.roots };
  saveFile(`${JSON.stringify(held, null, 2)}\n`, {
    name: `objection-receipt-${content.id}.json`,
    type: "application/json",
  });
}
