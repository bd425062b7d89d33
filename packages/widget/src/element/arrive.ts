import type { Place } from "@trust-center/reading";
import type { LitElement } from "lit";
import type { HistoryElement } from "../history/history-element.ts";
import type { FilterElement } from "../list/filter-element.ts";
import { asPublished } from "../list/set-up.ts";
import type { TableElement } from "../list/table-element.ts";
import { openForm } from "../objection/open-form.ts";
import type { PoliciesElement } from "../policies/policies-element.ts";
import type { Store } from "../store/store.ts";

/** What a place is looked for in. */
export interface Surroundings {
  readonly root: ParentNode;
  readonly host: Pick<LitElement, "updateComplete">;
  readonly store: Store;
}

/** Leads the reader to a place: it is opened, scrolled to and focused. What is not shown here is left to others. */
export async function arrive(place: Place, around: Surroundings): Promise<void> {
  const { root } = around;
  const find = <T extends HTMLElement>(selector: string) => root.querySelector<T>(selector);
  switch (place.is) {
    case "section":
      return leadTo(find(`#${place.id}`));
    case "entry":
      return leadTo(await entryRow(place.id, around), "center");
    case "change": {
      const change = find(`[data-change="${CSS.escape(place.id)}"]`);
      leadTo(change);
      if (change && place.object) await openForm(around.store, place.id, root);
      return;
    }
    case "policy":
      return leadTo((await find<PoliciesElement>("trust-center-policies")?.open(place.id, place.section)) ?? null);
    case "at":
    case "diff": {
      const history = find<HistoryElement>("trust-center-history");
      await (place.is === "at" ? history?.showAt(place.date) : history?.compare(place.from, place.to));
      return leadTo(find("#past"));
    }
    case "list":
      find<FilterElement>("trust-center-filter")?.set({ ...asPublished, ...place.filter });
      await around.host.updateComplete;
      return leadTo(find("#list"));
  }
}

/** The button of an entry's row, which is opened. Filters give way. */
async function entryRow(id: string, { root, host }: Surroundings): Promise<HTMLElement | null> {
  root.querySelector<FilterElement>("trust-center-filter")?.giveWay();
  await host.updateComplete;
  for (const table of root.querySelectorAll<TableElement>(".list trust-center-table")) {
    const row = table.open(id)?.previousElementSibling;
    if (row) return row.querySelector<HTMLElement>("button.open");
  }
  return null;
}

/** Scrolls to an element, with the room that the page keeps for what sticks to its edge, and focuses it. */
function leadTo(element: HTMLElement | null, block: ScrollLogicalPosition = "start"): void {
  if (!element) return;
  const isStill = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  element.focus({ preventScroll: true });
  element.scrollIntoView?.({ block, behavior: isStill ? "auto" : "smooth" });
}
