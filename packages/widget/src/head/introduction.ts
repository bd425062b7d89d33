import { html, nothing, type TemplateResult } from "lit";
import { prose } from "../view/prose.ts";
import type { View } from "../view/view.ts";

/** Letters that fit three lines of a wide column: what is longer is folded. */
const short = 260;

/** The publisher's own words, the first lines of them until more is asked for. */
export function introduction(view: View): TemplateResult | typeof nothing {
  const { intro } = view.center.feed;
  const said = prose(view, intro);
  if (said === nothing) return nothing;
  if (JSON.stringify(intro).length < short) return html`${said}`;
  const unfold = ({ currentTarget }: Event) => (currentTarget as HTMLElement).parentElement?.classList.remove("folded");
  return html`<div class="intro folded">
    ${said} <button type="button" class="link more" @click=${unfold}>${view.t("more")}</button>
  </div>`;
}
