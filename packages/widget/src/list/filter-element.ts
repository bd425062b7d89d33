import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { InnerElement } from "../view/inner-element.ts";
import { type MoreWords, moreWords, readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import { type Choices, type Chosen, isFiltering, matcher, noFilter, Offer, wordsOf } from "./filter.ts";
import { finder } from "./find.ts";
import type { ListState, Row, Section } from "./model.ts";
import { searchTextOf } from "./search.ts";
import { arranged, asPublished, chosenColumns, mostColumns, type SetUp, setUpNames } from "./set-up.ts";
import { inSlices, type Next } from "./slices.ts";
import type { TableModel } from "./table-element.ts";

/** What is found of a list. */
export interface Filtered {
  /** Rows that match, by section id. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly find: NonNullable<TableModel["find"]>;
}

/** What was last asked of a list, for when it is loaded again. */
const memory = new WeakMap<View["places"], { address: string; asked: SetUp }>();

/** What the reader looks for, and how the list is arranged: search text, choices, groups and columns. */
export class FilterElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    published: { attribute: false },
    asked: { state: true },
    found: { state: true },
    open: { state: true },
    offer: { state: true },
  };

  declare published: readonly Section[];
  declare protected asked: SetUp;
  /** How many entries match; undefined where nothing is looked for. */
  declare protected found: number | undefined;
  /** Whether the choices are shown where it is narrow. */
  declare protected open: boolean;
  /** What there is to choose, once every row was asked. */
  declare protected offer: Offer | undefined;
  #preparing: AbortController | undefined;
  /** How many entries there are: one may stand in several tables. */
  #total = 0;
  /** The tables as they are arranged, and how that was asked for. */
  #sections: readonly Section[] = [];
  #arrangement = "";

  constructor() {
    super();
    this.asked = asPublished;
    this.open = false;
  }

  /** Gives way to a place elsewhere, which has the address by then: shows everything again. */
  giveWay(): void {
    if (isFiltering(this.asked)) this.#ask(noFilter);
  }

  /** Asks for something, and notes it in the address. */
  set(part: Partial<SetUp>, how: "replace" | "soon" = "replace"): void {
    this.#ask(part);
    this.view.places.note({ is: "list", filter: { ...this.asked } }, how);
  }

  #ask(part: Partial<SetUp>): void {
    this.asked = { ...this.asked, ...part };
    this.#tell();
  }

  /** Tells the list what to show. */
  #tell(): void {
    const { view, asked } = this;
    memory.set(view.places, { address: view.center.address, asked });
    const told = this.#arrange();
    const sections = this.#sections;
    let filtered: Filtered | undefined;
    if (isFiltering(asked)) {
      // Published rows are asked: of columns that are not shown the words are found too.
      const found = new Set<Row["entry"]>();
      const fits = matcher(view, asked);
      for (const row of this.#rows) if (fits(row)) found.add(row.entry);
      const rows = sections.map((one) => [one.id, one.rows.filter(({ entry }) => found.has(entry))] as const);
      filtered = { rows: new Map(rows), find: finder(view, wordsOf(asked)) };
      this.found = found.size;
    } else this.found = undefined;
    this.dispatchEvent(new CustomEvent("set-up", { detail: { ...told, filtered } }));
  }

  /** Arranges the tables anew where that is asked for. An order of rows is one of columns that there are no more. */
  #arrange(): Partial<ListState> {
    const { view, asked, offer, published } = this;
    const arrangement = offer ? `${asked.by}?${asked.columns}` : "";
    if (arrangement === this.#arrangement) return {};
    this.#arrangement = arrangement;
    const keys = offer?.columns().map(({ key }) => key) ?? [];
    const columns = chosenColumns(asked, keys);
    const by = offer?.choices().find(({ name }) => name === asked.by);
    this.#sections = arranged(view, published, { by, columns });
    return { sections: this.#sections, columns, orders: {} };
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("published")) return;
    this.#total = new Set(this.#rows.map(({ entry }) => entry)).size;
    const { places, center } = this.view;
    const before = memory.get(places);
    if (before?.address === center.address) this.asked = before.asked;
    this.offer = undefined;
    this.#sections = this.published;
    this.#arrangement = "";
    this.#prepare();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    // A list that was loaded again is set up as the one before.
    const isNew = changed.has("published") || (changed.has("offer") && this.offer);
    if (isNew && setUpNames.some((name) => this.asked[name] !== "")) this.#tell();
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
    return this.published.flatMap(({ rows }) => rows);
  }

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    const choices = this.offer?.choices() ?? [];
    const chosen = choices.filter(({ name }) => this.asked[name]).length;
    return html`<form class="controls" role="search" @submit=${(event: Event) => event.preventDefault()}>
      <div class="tools">
        <label class="field search">
          <span>${t("search")}</span>
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            .value=${this.asked.q}
            @input=${(event: Event) => this.set({ q: (event.target as HTMLInputElement).value }, "soon")}
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
    const set = (value: string) => this.set({ [name]: value });
    return this.#options(labelsOf(t)[name], this.asked[name], { all, none: t("any"), set });
  }

  /** How much is shown, and the two questions that need no choice. */
  #line(t: MoreWords): TemplateResult {
    const { found } = this;
    const total = this.#total;
    return html`<div class="found">
      <p role="status">
        ${found === undefined ? t("shown", { n: total }) : t("shownOf", { n: found, total })}
        ${found === 0 ? t("noMatch") : nothing}
        ${found === undefined ? nothing : html` <button type="button" class="link" @click=${() => this.set(noFilter)}>${t("clear")}</button>`}
      </p>
      ${this.offer ? this.#arrangements(t, this.offer) : nothing}
      <p class="checkboxes">
        ${this.offer?.tells("region") ? this.#checkbox("region", "non-eea", t("onlyOutside")) : nothing}
        ${this.offer?.tells("ai") ? this.#checkbox("ai", "yes", t("onlyAi")) : nothing}
      </p>
    </div>`;
  }

  /** Groups and columns of the reader's choice. */
  #arrangements(t: MoreWords, offer: Offer): TemplateResult {
    const { by, columns } = this.asked;
    const reader = readerOf(this.view);
    const shown = [...new Set(this.#sections.flatMap((section) => section.columns.map(({ field }) => field)))];
    const turn = (key: string, isOn: boolean) =>
      this.set({ columns: [...shown.filter((one) => one !== key), ...(isOn ? [key] : [])].join(",") });
    return html`<details class="arrange">
      <summary>${icon("chevron")}${t("arrange")}</summary>
      <div class="arrangement">
        ${this.#options(t("groupBy"), by, {
          all: offer.choices().map(({ name }) => [name, labelsOf(t)[name]]),
          none: t("asPublished"),
          set: (value) => this.set({ by: value }),
        })}
        <fieldset>
          <legend>${t("columns")} <span class="note">${shown.length}/${mostColumns}</span></legend>
          ${offer.columns().map(({ key, label }) =>
            check(reader.t(label), shown.includes(key), {
              set: (isOn) => turn(key, isOn),
              disabled: !shown.includes(key) && shown.length >= mostColumns,
            }),
          )}
        </fieldset>
        ${by || columns ? html`<p><button type="button" class="link" @click=${() => this.set({ by: "", columns: "" })}>${t("asPublished")}</button></p>` : nothing}
      </div>
    </details>`;
  }

  #checkbox(name: "region" | "ai", value: string, label: string): TemplateResult {
    return check(label, this.asked[name] === value, { set: (isOn) => this.set({ [name]: isOn ? value : "" }) });
  }

  #options(
    label: string,
    chosen: string,
    { all, none, set }: { all: readonly (readonly [string, string])[]; none: string; set: (value: string) => void },
  ): TemplateResult {
    return html`<label class="field">
      <span>${label}</span>
      <select @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${chosen === ""}>${none}</option>
        ${all.map(([value, text]) => html`<option value=${value} ?selected=${chosen === value}>${text}</option>`)}
      </select>
    </label>`;
  }
}

const labelsOf = (t: MoreWords): Record<Chosen, string> => ({
  data: t("dataCategories"),
  place: t("locations"),
  mechanism: t("transferMechanisms"),
  service: t("service"),
  category: t("category"),
  status: t("status"),
});

const check = (
  label: string,
  isOn: boolean,
  { set, disabled = false }: { set: (isOn: boolean) => void; disabled?: boolean },
): TemplateResult => html`<label class="check"><input
    type="checkbox"
    .checked=${isOn}
    ?disabled=${disabled}
    @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
  />${label}</label>`;

/** After what the page and its reader wait for. */
const whenFree: Next = (step) => {
  const scheduler: Scheduler | undefined = globalThis.scheduler;
  if (scheduler) void scheduler.postTask(step, { priority: "background" });
  else setTimeout(step);
};
