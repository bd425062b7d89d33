import { html, nothing, type TemplateResult } from "lit";
import { heading, paragraphs, text } from "../element/text.ts";
import { plain, type View } from "../element/view.ts";
import { type Choices, type Filter, isFiltering, matches, noFilter } from "./filter.ts";
import type { Row, Section } from "./model.ts";
import { type Order, sortRows } from "./sort.ts";
import type { TableModel } from "./table-element.ts";

/** The list as the reader set it up. */
export interface ListState {
  readonly sections: readonly Section[];
  readonly choices: Choices;
  readonly filter: Filter;
  readonly orders: Readonly<Record<string, Order | undefined>>;
}

/** What the list asks for. */
export interface ListActions {
  filter(filter: Filter): void;
}

/** Lists shorter than this are read at a glance: they get no search. */
const worthSearching = 5;

/** The list: search and filters, then a table for each group. */
export function list(view: View, state: ListState, actions: ListActions): TemplateResult {
  const total = count(state.sections);
  const shown = state.sections.map((section) => ({ section, rows: rowsOf(view, section, state) }));
  const found = shown.reduce((sum, { rows }) => sum + rows.length, 0);
  return html`<section class="list" part="list" aria-labelledby="list">
    ${heading(view, 1, view.t("subprocessors"), "list")}
    ${total >= worthSearching ? controls(view, state, actions, found, total) : nothing}
    ${total === 0 && !view.center.feed.groups?.length ? html`<p class="none">${view.t("emptyList")}</p>` : nothing}
    ${shown.map(({ section, rows }) => sectionOf(view, section, rows, state))}
    ${found === 0 && total > 0 ? html`<p class="none">${view.t("noMatch")}</p>` : nothing}
  </section>`;
}

const count = (sections: readonly Section[]) => sections.reduce((sum, { rows }) => sum + rows.length, 0);

function rowsOf(view: View, section: Section, { filter, orders }: ListState): readonly Row[] {
  const rows = isFiltering(filter) ? section.rows.filter((row) => matches(row, filter)) : section.rows;
  return sortRows(rows, orders[section.id], view.language.tag);
}

const models = new WeakMap<Section, TableModel>();

/** The same model as before unless something that it shows has changed: a table is made anew for a new model. */
function modelOf(view: View, section: Section, rows: readonly Row[], order: Order | undefined): TableModel {
  const before = models.get(section);
  const same =
    before?.order === order && before?.rows.length === rows.length && before.rows.every((row, at) => row === rows[at]);
  if (before && same) return before;
  const model = { view, section, rows, order };
  models.set(section, model);
  return model;
}

function sectionOf(view: View, section: Section, rows: readonly Row[], state: ListState): unknown {
  const { group, title, id } = section;
  const filtering = isFiltering(state.filter);
  if (filtering && rows.length === 0) return nothing;
  const parent = group?.subsetOf && view.center.feed.groups?.find((other) => other.id === group.subsetOf);
  return html`<section class="group" part="group">
      ${title ? heading(view, 2, title) : nothing}
      ${parent ? html`<p class="note">${view.t("subsetOf", { group: plain(view, parent.title) })}</p>` : nothing}
      ${filtering ? nothing : paragraphs(view, group?.intro)}
      ${
        rows.length > 0
          ? html`<trust-center-table data-section=${id} .model=${modelOf(view, section, rows, state.orders[id])}></trust-center-table>`
          : html`<p class="none">${text(view, group?.none ?? view.t("emptyList"))}</p>`
      }
      ${group?.footnotes?.map((note) => html`<p class="note" dir="auto">${text(view, note)}</p>`)}
    </section>`;
}

function controls(view: View, { choices, filter }: ListState, actions: ListActions, found: number, total: number) {
  const { t } = view;
  const set = (part: Partial<Filter>) => actions.filter({ ...filter, ...part });
  const select = (name: keyof Choices, label: string) =>
    choices[name].length < 2
      ? nothing
      : html`<label class="field"
          ><span>${label}</span
          ><select @change=${(event: Event) => set({ [name]: (event.target as HTMLSelectElement).value })}>
            <option value="" ?selected=${filter[name] === ""}>${t("any")}</option>
            ${choices[name].map(
              ([value, text]) => html`<option value=${value} ?selected=${filter[name] === value}>${text}</option>`,
            )}
          </select></label
        >`;
  return html`<form class="controls" role="search" @submit=${(event: Event) => event.preventDefault()}>
    <label class="field search"
      ><span>${t("search")}</span
      ><input
        type="search"
        autocomplete="off"
        spellcheck="false"
        .value=${filter.search}
        @input=${(event: Event) => set({ search: (event.target as HTMLInputElement).value })}
    /></label>
    ${select("location", t("location"))} ${select("mechanism", t("mechanism"))} ${select("service", t("service"))}
    <p class="found" role="status">
      ${isFiltering(filter) ? t("shownOf", { n: found, total }) : t("shown", { n: total })}
      ${
        isFiltering(filter)
          ? html`<button type="button" class="link" @click=${() => actions.filter(noFilter)}>${t("clear")}</button>`
          : nothing
      }
    </p>
  </form>`;
}
