import { isAlarm, type TrustCenterError } from "@trust-center/sdk";
import { html, type TemplateResult } from "lit";
import { moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import { alarm } from "./alarm.ts";

/**
 * Says why a part of the list is not shown, where the rest of it is.
 *
 * @param then What the reader can do.
 */
export function failedPart(view: View, error: TrustCenterError, then: unknown): TemplateResult {
  return alarm(isAlarm(error), html`<p>${reasonOf(view, error)} <code>${error.code}</code></p>${then}`);
}

function reasonOf(view: View, error: TrustCenterError): string {
  const t = moreWords(view);
  if (isAlarm(error)) return view.t("refusedText");
  if ("rewritten" in error.evidence) return t("rewrittenText");
  return error.code === "not-covered" ? t("notCovered") : t("partFailed");
}
