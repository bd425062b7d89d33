import { render } from "lit";
import { openDeadline } from "../list/model.ts";
import type { TableEvents } from "../list/table-element.ts";
import type { More } from "./more.ts";
import type { View } from "./view.ts";

/** Fills the place below a row with its details; the objection form, where its window is open, comes with them. */
export async function fillDetails(
  view: View,
  { row, place }: TableEvents["row-open"]["detail"],
  loadMore: () => Promise<More | undefined>,
  loadForms: () => Promise<void>,
): Promise<void> {
  place.ariaBusy = "true";
  const more = await loadMore();
  if (openDeadline(row, view.now) && view.center.feed.service) await loadForms().catch(() => {});
  place.ariaBusy = null;
  if (!place.isConnected) return;
  if (more) render(more.details(view, row), place);
  else place.textContent = view.t("networkText");
}
