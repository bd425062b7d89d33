import { dayText, isOutsideEea, say, statusText } from "@trust-center/reading";
import { openChanges, type Row } from "./model.ts";
import { strokes } from "./strokes.ts";
import type { TableModel } from "./table-element.ts";

/** Values of a cell that are shown before "and 13 more". */
const shownParts = 3;
/** Letters of a text that fit some four lines of a column: what is longer is folded between words. */
const shownLetters = 130;

/** Fills empty rows of one table: see {@link buildRow}. */
export function rowFiller(model: TableModel): (element: HTMLTableRowElement, row: Row) => void {
  const { t } = model.view;
  const hasDescription = model.section.columns.some(({ field }) => field === "description");
  return (element, row) => {
    const { entry, status, columns } = row;
    if (status !== "active") element.classList.add(status);
    let cell = element.firstChild as HTMLTableCellElement;
    const button = cell.firstChild as HTMLButtonElement;
    button.dataset.entry = entry.id;
    button.textContent = row.texts[0]?.join("; ") ?? "";
    const says = hasDescription ? "" : say(model.view, entry.description);
    if (says && entry.purposes) cell.append(made("span", "note", cut(says) + (cut(says) === says ? "" : "…")));
    if (status !== "active" || row.changes.length > 0) cell.append(statusOf(model.view, row));
    const isOutside = isOutsideEea(entry);
    for (let column = 1; column < columns.length; column++) {
      cell = cell.nextSibling as HTMLTableCellElement;
      const { field, fill } = columns[column] as Row["columns"][number];
      const texts = row.texts[column] ?? [];
      if (texts.length === 0 || texts[0] === "") {
        const isMissing = isOutside && field === "transferMechanisms";
        cell.append(
          isMissing
            ? made("span", "state warn", strokes("mind"), t("notStated"))
            : made("span", "note", t("notStated")),
        );
      } else if (fill && texts.length <= shownParts) fill(cell, entry);
      else fillCell(cell, texts, { t, isLines: linesOf.includes(field) });
      if (isOutside && field === "locations") cell.append(made("span", "note out", t("outsideEea")));
    }
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

/** Values between which a cell is cut, a single text between its words. What is cut off is on paper. */
function fillCell(
  cell: HTMLElement,
  texts: readonly string[],
  { t, isLines }: { t: TableModel["view"]["t"]; isLines: boolean },
): void {
  // Commas part what has none of its own.
  const between = isLines ? "\n" : texts.some((text) => text.includes(",")) ? "; " : ", ";
  const all = texts.join(between);
  // Four are not cut to three: "and 1 more" is as long as the one. Of long lines the first says enough.
  const parts = texts.length > shownParts + 1 ? shownParts : isLines && all.length > shownLetters ? 1 : texts.length;
  const isList = parts < texts.length;
  const shown = isList ? texts.slice(0, parts).join(between) : texts.length === 1 ? cut(all) : all;
  cell.append(shown);
  if (shown === all) return;
  const words = isList ? t("andMore", { n: texts.length - parts }) : t("more");
  // A space as such is not heard between two texts, and they are one word: a four-per-em space is a character.
  const more = made("span", "screen", isLines ? "\n" : isList ? "\u2005" : "…\u2005", made("span", "more", words));
  cell.append(made("span", "paper", all.slice(shown.length)), more);
}

/** The words of a text that are shown before it is folded. */
function cut(text: string): string {
  if (text.length <= shownLetters) return text;
  const end = text.lastIndexOf(" ", shownLetters);
  return text.slice(0, end > shownLetters / 2 ? end : shownLetters);
}

/** A row without texts: the name is the button that opens its details. */
export function buildRow({ section }: TableModel): HTMLTableRowElement {
  const element = document.createElement("tr");
  element.role = "row";
  element.className = "row";
  section.columns.forEach(({ label, field }, column) => {
    const cell = document.createElement(column > 0 ? "td" : "th");
    cell.role = column > 0 ? "cell" : "rowheader";
    if (linesOf.includes(field)) cell.className = "lines";
    if (column > 0) cell.dataset.label = label;
    else {
      const button = made("button", "open") as HTMLButtonElement;
      button.type = "button";
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
  const { status } = row;
  const said = statusText(row, now, view);
  const [deadline] = openChanges(row, now)
    .map(({ window }) => window?.deadline ?? "")
    .sort();
  const words = deadline ? `${said} · ${t("objectBy", { date: dayText(tag, deadline) })}` : said;
  return made("span", `status ${status}`, strokes(status === "active" ? "changing" : status), words);
}
