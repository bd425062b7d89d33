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
}

/** Rows that stand before the browser paints first; the rest follows in slices. */
const atOnce = 20;
/** Rows in one row group: what the browser skips as one while it is out of sight. */
const perGroup = 25;
/** Rows before "show all": with a screen reader attached ten thousand rows block for seconds. */
const pageSize = 1000;

/** The reader asks for a row's details, or for another order. */
export interface TableEvents {
  "row-open": CustomEvent<{ row: Row; place: HTMLElement }>;
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
    this.addEventListener("click", ({ target }) => {
      const element = (target as Element).closest("button.open")?.closest("tr");
      const row = element && this.#rows.get(element);
      if (row) this.#toggle(row, element);
    });
  }

  set model(model: TableModel) {
    if (model === this.#model) return;
    this.#model = model;
    this.#show();
  }

  /** Opens a row's details and gives the element that they are in. Undefined where the row is not shown. */
  open(id: string): HTMLElement | undefined {
    const button = this.querySelector<HTMLElement>(`button[data-entry="${CSS.escape(id)}"]`);
    if (!button) return undefined;
    if (button.ariaExpanded !== "true") button.click();
    return button.closest("tr")?.nextElementSibling as HTMLElement;
  }

  disconnectedCallback(): void {
    this.#work?.abort();
  }

  #show(): void {
    const model = this.#model as TableModel;
    this.#work?.abort();
    this.#work = new AbortController();
    const focused = this.contains(this.#active()) ? this.#active()?.dataset : undefined;
    const shown = this.#all ? model.rows : model.rows.slice(0, pageSize);
    const table = document.createElement("table");
    table.role = "table";
    table.ariaLabel = model.section.title || model.view.t("subprocessors");
    table.ariaRowCount = String(model.rows.length + 1);
    table.style.setProperty("--columns", String(model.section.columns.length));
    table.append(buildHead(model, (column) => this.#say("sort-by", column)));
    const make = rowMaker(model);
    this.#append(table, shown.slice(0, atOnce), make);
    this.replaceChildren(table);
    let from = atOnce;
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
    const open: [Row, HTMLElement][] = [];
    for (const row of rows) {
      const element = make(row);
      body.append(element);
      this.#rows.set(element, row);
      if (this.#open.has(row.entry.id)) open.push([row, element]);
    }
    table.append(body);
    for (const [row, element] of open) this.#toggle(row, element);
  }

  #toggle(row: Row, element: HTMLElement): void {
    const button = element.querySelector("button") as HTMLButtonElement;
    const opening = button.ariaExpanded !== "true";
    button.ariaExpanded = String(opening);
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
    this.#say("row-open", { row, place: cell });
  }

  #more(model: TableModel): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet show-all";
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
