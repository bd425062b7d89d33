import { forms, momentText, translator } from "@trust-center/reading";
import { isAlarm, type Problem, type TrustCenterError } from "@trust-center/sdk";
import { html, type TemplateResult } from "lit";
import { alarm } from "../badge/alarm.ts";
import type { View } from "../view/view.ts";

/** Why a form was not taken, and what to do about it. */
export function failure(view: View, error: TrustCenterError, instead: unknown): TemplateResult {
  const t = translator(forms, view.language);
  return alarm(isAlarm(error), html`<p><strong>${t("sendFailed")}</strong></p><p>${reason(view, error)}</p>${instead}`);
}

function reason(view: View, error: TrustCenterError): string {
  const t = translator(forms, view.language);
  const problem = error.evidence.problem as Problem | undefined;
  if (isAlarm(error)) return t("problem_receipt");
  switch (problem?.code) {
    case "rate":
      return t("problem_rate", { n: Math.max(1, Math.ceil((problem.retryAfter ?? 60) / 60)) });
    case "window-closed":
      return t("problem_window-closed", {
        date: problem.deadline ? momentText(view.language.tag, problem.deadline, "UTC") : "",
      });
    case "feed-changed":
      return t("problem_feed-changed");
    case undefined:
      return error.code === "service-refused" ? t("problem_receipt") : t("problem_unavailable");
    default:
      return error.code === "service-unavailable"
        ? t("problem_unavailable")
        : t("problem_other", { detail: error.message });
  }
}
