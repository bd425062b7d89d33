import { html, nothing, type TemplateResult } from "lit";
import type { View } from "../view/view.ts";

/** Room for the list while it is fetched. It shows something only when that takes long. */
export function skeleton(t: View["t"], slow: boolean): TemplateResult {
  return html`<div class="skeleton" role="status">
    ${
      slow
        ? html`<p>${t("loading")}</p>
            ${[1, 2, 3, 4, 5].map(() => html`<div class="bone" aria-hidden="true"></div>`)}`
        : nothing
    }
  </div>`;
}
