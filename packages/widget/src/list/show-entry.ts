import type { LitElement } from "lit";
import type { FilterElement } from "./filter-element.ts";
import type { TableElement } from "./table-element.ts";

/** Leads to an entry's row and opens it. Filters give way. */
export async function showEntry(root: ParentNode, host: Pick<LitElement, "updateComplete">, id: string): Promise<void> {
  root.querySelector<FilterElement>("trust-center-filter")?.clear();
  await host.updateComplete;
  for (const table of root.querySelectorAll<TableElement>("trust-center-table")) {
    const row = table.open(id)?.previousElementSibling;
    if (!row) continue;
    row.scrollIntoView({
      block: "center",
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
    row.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
    return;
  }
}
