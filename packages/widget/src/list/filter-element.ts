import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { InnerElement } from "../view/inner-element.ts";
import { type MoreWords, moreWords } from "../view/reader.ts";
import { type Choices, type Chosen, type Filter, isFiltering, matcher, noFilter, Offer, wordsOf } from "./filter.ts";
import { finder } from "./find.ts";
import type { Row, Section } from "./model.ts";
import { searchTextOf } from "./search.ts";
import { inSlices, type Next } from "./slices.ts";
import type { TableModel } from "./table-element.ts";

/** What is found of a list. */
export interface Filtered {
  /** Rows that match, by section id. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly find: NonNullable<TableModel["find"]>;
}

/** What the reader looks for: search text and choices. Tells the list which rows match. */
export class FilterElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    sections: { attribute: false },
    filter: { state: true },
    found: { state: true },
    open: { state: true },
    offer: { state: true },
  };

  declare sections: readonly Section[];
  declare protected filter: Filter;
  declare protected found: number | undefined;
  /** Whether the choices are shown where it is narrow. */
  declare protected open: boolean;
  /** What there is to choose, once every row was asked. */
  declare protected offer: Offer | undefined;
  #preparing: AbortController | undefined;

  constructor() {
    super();
    this.filter = noFilter;
    this.open = false;
  }

  /** Gives way to a place elsewhere, which has the address by then: shows everything again. */
  giveWay(): void {
    if (isFiltering(this.filter)) this.#look(noFilter);
  }

  /** Looks for something, and notes it in the address. */
  set(part: Partial<Filter>): void {
    this.#look(part);
    this.view.places.note({ is: "list", filter: { ...this.filter } }, "replace");
  }

  #look(part: Partial<Filter>): void {
    this.filter = { ...this.filter, ...part };
    const { view, filter } = this;
    const matches = matcher(view, filter);
    const filtered: Filtered | undefined = isFiltering(filter)
      ? {
          rows: new Map(this.sections.map(({ id, rows }) => [id, rows.filter(matches)])),
          find: finder(view, wordsOf(filter)),
        }
      : undefined;
    this.found = filtered && [...filtered.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
    this.dispatchEvent(new CustomEvent("filter-list", { detail: filtered }));
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("sections")) return;
    this.offer = undefined;
    this.#prepare();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#preparing?.abort();
  }

  /** Asks every row what there is to choose, and makes the search texts, while nothing else happens. */
  #prepare(): void {
    this.#preparing?.abort();
    this.#preparing = new AbortController();
    const rows = this.#rows;
    const offer = new Offer(this.view);
    let at = 0;
    const step = () => {
      const row = rows[at++];
      if (row) {
        offer.add(row);
        searchTextOf(row);
      } else this.offer = offer;
      return row !== undefined;
    };
    inSlices(step, this.#preparing.signal, whenFree);
  }

  get #rows(): readonly Row[] {
    return this.sections.flatMap(({ rows }) => rows);
  }

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    const choices = this.offer?.choices() ?? [];
    const chosen = choices.filter(({ name }) => this.filter[name]).length;
    return html`<form class="controls" role="search" @submit=${(event: Event) => event.preventDefault()}>
      <div class="tools">
        <label class="field search">
          <span>${t("search")}</span>
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            .value=${this.filter.q}
            @input=${(event: Event) => this.set({ q: (event.target as HTMLInputElement).value })}
          />
        </label>
        ${
          choices.length > 0
            ? html`<button type="button" class="filters" aria-expanded=${String(this.open)} @click=${() => {
                this.open = !this.open;
              }}>${icon("chevron")}${t("filters")}${chosen ? ` (${chosen})` : nothing}</button>
              <div class="choices">${choices.map((choice) => this.#select(t, choice))}</div>`
            : nothing
        }
      </div>
      ${this.#line(t)}
    </form>`;
  }

  #select(t: MoreWords, { name, all }: Choices[number]): TemplateResult {
    const chosen = this.filter[name];
    const labels: Record<Chosen, string> = {
      data: t("dataCategories"),
      place: t("locations"),
      mechanism: t("transferMechanisms"),
      service: t("service"),
      category: t("category"),
      status: t("status"),
    };
    return html`<label class="field">
      <span>${labels[name]}</span>
      <select @change=${(event: Event) => this.set({ [name]: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${chosen === ""}>${t("any")}</option>
        ${all.map(([value, text]) => html`<option value=${value} ?selected=${chosen === value}>${text}</option>`)}
      </select>
    </label>`;
  }

  /** How much is shown, and the two questions that need no choice. */
  #line(t: MoreWords): TemplateResult {
    const rows = this.#rows;
    const { found } = this;
    return html`<div class="found">
      <p role="status">
        ${found === undefined ? t("shown", { n: rows.length }) : t("shownOf", { n: found, total: rows.length })}
        ${found === 0 ? t("noMatch") : nothing}
        ${found === undefined ? nothing : html` <button type="button" class="link" @click=${() => this.set(noFilter)}>${t("clear")}</button>`}
      </p>
      <p class="checkboxes">
        ${this.offer?.tells("region") ? this.#checkbox("region", "non-eea", t("onlyOutside")) : nothing}
        ${this.offer?.tells("ai") ? this.#checkbox("ai", "yes", t("onlyAi")) : nothing}
      </p>
    </div>`;
  }

  #checkbox(name: "region" | "ai", value: string, label: string): TemplateResult {
    return html`<label class="check"><input
      type="checkbox"
      .checked=${this.filter[name] === value}
      @change=${(event: Event) => this.set({ [name]: (event.target as HTMLInputElement).checked ? value : "" })}
    />${label}</label>`;
  }
}

/** After what the page and its reader wait for. */
const whenFree: Next = (step) => {
  const scheduler: Scheduler | undefined = globalThis.scheduler;
  if (scheduler) void scheduler.postTask(step, { priority: "background" });
  else setTimeout(step);
};
