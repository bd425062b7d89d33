import { daysBetween, formatDay } from "../i18n/dates.ts";
import { openDeadline, type Row } from "./model.ts";
import { strokes } from "./strokes.ts";
import type { TableModel } from "./table-element.ts";

/** One row: texts only, and the name as the button that opens its details. */
export function buildRow({ section, view }: TableModel, row: Row, at: number, toggle: () => void): HTMLTableRowElement {
  const element = document.createElement("tr");
  element.role = "row";
  element.ariaRowIndex = String(at + 2);
  element.className = row.status;
  row.cells.forEach((text, column) => {
    const cell = document.createElement("td");
    cell.role = "cell";
    const { field, label } = section.columns[column] as (typeof section.columns)[number];
    cell.dataset.field = field;
    cell.dataset.label = label;
    cell.dir = "auto";
    if (column === 0) cell.append(...nameOf(view, row, text, toggle));
    else if (text) cell.append(clamped(text));
    else cell.classList.add("empty");
    element.append(cell);
  });
  return element;
}

function nameOf(view: TableModel["view"], row: Row, text: string, toggle: () => void): Node[] {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "open";
  button.ariaExpanded = "false";
  button.dataset.entry = row.entry.id;
  const name = document.createElement("span");
  name.textContent = text;
  button.append(strokes("chevron"), name);
  button.onclick = toggle;
  return row.status === "active" ? [button] : [button, statusOf(view, row)];
}

/** A word and a shape, then the date that matters most. */
function statusOf({ t, language, now }: TableModel["view"], row: Row): Node {
  const status = document.createElement("span");
  status.className = `status ${row.status}`;
  const deadline = openDeadline(row, now);
  const parts: string[] = [t(row.status)];
  if (deadline) {
    parts.push(t("objectBy", { date: formatDay(language.tag, deadline) }), daysLeft(t, now, deadline));
  } else if (row.status === "planned" && row.change) {
    parts.push(t("effectiveOn", { date: formatDay(language.tag, row.change.effective) }));
  } else if (typeof row.entry.until === "string") {
    parts.push(t("endedOn", { date: row.entry.until }));
  }
  status.append(strokes(row.status), parts.join(" · "));
  return status;
}

export function daysLeft(t: TableModel["view"]["t"], now: number, deadline: string): string {
  const days = daysBetween(now, Date.parse(deadline));
  return days === 0 ? t("lastDay") : t("daysLeft", { n: days });
}

function clamped(text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "clamp";
  box.textContent = text;
  return box;
}
