import type { Group, Section as Text } from "@trust-center/feed";
import { factsOf, groupFacts, joined, plainAll } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { folded } from "../view/folded.ts";
import { prose, proseLine } from "../view/prose.ts";
import { heading, text } from "../view/text.ts";
import type { View } from "../view/view.ts";
import type { ListState, Row, Section } from "./model.ts";
import type { Order } from "./sort.ts";
import type { TableModel } from "./table-element.ts";

/** Lists shorter than this are read at a glance: they get no search. */
const worthSearching = 8;

/** Sorts rows. */
type InOrder = (rows: readonly Row[], order: Order) => readonly Row[];

/**
 * The list: a table for each group. Search and filters come later and sort out rows for it; their room is kept.
 *
 * @param inOrder Comes later too.
 */
export function list(
  view: View,
  state: ListState,
  filter: TemplateResult | undefined,
  inOrder: InOrder,
): TemplateResult {
  const total = state.sections.reduce((sum, { rows }) => sum + rows.length, 0);
  return html`<section class="section list" part="list" aria-labelledby="list">
    ${heading(view, 1, view.t("subprocessors"), "list")}
    ${total >= worthSearching ? html`<div class="filter">${filter}</div>` : nothing}
    ${tables(view, state, inOrder)}
  </section>`;
}

/** The tables of a list, with the publisher's own texts between them. */
export function tables(
  view: View,
  { sections, filtered, orders }: Pick<ListState, "sections" | "filtered" | "orders">,
  inOrder: InOrder,
): unknown {
  const rowsOf = ({ id, rows }: Section) => filtered?.rows.get(id) ?? rows;
  const isEmpty = sections.every(({ rows }) => rows.length === 0) && !view.center.feed.groups?.length;
  return [
    isEmpty ? html`<p class="none">${view.t("emptyList")}</p>` : nothing,
    sections.map((section) => {
      const order = orders[section.id];
      const rows = order ? inOrder(rowsOf(section), order) : rowsOf(section);
      return [
        filtered ? nothing : between(view, ({ before }) => before === section.id),
        sectionOf(view, { section, rows, order, find: filtered?.find }),
      ];
    }),
    between(view, ({ before }) => !sections.some(({ id }) => id === before)),
  ];
}

/** The publisher's own texts between its tables. */
const between = (view: View, isHere: (text: Text) => boolean): unknown =>
  view.center.feed.sections?.filter(isHere).map(
    ({ title, text: body }) => html`<section class="group">
      ${title ? heading(view, 2, text(view, title)) : nothing} ${prose(view, body, title ? 2 : 1)}
    </section>`,
  );

/** A section, and which of its rows are shown in which order. */
type Shown = Omit<TableModel, "view">;

const models = new WeakMap<Section, TableModel>();

/** The same model as before unless something that it shows has changed: a new model makes a new table. */
function modelOf(view: View, { section, rows, order, find }: Shown): TableModel {
  const before = models.get(section);
  const same =
    before?.order === order &&
    before?.find === find &&
    before?.rows.length === rows.length &&
    before.rows.every((row, at) => row === rows[at]);
  if (before && same) return before;
  const model = { view, section, rows, order, find };
  models.set(section, model);
  return model;
}

function sectionOf(view: View, shown: Shown): TemplateResult | typeof nothing {
  const { section, rows, find } = shown;
  const filtering = find !== undefined;
  const { group, title, id } = section;
  if (filtering && rows.length === 0) return nothing;
  return html`<section class="group" part="group">
    ${title ? heading(view, 2, title) : nothing}
    ${group ? factLine(view, group) : nothing}
    ${filtering ? nothing : folded(view, group?.intro, 2)}
    ${
      rows.length > 0
        ? html`<trust-center-table data-section=${id} .model=${modelOf(view, shown)}></trust-center-table>`
        : html`<p class="none">${proseLine(view, group?.none ?? view.t("emptyList"))}</p>`
    }
    ${group?.footnotes?.map((note) => html`<div class="note">${prose(view, note, 2)}</div>`)}
  </section>`;
}

/** What the publisher says of a group, on one line: `Part of: Infrastructure · Updated: 5 May 2026`. */
function factLine(view: View, group: Group): TemplateResult | typeof nothing {
  const facts = factsOf(groupFacts, group, view).map(({ label, pieces }) =>
    joined([label, plainAll(pieces, view)], ": ", view),
  );
  return facts.length > 0 ? html`<p class="note">${facts.join(" · ")}</p>` : nothing;
}
