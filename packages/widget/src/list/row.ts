import { dayText } from "@trust-center/reading";
import { daysBetween } from "../i18n/dates.ts";
import { openChanges, type Row } from "./model.ts";
import { strokes } from "./strokes.ts";
import type { TableModel } from "./table-element.ts";

/** Makes rows of one table: the first is built, each further one is a copy with other texts. */
export function rowMaker(model: TableModel): (row: Row) => HTMLTableRowElement {
  const template = buildTemplate(model);
  return (row) => {
    const element = template.cloneNode(true) as HTMLTableRowElement;
    if (row.status !== "active") element.className = row.status;
    let cell = element.firstChild as HTMLTableCellElement;
    const button = cell.firstChild as HTMLButtonElement;
    button.dataset.entry = row.entry.id;
    button.textContent = row.cells[0] ?? "";
    if (row.status !== "active" || openChanges(row, model.view.now).length > 0) cell.append(statusOf(model.view, row));
    for (let column = 1; column < row.cells.length; column++) {
      cell = cell.nextSibling as HTMLTableCellElement;
      const text = row.cells[column];
      const fill = row.columns[column]?.fill;
      if (!text) cell.className = "empty";
      else if (fill) fill(cell, row.entry);
      else cell.textContent = text;
    }
    return element;
  };
}

/** A row without texts: the name is the button that opens its details. */
function buildTemplate({ section }: TableModel): HTMLTableRowElement {
  const element = document.createElement("tr");
  element.role = "row";
  section.columns.forEach(({ label }, column) => {
    const cell = document.createElement("td");
    cell.role = "cell";
    cell.dir = "auto";
    if (column > 0) cell.dataset.label = label;
    else {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "open";
      button.ariaExpanded = "false";
      cell.append(button);
    }
    element.append(cell);
  });
  return element;
}

/** A word and a shape, then the date that matters most. */
function statusOf(view: TableModel["view"], row: Row): Node {
  const { t, tag, now } = view;
  const status = document.createElement("span");
  status.className = `status ${row.status}`;
  const [deadline] = openChanges(row, now)
    .map(({ window }) => window?.deadline ?? "")
    .sort();
  const effective = row.changes[0]?.effective;
  const parts: string[] = row.status === "active" ? [] : [t(`status_${row.status}`)];
  if (deadline) {
    parts.push(t("objectBy", { date: dayText(tag, deadline) }), daysLeft(t, now, deadline));
  } else if (row.until) {
    parts.push(t("endedOn", { date: dayText(tag, row.until) }));
  } else if (effective && row.status !== "active") {
    parts.push(
      row.status === "planned"
        ? t("effectiveOn", { date: dayText(tag, effective) })
        : t("endedOn", { date: dayText(tag, effective) }),
    );
  }
  status.append(strokes(row.status), parts.join(" · "));
  return status;
}

export function daysLeft(t: TableModel["view"]["t"], now: number, deadline: string): string {
  const days = daysBetween(now, Date.parse(deadline));
  return days === 0 ? t("lastDay") : t("daysLeft", { n: days });
}
