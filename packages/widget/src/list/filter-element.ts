import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { InnerElement } from "../view/inner-element.ts";
import { moreWords } from "../view/reader.ts";
import { type Choices, choicesOf, type Filter, isFiltering, matches, noFilter } from "./filter.ts";
import type { Row, Section } from "./model.ts";
import { inSlices } from "./slices.ts";

/** Rows that match, by section id; undefined where nothing is looked for. */
export type Filtered = ReadonlyMap<string, readonly Row[]> | undefined;

/** What the reader looks for: search text and choices. Tells the list which rows match. */
export class FilterElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    sections: { attribute: false },
    filter: { state: true },
    found: { state: true },
  };

  declare sections: readonly Section[];
  declare protected filter: Filter;
  declare protected found: number | undefined;
  #choices: Choices | undefined;
  #preparing: AbortController | undefined;

  constructor() {
    super();
    this.filter = noFilter;
  }

  /** Shows everything again. */
  clear(): void {
    if (isFiltering(this.filter)) this.#set(noFilter);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("sections")) return;
    this.#choices = choicesOf(this.view, this.sections);
    this.#prepare();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#preparing?.abort();
  }

  /** Makes the search texts while nothing else happens: the first key need not. */
  #prepare(): void {
    this.#preparing?.abort();
    this.#preparing = new AbortController();
    const rows = this.sections.flatMap(({ rows }) => rows);
    let at = 0;
    inSlices(() => rows[at++]?.search !== undefined, this.#preparing.signal);
  }

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    const total = this.sections.reduce((sum, { rows }) => sum + rows.length, 0);
    return html`<form class="controls" role="search" @submit=${(event: Event) => event.preventDefault()}>
      <label class="field search">
        <span>${t("search")}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          .value=${this.filter.search}
          @input=${(event: Event) => this.#set({ search: (event.target as HTMLInputElement).value })}
        />
      </label>
      ${this.#select("location", t("locations"))} ${this.#select("mechanism", t("transferMechanisms"))}
      ${this.#select("service", t("services"))}
      <p class="found" role="status">
        ${this.found === undefined ? t("shown", { n: total }) : t("shownOf", { n: this.found, total })}
        ${this.found === 0 ? t("noMatch") : nothing}
        ${
          this.found === undefined
            ? nothing
            : html`<button type="button" class="link" @click=${() => this.clear()}>${t("clear")}</button>`
        }
      </p>
    </form>`;
  }

  #select(name: keyof Choices, label: string): TemplateResult | typeof nothing {
    const t = moreWords(this.view);
    const choices = this.#choices?.[name] ?? [];
    if (choices.length < 2) return nothing;
    const chosen = this.filter[name];
    return html`<label class="field">
      <span>${label}</span>
      <select @change=${(event: Event) => this.#set({ [name]: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${chosen === ""}>${t("any")}</option>
        ${choices.map(([value, text]) => html`<option value=${value} ?selected=${chosen === value}>${text}</option>`)}
      </select>
    </label>`;
  }

  #set(part: Partial<Filter>): void {
    this.filter = { ...this.filter, ...part };
    const filtered: Filtered = isFiltering(this.filter)
      ? new Map(this.sections.map(({ id, rows }) => [id, rows.filter((row) => matches(row, this.filter))]))
      : undefined;
    this.found = filtered && [...filtered.values()].reduce((sum, rows) => sum + rows.length, 0);
    this.dispatchEvent(new CustomEvent("filter-list", { detail: filtered }));
  }
}
