import { type Change, type Group, type Subprocessor, windowState } from "@trust-center/feed";
import { plain, type View } from "../element/view.ts";
import { columnsOf, type ShownColumn } from "./columns.ts";

/** An entry in a table. Its texts are made when they are first needed. */
export interface Row {
  readonly entry: Subprocessor;
  readonly group: Group | undefined;
  readonly status: "planned" | "active" | "sunset" | "former";
  /** The announced change of this entry, where there is one. */
  readonly change: Change | undefined;
  readonly cells: readonly string[];
  /** Everything that can be searched for, in lower case. */
  readonly search: string;
}

/** One table of the list. */
export interface Section {
  readonly id: string;
  readonly group: Group | undefined;
  readonly title: string;
  readonly columns: readonly ShownColumn[];
  readonly rows: readonly Row[];
}

/** The list as tables: one a group, entries without a group, and entries no longer used. */
export function sectionsOf(view: View): Section[] {
  const { feed } = view.center;
  const groups = feed.groups ?? [];
  const known = new Set(groups.map(({ id }) => id));
  const current = feed.subprocessors.filter(({ status }) => status !== "former");
  const former = feed.subprocessors.filter(({ status }) => status === "former");
  const loose = current.filter((entry) => !entry.groups?.some((id) => known.has(id)));
  return [
    ...groups.map((group) =>
      section(
        view,
        group.id,
        group,
        plain(view, group.title),
        current.filter((entry) => entry.groups?.includes(group.id)),
      ),
    ),
    ...(loose.length > 0 || (groups.length === 0 && former.length === 0)
      ? [section(view, "", undefined, groups.length > 0 ? view.t("subprocessors") : "", loose)]
      : []),
    ...(former.length > 0 ? [section(view, "former", undefined, view.t("former"), former)] : []),
  ];
}

function section(
  view: View,
  id: string,
  group: Group | undefined,
  title: string,
  entries: readonly Subprocessor[],
): Section {
  const columns = columnsOf(view, group, entries);
  const changes = new Map((view.center.feed.upcoming ?? []).map((change) => [change.subject.id, change]));
  return {
    id,
    group,
    title,
    columns,
    rows: entries.map((entry) => row(entry, group, columns, changes.get(entry.id), view.now)),
  };
}

function row(
  entry: Subprocessor,
  group: Group | undefined,
  columns: readonly ShownColumn[],
  change: Change | undefined,
  now: number,
): Row {
  let cells: string[] | undefined;
  let search: string | undefined;
  return {
    entry,
    group,
    change,
    status: statusOf(entry, change, now),
    get cells() {
      cells ??= columns.map((column) => column.text(entry));
      return cells;
    },
    get search() {
      search ??= `${this.cells.join("\n")}\n${JSON.stringify(entry)}`.toLowerCase();
      return search;
    },
  };
}

/** An announced entry whose day has come is in use, though the vendor has not published since. */
function statusOf({ status = "active" }: Subprocessor, change: Change | undefined, now: number): Row["status"] {
  return status === "planned" && change && Date.parse(change.effective) <= now ? "active" : status;
}

/** The deadline of a row's open window, else undefined. */
export const openDeadline = ({ change }: Pick<Row, "change">, now: number): string | undefined =>
  windowState(change?.objection, now) === "open" ? change?.objection?.deadline : undefined;
