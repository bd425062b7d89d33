import type { Group } from "@trust-center/feed";
import type { View } from "../view/view.ts";
import { type Choices, type Filter, noFilter, valuesOf } from "./filter.ts";
import { type Row, type Section, sectionOf } from "./model.ts";
import { otherColumn } from "./other-columns.ts";

/** How the reader has the list set up: what is looked for, and how it is arranged. Empty strings: as it was published. */
export interface SetUp extends Filter {
  /** By which of the choices entries are put together. */
  readonly by: string;
  /** Members of an entry that are columns, with commas between. */
  readonly columns: string;
}

export const asPublished: SetUp = { ...noFilter, by: "", columns: "" };

/** Names of its members: those of an address too. */
export const setUpNames = Object.keys(asPublished) as (keyof SetUp)[];

/** The most columns that can be read side by side. */
export const mostColumns = 8;

/** The columns that a reader chose, of those that there are; undefined where the publisher's are shown. */
export function chosenColumns({ columns }: SetUp, all: readonly string[]): readonly string[] | undefined {
  const chosen = new Set(columns.split(",").filter((key) => all.includes(key)));
  return columns ? ["name", ...chosen].slice(0, mostColumns) : undefined;
}

/** The tables of a list as the reader arranged them. */
export function arranged(
  view: View,
  published: readonly Section[],
  { by, columns }: { by: Choices[number] | undefined; columns: readonly string[] | undefined },
): readonly Section[] {
  if (!by && !columns) return published;
  const parts = by ? together(view, published, by) : published;
  return parts.map(({ id, title, group, rows }) =>
    sectionOf(view, { id, title, group: columns ? withColumns(group, columns) : group }, rows, otherColumn),
  );
}

type Part = Pick<Section, "id" | "title" | "group" | "rows">;

/** A table for each value of a choice, one for who has none, and entries no longer used. */
function together(view: View, published: readonly Section[], { name, all }: Choices[number]): Part[] {
  const found = new Map<string, Row[]>(all.map(([value]) => [value, []]));
  const rest: Row[] = [];
  // An entry may stand in several of the publisher's groups.
  const rows = new Map(published.flatMap((section) => section.rows).map((row) => [row.entry, row]));
  for (const row of rows.values()) {
    const values = row.status === "former" ? undefined : valuesOf(view, row)[name];
    if (values?.length === 0) rest.push(row);
    for (const value of new Set(values)) found.get(value)?.push(row);
  }
  return [
    ...all.map(([value, title]) => ({
      id: `${name} ${value}`,
      title,
      group: undefined,
      rows: found.get(value) as Row[],
    })),
    { id: name, title: view.t("notStated"), group: undefined, rows: rest },
    ...published.filter(({ id }) => id === "former"),
  ].filter((part) => part.rows.length > 0);
}

/** A group with columns of the reader's choice, under the publisher's headings where it has some. */
const withColumns = (group: Group | undefined, columns: readonly string[]): Group => ({
  ...(group ?? { id: "", title: "" }),
  columns: columns.map((field) => group?.columns?.find((column) => column.field === field) ?? { field }),
});
