import { dayText, momentText, verifyCommand } from "@trust-center/reading";
import { html, type TemplateResult } from "lit";
import { whatWasVerified } from "../badge/checks.ts";
import type { HistoryElement } from "../history/history-element.ts";
import type { TableElement } from "../list/table-element.ts";
import type { PoliciesElement } from "../policies/policies-element.ts";
import { moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** What was verified, at the head of a printed copy: when, which version, from where, and how to check it. */
export function printedFacts(view: View): TemplateResult {
  const t = moreWords(view);
  const { center, tag } = view;
  const { feed, head, verified, address, pin, trust } = center;
  const now = new Date().toISOString();
  const page = location.href;
  return html`<div class="paper printed">
    <p><strong>${trust === "verified" ? t("verified") : t("firstSeen")}: ${momentText(tag, verified, "UTC")}.</strong>
      ${t("printedVersion", { version: feed.version, published: dayText(tag, feed.published), expires: dayText(tag, head.timestamp.expires) })}</p>
    <p>${t("printedOn", { date: momentText(tag, now, "UTC") })}: <span dir="ltr">${page}</span></p>
    <dl class="facts">${whatWasVerified(view)}</dl>
    <p>${t("check_own")} <code dir="ltr">${verifyCommand(address, pin)}</code></p>
  </div>`;
}

/** Opens everything that can be opened, so that paper has it: every row, every policy, the whole history. */
export async function unfoldAll(root: ParentNode): Promise<void> {
  unfoldRows(root);
  await root.querySelector<PoliciesElement>("trust-center-policies")?.unfold();
  await root.querySelector<HistoryElement>("trust-center-history")?.unfold();
}

/** Opens every row at once. */
export function unfoldRows(root: ParentNode): void {
  const tables = root.querySelectorAll<TableElement>(".list trust-center-table");
  for (const table of tables) table.openAll();
  addEventListener(
    "afterprint",
    () => {
      for (const table of tables) table.closeOpened();
    },
    { once: true },
  );
}

/** Opens everything and has the browser print it. */
export async function print(root: ParentNode): Promise<void> {
  await unfoldAll(root);
  window.print();
}
