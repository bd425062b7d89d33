import { render } from "lit";
import { details } from "../entry/details.ts";
import { openChanges } from "../list/model.ts";
import type { TableEvents } from "../list/table-element.ts";
import type { View } from "../view/view.ts";

/** Fills the place below a row with its details; the objection form, where its window is open, comes with them. */
export async function fillDetails(
  view: View,
  { row, place }: TableEvents["row-open"]["detail"],
  loadForms: () => Promise<void>,
): Promise<void> {
  const takesObjections = openChanges(row, view.now).length > 0 && view.center.feed.service;
  // A table that is sorted opens its rows before it is on the page: what is filled waits for that in any case.
  await (takesObjections ? loadForms().catch(() => {}) : undefined);
  if (place.isConnected) render(details(view, row), place);
}
