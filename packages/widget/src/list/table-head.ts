import { strokes } from "./strokes.ts";
import type { TableModel } from "./table-element.ts";

/** The heading row: each heading sorts its column. */
export function buildHead({ section, order, view }: TableModel, sortBy: (column: number) => void): HTMLElement {
  const head = document.createElement("thead");
  head.role = "rowgroup";
  const row = document.createElement("tr");
  row.role = "row";
  row.className = "row";
  section.columns.forEach(({ label }, at) => {
    const cell = document.createElement("th");
    cell.role = "columnheader";
    const sorted = order?.column === at;
    cell.ariaSort = sorted ? (order.descending ? "descending" : "ascending") : "none";
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.column = String(at);
    button.title = view.t("sortBy", { column: label });
    button.append(label, strokes(sorted ? (order.descending ? "down" : "up") : "sort"));
    button.onclick = () => sortBy(at);
    cell.append(button);
    row.append(cell);
  });
  head.append(row);
  return head;
}
