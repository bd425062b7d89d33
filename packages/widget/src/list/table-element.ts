import type { View } from "../view/view.ts";
import type { Row, Section } from "./model.ts";
import { rowMaker } from "./row.ts";
import { inSlices } from "./slices.ts";
import type { Order } from "./sort.ts";
import { buildHead } from "./table-head.ts";

/** What a table shows. A new object is a new table. */
export interface TableModel {
  readonly view: View;
  readonly section: Section;
  readonly rows: readonly Row[];
  readonly order: Order | undefined;
  /** Marks in a row what was looked for; gives a further row where none of its cells has it. Set while filtering. */
  readonly find: ((element: HTMLTableRowElement, row: Row) => HTMLTableRowElement | undefined) | undefined;
}

/** Rows that stand before the browser paints first; the rest follows in slices. */
const atOnce = 20;
/** Rows in one row group: what the browser skips as one while it is out of sight. */
const perGroup = 25;
/** Rows before "show all": with a screen reader attached ten thousand rows block for seconds. */
const pageSize = 1000;

/** The reader asks for a row's details, or for another order. */
export interface TableEvents {
  /** `asked` where the reader opened it just now, and no new order of the table did. */
  "row-open": CustomEvent<{ row: Row; place: HTMLElement; asked: boolean }>;
  "sort-by": CustomEvent<number>;
}

/** A server that renders a page imports this module too, and has no elements. */
const PlatformElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * A table whose rows are all in the document (found, printed and read aloud), made in slices and skipped by the
 * browser's rendering while out of sight.
 */
export class TableElement extends PlatformElement {
  #model: TableModel | undefined;
  #all = false;
  #work: AbortController | undefined;
  readonly #open = new Set<string>();
  readonly #rows = new WeakMap<Element, Row>();

  constructor() {
    super();
    this.addEventListener("click", ({ target }) => this.#clicked(target as Element));
    this.addEventListener("keydown", (event) => {
      const element = event.key === "Escape" && this.#rowAt(event.target as Element);
      if (!element || buttonOf(element).ariaExpanded !== "true") return;
      event.stopPropagation();
      this.#toggle(element, true);
      buttonOf(element).focus();
    });
  }

  /** The whole row opens, but for what has a use of its own, and text that is being marked. */
  #clicked(target: Element): void {
    const used = target.closest("a, button, input, summary");
    if (used && !used.matches(".open")) return;
    const element = target.closest<HTMLElement>("tr:not(.details-row)");
    if (element && this.#rows.has(element) && (used || getSelection()?.isCollapsed !== false))
      this.#toggle(element, true);
  }

  /** The row that an element stands in, or whose details. */
  #rowAt(target: Element): HTMLElement | undefined {
    const row = target.closest("tr");
    const own = row?.matches(".details-row") ? row.previousElementSibling : row;
    return own && this.#rows.has(own) ? (own as HTMLElement) : undefined;
  }

  set model(model: TableModel) {
    if (model === this.#model) return;
    this.#model = model;
    this.#show();
  }

  /** Opens a row's details and gives the element that they are in. Undefined where the row is not shown. */
  open(id: string): HTMLElement | undefined {
    const model = this.#model as TableModel;
    if (!model.rows.some(({ entry }) => entry.id === id)) return undefined;
    const find = () => this.querySelector<HTMLElement>(`button[data-entry="${CSS.escape(id)}"]`)?.closest("tr");
    // Beyond the first page, or not made yet.
    if (!find()) this.#showAll();
    const row = find();
    if (row && buttonOf(row).ariaExpanded !== "true") this.#toggle(row, false);
    return row?.nextElementSibling as HTMLElement | undefined;
  }

  /** Makes every row now, and opens it. */
  openAll(): void {
    for (const { entry } of this.#model?.rows ?? []) this.#open.add(entry.id);
    this.#showAll();
  }

  #showAll(): void {
    this.#all = true;
    this.#show(Number.POSITIVE_INFINITY);
  }

  /** Closes a row's details. */
  close(id: string): void {
    const row = this.querySelector<HTMLElement>(`button[data-entry="${CSS.escape(id)}"]`)?.closest("tr");
    if (row && buttonOf(row).ariaExpanded === "true") this.#toggle(row, false);
  }

  disconnectedCallback(): void {
    this.#work?.abort();
  }

  /** @param first How many rows stand before the browser paints. */
  #show(first = atOnce): void {
    const model = this.#model as TableModel;
    this.#work?.abort();
    this.#work = new AbortController();
    const focused = this.contains(this.#active()) ? this.#active()?.dataset : undefined;
    const shown = this.#all ? model.rows : model.rows.slice(0, pageSize);
    const table = document.createElement("table");
    table.role = "table";
    table.className = "rows";
    table.ariaLabel = model.section.title || model.view.t("subprocessors");
    table.ariaRowCount = String(model.rows.length + 1);
    table.style.setProperty("--columns", String(model.section.columns.length));
    table.append(buildHead(model, (column) => this.#say("sort-by", column)));
    const make = rowMaker(model);
    let from = Math.min(first, shown.length);
    for (let at = 0; at < from; at += perGroup)
      this.#append(table, shown.slice(at, Math.min(at + perGroup, from)), make);
    if (shown.length === 0) this.#append(table, [], make);
    this.replaceChildren(table);
    inSlices(() => {
      if (from >= shown.length) return false;
      this.#append(table, shown.slice(from, from + perGroup), make);
      from += perGroup;
      return from < shown.length;
    }, this.#work.signal);
    if (shown.length < model.rows.length) this.append(this.#more(model));
    if (focused) this.#refocus(focused);
  }

  /** Appends one row group; whatever was open is opened again. */
  #append(table: HTMLTableElement, rows: readonly Row[], make: (row: Row) => HTMLTableRowElement): void {
    const body = document.createElement("tbody");
    body.role = "rowgroup";
    const open: HTMLElement[] = [];
    const find = this.#model?.find;
    for (const row of rows) {
      const element = make(row);
      body.append(element);
      this.#rows.set(element, row);
      const hit = find?.(element, row);
      if (hit) body.append(hit);
      if (this.#open.has(row.entry.id)) open.push(element);
    }
    table.append(body);
    for (const element of open) this.#toggle(element, false);
  }

  #toggle(element: HTMLElement, asked: boolean): void {
    const row = this.#rows.get(element) as Row;
    const button = buttonOf(element);
    const opening = button.ariaExpanded !== "true";
    button.ariaExpanded = String(opening);
    element.classList.toggle("opened", opening);
    if (!opening) {
      this.#open.delete(row.entry.id);
      element.nextElementSibling?.remove();
      return;
    }
    this.#open.add(row.entry.id);
    const place = document.createElement("tr");
    place.role = "row";
    place.className = "details-row";
    const cell = document.createElement("td");
    cell.role = "cell";
    cell.ariaColSpan = String((this.#model as TableModel).section.columns.length);
    place.append(cell);
    element.after(place);
    if (asked) cell.dataset.entering = "";
    this.#say("row-open", { row, place: cell, asked });
  }

  #more(model: TableModel): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn show-all";
    button.textContent = model.view.t("showAll", { n: model.rows.length });
    button.onclick = () => {
      this.#all = true;
      this.#show();
    };
    return button;
  }

  #say<K extends keyof TableEvents>(name: K, detail: TableEvents[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #active(): HTMLElement | null {
    return (this.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
  }

  #refocus({ entry, column }: DOMStringMap): void {
    const wanted = entry === undefined ? `[data-column="${column}"]` : `[data-entry="${CSS.escape(entry)}"]`;
    this.querySelector<HTMLElement>(`button${wanted}`)?.focus({ preventScroll: true });
  }
}

const buttonOf = (row: Element): HTMLButtonElement => row.querySelector("button.open") as HTMLButtonElement;
