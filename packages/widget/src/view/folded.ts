import { type Prose, resolveProse } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { prose } from "./prose.ts";
import type { View } from "./view.ts";

/** Letters that fit three lines of a wide column: what is longer is folded. */
const short = 260;

/**
 * The publisher's own words, the first lines of them until more is asked for.
 *
 * @param below As of {@link prose}.
 */
export function folded(view: View, value: Prose | undefined, below?: number): TemplateResult | typeof nothing {
  const said = prose(view, value, below);
  // In the reader's language alone: a text has all of its languages.
  if (said === nothing || JSON.stringify(resolveProse(value, view.content).value).length < short) return said;
  const unfold = ({ currentTarget }: Event) => (currentTarget as HTMLElement).parentElement?.classList.remove("folded");
  return html`<div class="intro folded">
    ${said} <button type="button" class="link more" @click=${unfold}>${view.t("more")}</button>
  </div>`;
}
