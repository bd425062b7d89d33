import { type Change, type Group, windowState } from "@trust-center/feed";
import { type Stands, say } from "@trust-center/reading";
import type { View } from "../view/view.ts";
import { columnsOf, type OtherColumns, type ShownColumn } from "./columns.ts";
import type { Filtered } from "./filter-element.ts";
import type { Order } from "./sort.ts";

/** An entry in a table. Its texts are made when they are first needed. */
export interface Row extends Stands {
  readonly group: Group | undefined;
  readonly columns: readonly ShownColumn[];
  /** What each column says of it, a text a value. */
  readonly texts: readonly (readonly string[])[];
  /** All of it in its search form, once it was needed. */
  form?: string;
}

/** One table of the list. */
export interface Section {
  readonly id: string;
  readonly group: Group | undefined;
  readonly title: string;
  readonly columns: readonly ShownColumn[];
  readonly rows: readonly Row[];
}

/** The list as the reader set it up. */
export interface ListState {
  /** The tables as the publisher has them. */
  readonly published: readonly Section[];
  /** The tables that are shown. */
  readonly sections: readonly Section[];
  /** Members that the reader chose as columns. */
  readonly columns?: readonly string[] | undefined;
  readonly filtered: Filtered | undefined;
  readonly orders: Readonly<Record<string, Order | undefined>>;
}

/** The list as tables: one a group, entries without a group, and entries no longer used. */
export function sectionsOf(view: View, others?: OtherColumns): Section[] {
  const { groups = [] } = view.center.feed;
  const { entries, former } = view.standings;
  const known = new Set(groups.map(({ id }) => id));
  const loose = entries.filter(({ entry }) => !entry.groups?.some((id) => known.has(id)));
  const left = former.map(
    ({ id, name, until }): Stands => ({ entry: { id, name: name ?? id }, status: "former", changes: [], until }),
  );
  const section = (part: Pick<Section, "id" | "group" | "title">, standings: readonly Stands[]) =>
    sectionOf(view, part, standings, others);
  return [
    ...groups.map((group) =>
      section(
        { id: group.id, group, title: say(view, group.title) },
        entries.filter(({ entry }) => entry.groups?.includes(group.id)),
      ),
    ),
    ...(loose.length > 0 || (groups.length === 0 && left.length === 0)
      ? [section({ id: "", group: undefined, title: groups.length > 0 ? view.t("subprocessors") : "" }, loose)]
      : []),
    ...(left.length > 0 ? [section({ id: "former", group: undefined, title: view.t("status_former") }, left)] : []),
  ];
}

export function sectionOf(
  view: View,
  part: Pick<Section, "id" | "group" | "title">,
  standings: readonly Stands[],
  others: OtherColumns | undefined,
): Section {
  const { group } = part;
  const columns = columnsOf(
    view,
    group,
    standings.map(({ entry }) => entry),
    others,
  );
  return { ...part, columns, rows: standings.map((standing) => rowOf({ ...standing, group, columns })) };
}

function rowOf(facts: Omit<Row, "texts">): Row {
  const { entry, columns } = facts;
  let texts: Row["texts"] | undefined;
  return {
    ...facts,
    get texts() {
      texts ??= columns.map((column) => column.parts(entry));
      return texts;
    },
  };
}

/** Changes of a row that one can still object to. */
export const openChanges = ({ changes }: Pick<Row, "changes">, now: number): Change[] =>
  changes.filter(({ window }) => windowState(window, now) === "open");
