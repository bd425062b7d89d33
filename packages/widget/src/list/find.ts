import { readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import type { Row } from "./model.ts";
import { type Hit, hitIn, spanOf } from "./search.ts";
import type { TableModel } from "./table-element.ts";

/** Marks words in the cells of a row; a word that no cell shows gets a row of its own, with the field that has it. */
export function finder(view: View, words: readonly string[]): NonNullable<TableModel["find"]> {
  const reader = readerOf(view);
  return (element, row) => {
    const hidden = words.filter((word) => !markIn(element, word));
    // Words that stand in one text need no line each.
    const hits = [
      ...new Map(
        hidden
          .flatMap((word) => hitIn(row.entry, word, reader) ?? [])
          .map((hit) => [hit.label + hit.parts.join(""), hit]),
      ).values(),
    ];
    if (hits.length === 0) return undefined;
    element.classList.add("hit-below");
    return hitRow(hits, row);
  };
}

/** Marks the first place of each cell that shows a word. */
function markIn(element: HTMLTableRowElement, word: string): boolean {
  let found = false;
  for (const cell of element.cells) {
    if (!spanOf(cell.textContent, word)) continue;
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      const span = node.parentElement?.closest(".paper, mark") ? undefined : spanOf(node.data, word);
      if (!span) continue;
      const [from, to] = span;
      const match = node.splitText(from);
      match.splitText(to - from);
      const mark = document.createElement("mark");
      match.replaceWith(mark);
      mark.append(match);
      found = true;
      break;
    }
  }
  return found;
}

function hitRow(hits: readonly Hit[], { columns }: Row): HTMLTableRowElement {
  const element = document.createElement("tr");
  element.role = "row";
  element.className = "hit";
  const cell = document.createElement("td");
  cell.role = "cell";
  cell.ariaColSpan = String(columns.length);
  for (const { label, parts } of hits) {
    const line = document.createElement("p");
    const name = document.createElement("span");
    name.className = "note";
    name.textContent = `${label}: `;
    const mark = document.createElement("mark");
    mark.textContent = parts[1];
    line.append(name, parts[0], mark, parts[2]);
    cell.append(line);
  }
  element.append(cell);
  return element;
}
