import type { LoadError } from "@trust-center/sdk";
import { html, type TemplateResult } from "lit";
import type { View } from "../view/view.ts";

/** Says that there is nothing to show, where the words for why could not be loaded either. */
export function brief(t: View["t"], { code }: LoadError, retry: () => void): TemplateResult {
  return html`<div class="alarm" role="alert">
    <div>
      <p>${code === "network" ? t("networkText") : t("brokenText")} <code>${code}</code></p>
      <button type="button" class="btn" @click=${retry}>${t("tryAgain")}</button>
    </div>
  </div>`;
}
