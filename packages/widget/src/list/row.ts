import { turnOf } from "@trust-center/feed";
import { dayText, isOutsideEea, say } from "@trust-center/reading";
import { openChanges, type Row } from "./model.ts";
import { strokes } from "./strokes.ts";
import type { TableModel } from "./table-element.ts";

/** Values of a cell that are shown before "and 13 more". */
const shownParts = 3;
/** Letters of a text that fit some four lines of a column: what is longer is folded between words. */
const shownLetters = 130;

/** Makes rows of one table: the first is built, each further one is a copy with other texts. */
export function rowMaker(model: TableModel): (row: Row) => HTMLTableRowElement {
  const template = buildTemplate(model);
  const { t } = model.view;
  const hasDescription = model.section.columns.some(({ field }) => field === "description");
  return (row) => {
    const { entry, status, columns } = row;
    const element = template.cloneNode(true) as HTMLTableRowElement;
    if (status !== "active") element.classList.add(status);
    let cell = element.firstChild as HTMLTableCellElement;
    const button = cell.firstChild as HTMLButtonElement;
    button.dataset.entry = entry.id;
    (button.firstChild as HTMLElement).textContent = row.cells[0] ?? "";
    const says = hasDescription ? "" : say(model.view, entry.description);
    if (says && entry.purposes) cell.append(made("span", "note", cut(says) + (cut(says) === says ? "" : "…")));
    if (status !== "active" || row.changes.length > 0) cell.append(statusOf(model.view, row));
    const isOutside = isOutsideEea(entry);
    for (let column = 1; column < columns.length; column++) {
      cell = cell.nextSibling as HTMLTableCellElement;
      const { field, fill, parts } = columns[column] as Row["columns"][number];
      const texts = parts(entry);
      if (texts.length === 0 || texts[0] === "") {
        const isMissing = isOutside && field === "transferMechanisms";
        cell.append(
          isMissing
            ? made("span", "state warn", strokes("mind"), t("notStated"))
            : made("span", "note", t("notStated")),
        );
        cell.className = "empty";
      } else if (fill && texts.length <= shownParts) fill(cell, entry);
      else if (linesOf.includes(field)) fillLines(cell, texts, t);
      else fillCell(cell, texts, t);
      if (isOutside && field === "locations")
        cell.append(made("span", "note", made("i", "square out"), t("outsideEea")));
    }
    return element;
  };
}

function made(name: string, style: string, ...content: (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  element.className = style;
  element.append(...content);
  return element;
}

/** Fields whose values stand on lines of their own. */
const linesOf: readonly string[] = ["locations", "transferMechanisms"];

/** Values on lines of their own, the first of them until the row is opened. */
function fillLines(cell: HTMLElement, texts: readonly string[], t: TableModel["view"]["t"]): void {
  const isCut = texts.length > shownParts + 1;
  texts.forEach((text, at) => {
    const line = made("span", isCut && at >= shownParts ? "line paper" : "line");
    fillCell(line, [text], t);
    cell.append(line, " ");
  });
  if (isCut) cell.append(made("span", "screen more", t("andMore", { n: texts.length - shownParts })));
}

/** Values between which a cell is cut, a single text between its words. What is cut off is on paper. */
function fillCell(cell: HTMLElement, texts: readonly string[], t: TableModel["view"]["t"]): void {
  // Commas part what has none of its own.
  const all = texts.join(texts.some((text) => text.includes(",")) ? "; " : ", ");
  // Four are not cut to three: "and 1 more" is as long as the one.
  const isList = texts.length > shownParts + 1;
  const shown = isList ? all.slice(0, lengthOf(texts.slice(0, shownParts))) : texts.length === 1 ? cut(all) : all;
  cell.append(shown);
  if (shown === all) return;
  const words = isList ? t("andMore", { n: texts.length - shownParts }) : t("more");
  const more = made("span", "screen", isList ? " " : "… ", made("span", "more", words));
  cell.append(made("span", "paper", all.slice(shown.length)), more);
}

/** How long values are in one line, with two letters between them. */
const lengthOf = (texts: readonly string[]): number => texts.join("; ").length;

/** The words of a text that are shown before it is folded. */
function cut(text: string): string {
  if (text.length <= shownLetters) return text;
  const end = text.lastIndexOf(" ", shownLetters);
  return text.slice(0, end > shownLetters / 2 ? end : shownLetters);
}

/** A row without texts: the name is the button that opens its details. */
function buildTemplate({ section }: TableModel): HTMLTableRowElement {
  const element = document.createElement("tr");
  element.role = "row";
  element.className = "row";
  section.columns.forEach(({ label }, column) => {
    const cell = document.createElement(column > 0 ? "td" : "th");
    cell.role = column > 0 ? "cell" : "rowheader";
    cell.dir = "auto";
    if (column > 0) cell.dataset.label = label;
    else {
      const button = made("button", "open", document.createElement("span")) as HTMLButtonElement;
      button.type = "button";
      button.ariaExpanded = "false";
      cell.append(button);
    }
    element.append(cell);
  });
  return element;
}

/** A word and a shape, then the date that matters most. */
function statusOf({ t, tag, now }: TableModel["view"], row: Row): Node {
  const { status, until } = row;
  const next = row.changes.find(({ effective }) => effective !== null && Date.parse(effective) > now);
  const day =
    until ?? (status === "active" ? next : status === "former" ? undefined : turnOf({ ...row, status }))?.effective;
  const date = day ? dayText(tag, day) : "";
  const said = {
    planned: date ? t("startsOn", { date }) : t("status_planned"),
    active: date ? t("changesOn", { date }) : t("changing"),
    sunset: date ? t("endsOn", { date }) : t("status_sunset"),
    former: date ? t("endedOn", { date }) : t("status_former"),
  }[status];
  const [deadline] = openChanges(row, now)
    .map(({ window }) => window?.deadline ?? "")
    .sort();
  const words = deadline ? `${said} · ${t("objectBy", { date: dayText(tag, deadline) })}` : said;
  return made("span", `status ${status}`, strokes(status === "active" ? "changing" : status), words);
}
