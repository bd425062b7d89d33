import type { View } from "../view/view.ts";
import type { Row, Section } from "./model.ts";
import { buildRow, rowFiller } from "./row.ts";
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
/** The same for a table in the place of another: a key is to be answered within two frames. */
const inAnswer = 10;
/** Rows in one row group: what the browser skips as one while it is out of sight. Each frame looks at every group. */
const perGroup = 50;
/** Row groups that take longer to remove than a frame; more than a page has, so that no "show all" stands beside them. */
const long = 50;
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
  /** Rows that have been made, and what makes a group of further ones. */
  #made = 0;
  #group: (rows: readonly Row[]) => HTMLElement = () => document.createElement("tbody");
  #table: HTMLElement = this;
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
    // Beyond the first page, or not made yet.
    if (!this.#find(id)) this.#showAll();
    const row = this.#find(id);
    if (row && buttonOf(row).ariaExpanded !== "true") this.#toggle(row, false);
    return row?.nextElementSibling as HTMLElement | undefined;
  }

  /** Makes every row now, and opens it. */
  openAll(): void {
    this.#before ??= new Set(this.#open);
    for (const { entry } of this.#model?.rows ?? []) this.#open.add(entry.id);
    this.#showAll();
  }

  #before: ReadonlySet<string> | undefined;

  /** Closes what {@link TableElement.openAll} opened. */
  closeOpened(): void {
    const before = this.#before;
    if (!before) return;
    this.#before = undefined;
    for (const row of this.#table.querySelectorAll<HTMLElement>("tr.opened")) {
      if (!before.has(buttonOf(row).dataset.entry ?? "")) this.#toggle(row, false);
    }
  }

  #find(id: string): HTMLElement | null | undefined {
    return this.#table.querySelector(`button[data-entry="${CSS.escape(id)}"]`)?.closest("tr");
  }

  #showAll(): void {
    this.#all = true;
    this.#show(Number.POSITIVE_INFINITY);
  }

  /** Closes a row's details. */
  close(id: string): void {
    const row = this.#find(id);
    if (row && buttonOf(row).ariaExpanded === "true") this.#toggle(row, false);
  }

  disconnectedCallback(): void {
    this.#work?.abort();
  }

  /** @param first How many rows stand before the browser paints. */
  #show(first = this.#made ? inAnswer : atOnce): void {
    const model = this.#model as TableModel;
    // A selector would look at every cell of ten thousand rows.
    const { activeElement } = this.getRootNode() as ShadowRoot;
    const focused = this.contains(activeElement) && (activeElement as HTMLElement).dataset;
    const table = document.createElement("table");
    table.role = "table";
    table.className = "rows";
    table.ariaLabel = model.section.title || model.view.t("subprocessors");
    table.ariaRowCount = String(model.rows.length + 1);
    table.append(buildHead(model, (column) => this.#say("sort-by", column)));
    this.#group = groupMaker(model, this.#rows);
    this.#made = 0;
    while (this.#made < Math.min(first, this.#end)) this.#append(table, Math.min(this.#made + perGroup, first));
    if (this.#table.childElementCount > long) {
      dismantle(this.#table);
      this.#table.before(table);
    } else this.replaceChildren(table);
    this.#table = table;
    this.#goOn();
    if (this.#end < model.rows.length) table.after(this.#more(model));
    if (focused) this.#refocus(focused);
  }

  /** How many rows there are to be. */
  get #end(): number {
    const { length } = this.#model?.rows ?? [];
    return this.#all ? length : Math.min(length, pageSize);
  }

  /** Makes the rows that are not there yet, between what else the page does. */
  #goOn(): void {
    this.#work?.abort();
    this.#work = new AbortController();
    const { signal } = this.#work;
    const work = () => {
      const more = this.#made < this.#end;
      if (more) this.#append(this.#table, this.#made + perGroup);
      return more;
    };
    // After the frame that has the first rows.
    setTimeout(() => inSlices(work, signal), 20);
  }

  /** Appends one row group, with the rows up to a number; whatever was open is opened again. */
  #append(table: HTMLElement, to: number): void {
    const rows = this.#model?.rows.slice(this.#made, Math.min(to, this.#end)) ?? [];
    this.#made += rows.length;
    const body = this.#group(rows);
    table.append(body);
    if (this.#open.size === 0) return;
    for (const element of [...body.children] as HTMLElement[]) {
      const id = this.#rows.get(element)?.entry.id;
      if (id !== undefined && this.#open.has(id)) this.#toggle(element, false);
    }
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
      button.remove();
      this.#all = true;
      this.#goOn();
    };
    return button;
  }

  #say<K extends keyof TableEvents>(name: K, detail: TableEvents[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #refocus({ entry, column }: DOMStringMap): void {
    const wanted = entry === undefined ? `[data-column="${column}"]` : `[data-entry="${CSS.escape(entry)}"]`;
    this.#table.querySelector<HTMLElement>(`button${wanted}`)?.focus({ preventScroll: true });
  }
}

/** Hides a table at once, and takes its rows out between what else the page does: ten thousand take longer than a frame. */
function dismantle(table: HTMLElement): void {
  table.style.display = "none";
  inSlices(
    () => {
      (table.lastChild ?? table).remove();
      return table.isConnected;
    },
    undefined,
    // Not before the rows that take its place.
    (step) => setTimeout(step, 99),
  );
}

const buttonOf = (row: Element): HTMLButtonElement => row.querySelector("button.open") as HTMLButtonElement;

/** Makes groups of rows: the first is built, each further one is a copy with other texts. */
function groupMaker(model: TableModel, rowOf: WeakMap<Element, Row>): (rows: readonly Row[]) => HTMLElement {
  const group = document.createElement("tbody");
  group.role = "rowgroup";
  const empty = buildRow(model);
  const fill = rowFiller(model);
  return (rows) => {
    while (group.childElementCount < rows.length) group.append(empty.cloneNode(true));
    const body = group.cloneNode(true) as HTMLElement;
    let element = body.firstChild as HTMLTableRowElement | null;
    for (const row of rows) {
      const here = element as HTMLTableRowElement;
      element = here.nextSibling as HTMLTableRowElement | null;
      fill(here, row);
      rowOf.set(here, row);
      const hit = model.find?.(here, row);
      if (hit) here.after(hit);
    }
    // A last group has fewer.
    while (element) {
      const { nextSibling } = element;
      element.remove();
      element = nextSibling as HTMLTableRowElement | null;
    }
    return body;
  };
}
