import { type Change, type Group, type Subprocessor, windowState } from "@trust-center/feed";
import { say } from "@trust-center/reading";
import type { View } from "../element/view.ts";
import { columnsOf, type OtherColumns, type ShownColumn } from "./columns.ts";

/** An entry in a table. Its texts are made when they are first needed. */
export interface Row {
  readonly entry: Subprocessor;
  readonly group: Group | undefined;
  readonly status: "planned" | "active" | "sunset" | "former";
  /** The announced change of this entry, where there is one. */
  readonly change: Change | undefined;
  readonly columns: readonly ShownColumn[];
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
export function sectionsOf(view: View, others?: OtherColumns): Section[] {
  const { feed } = view.center;
  const groups = feed.groups ?? [];
  const known = new Set(groups.map(({ id }) => id));
  const current = feed.subprocessors.filter(({ status }) => status !== "former");
  const former = feed.subprocessors.filter(({ status }) => status === "former");
  const loose = current.filter((entry) => !entry.groups?.some((id) => known.has(id)));
  const section = (part: Pick<Section, "id" | "group" | "title">, entries: readonly Subprocessor[]) =>
    sectionOf(view, part, entries, others);
  return [
    ...groups.map((group) =>
      section(
        { id: group.id, group, title: say(view, group.title) },
        current.filter((entry) => entry.groups?.includes(group.id)),
      ),
    ),
    ...(loose.length > 0 || (groups.length === 0 && former.length === 0)
      ? [section({ id: "", group: undefined, title: groups.length > 0 ? view.t("subprocessors") : "" }, loose)]
      : []),
    ...(former.length > 0 ? [section({ id: "former", group: undefined, title: view.t("status_former") }, former)] : []),
  ];
}

function sectionOf(
  view: View,
  part: Pick<Section, "id" | "group" | "title">,
  entries: readonly Subprocessor[],
  others: OtherColumns | undefined,
): Section {
  const columns = columnsOf(view, part.group, entries, others);
  const changes = new Map((view.center.feed.upcoming ?? []).map((change) => [change.subject.id, change]));
  const rows = entries.map((entry) => {
    const change = changes.get(entry.id);
    return rowOf({ entry, group: part.group, columns, change, status: statusOf(entry, change, view.now) });
  });
  return { ...part, columns, rows };
}

function rowOf(facts: Pick<Row, "entry" | "group" | "columns" | "change" | "status">): Row {
  const { entry, columns } = facts;
  let cells: string[] | undefined;
  let search: string | undefined;
  return {
    ...facts,
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
