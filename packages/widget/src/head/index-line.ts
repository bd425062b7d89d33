import { html, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { goTo } from "../view/place-link.ts";
import type { View } from "../view/view.ts";

/** The way to each section: a line of links, or behind one button where it is narrow. */
export function index(view: View): TemplateResult {
  const { t, places, center } = view;
  const sections = [
    ["changes", t("changes")],
    ["list", t("subprocessors")],
    ["where", t("whereDataGoes")],
    ...(center.feed.policies?.length ? [["policies", t("policies")] as const] : []),
    ["history", t("history")],
    ["terms", t("about")],
  ] as const;
  const toggle = ({ currentTarget }: Event) => {
    const button = currentTarget as HTMLButtonElement;
    button.ariaExpanded = String(button.ariaExpanded !== "true");
  };
  return html`<nav class="index" aria-label=${t("onThisPage")}>
    <button type="button" aria-expanded="false" @click=${toggle}>${icon("chevron")}${t("onThisPage")}</button>
    <ul class="plain">
      ${sections.map(
        ([id, words]) =>
          html`<li><a class="quiet" href=${places.hrefOf({ is: "section", id }) ?? "#"} @click=${goTo(view, { is: "section", id })}>${words}</a></li>`,
      )}
    </ul>
  </nav>`;
}
