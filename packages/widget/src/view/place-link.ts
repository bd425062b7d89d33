import type { Place } from "@trust-center/reading";
import { html, type TemplateResult } from "lit";
import type { View } from "./view.ts";

/** Leads to a place of the document. A click that opens another tab or window is the browser's. */
export const goTo = (view: Pick<View, "places">, place: Place) => (event: MouseEvent) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  view.places.go(place);
};

/** A link to a place; a button where places have no addresses. */
export function placeLink(view: View, place: Place, words: unknown): TemplateResult {
  const href = view.places.hrefOf(place);
  return href === undefined
    ? html`<button type="button" class="link quiet" @click=${goTo(view, place)}>${words}</button>`
    : html`<a class="quiet" href=${href} @click=${goTo(view, place)}>${words}</a>`;
}
