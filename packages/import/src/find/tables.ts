import { certainDate, countryOf } from "@trust-center/authoring";
import {
  headingOf,
  isAboutChanges,
  isAboutFormer,
  isAboutProcessors,
  isAboutSubprocessors,
  isEnd,
  isPeriod,
  type Understood,
} from "../meaning/headings.ts";
import { isEmpty, saysSame } from "../meaning/placeholders.ts";
import {
  type Block,
  type Cell,
  lineOf,
  linksIn,
  type Row,
  type Run,
  type Table,
  withLinks,
} from "../model/document.ts";
import type { Context, Fact, FoundChange, FoundList, FoundRow } from "./found.ts";

/** Says what a heading means: what was given or remembered before what is known. */
export type Understand = (label: string) => Understood | undefined;

const textsOf = (row: Row): string[] => row.cells.map(({ runs }) => lineOf(runs));

/** Rows above the headings that are looked at: a sheet has a title there. */
const rowsAbove = 8;

/** The entries of a table, where it is a list of sub-processors. */
export function listsInTable(table: Table, context: Context, understand: Understand): FoundList[] {
  return register(table, context, understand) ?? columns(table, context, understand) ?? [];
}

/** A table whose first column holds the headings: an entry for each other column. French registers are written so. */
function register(table: Table, context: Context, understand: Understand): FoundList[] | undefined {
  const { rows, line } = table;
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  if (table.keyed || rows.length < 2 || width < 2) return undefined;
  const labels = rows.map((row) => textsOf(row)[0] ?? "");
  const known = labels.map((label) => understand(label));
  const isKnown = (at: number) => known[at]?.certain === true;
  const count = labels.filter((_, at) => isKnown(at)).length;
  const across = textsOf(rows[0] as Row).filter((text) => understand(text)?.certain).length;
  if (count < 2 || count < labels.length * 0.6 || across > 1) return undefined;
  const meanings = known.map((one) => one?.meaning);
  // Names stand above the facts: the corner is empty.
  const isCornered = !meanings.includes("name") && isEmpty(labels[0] ?? "") && width > 2;
  const hasName = meanings.includes("name") || isCornered;
  if (!hasName && !isAboutProcessors(context.headings.join(" "))) return undefined;
  const repeated: Block[] = [];
  const said = (row: Row, column: number): Run[] => {
    const runs = row.cells[column]?.runs ?? [];
    if (column < 2 || !saysSame(lineOf(runs))) return runs;
    repeated.push({ type: "aside", what: "directive", text: lineOf(runs), line: row.line });
    return said(row, column - 1);
  };
  const entries = Array.from({ length: width - 1 }, (_, at): FoundRow => {
    const facts = rows.map(
      (row, index): Fact => ({
        ...(isCornered && index === 0 ? { meaning: "name" as const } : { label: labels[index] as string }),
        runs: said(row, at + 1),
      }),
    );
    const heading = context.headings.at(-1);
    const named =
      hasName || !heading || width > 2 ? facts : [{ meaning: "name" as const, runs: [{ text: heading }] }, ...facts];
    return { line, facts: named };
  }).filter(({ facts }) => facts.some(({ runs }) => !isEmpty(lineOf(runs))));
  const left = [...rows.flatMap(({ cells, line: own }) => linksOf(cells.slice(0, 1), own)), ...repeated];
  return [
    { written: "register", line, labels: labels.filter((label) => !isEmpty(label)), keyed: false, rows: entries, left },
  ];
}

/** No row holds headings. */
const none = -1;

/**
 * The column with the names in a sheet without headings: as it was said of “Column 1”, or the first, where another one
 * holds places.
 */
function nameWithoutHead(
  { rows, heads }: Table,
  labels: readonly string[],
  understand: Understand,
): number | undefined {
  const said = labels.findIndex((label) => understand(label)?.meaning === "name");
  if (said >= 0) return said;
  if (heads > 0 || rows.length < 2) return undefined;
  const grid = rows.map(textsOf);
  const isPlaces = (column: number) => {
    const texts = grid.map((row) => row[column] ?? "").filter((text) => !isEmpty(text));
    return texts.length > 1 && texts.filter((text) => countryOf(text)).length >= texts.length * 0.6;
  };
  return labels.some((_, column) => column > 0 && isPlaces(column)) && !isPlaces(0) ? 0 : undefined;
}

function columns(table: Table, context: Context, understand: Understand): FoundList[] | undefined {
  const at = headRow(table, understand) ?? none;
  const head: Row = table.rows[at] ?? { cells: [], line: table.line };
  const width = Math.max(...table.rows.map(({ cells }) => cells.length));
  const written = textsOf(head);
  const labels = Array.from(
    { length: width },
    (_, column) => headingOf(written[column] ?? "") || `Column ${column + 1}`,
  );
  const name = at === none ? nameWithoutHead(table, labels, understand) : nameColumn(labels, context, understand);
  if (name === undefined) return undefined;
  const left: Block[] = [
    ...table.rows.slice(0, Math.max(at, 0)).flatMap(apart("directive")),
    ...linksOf(head.cells, head.line),
    ...sortsOf(head),
  ];
  const lists: FoundList[] = [];
  const start = (title?: Cell) => {
    lists.push({
      written: "table",
      line: head.line,
      ...(title && { title: title.runs }),
      labels,
      keyed: table.keyed === true,
      rows: [],
      left: [],
    });
  };
  start();
  for (const row of table.rows.slice(at + 1)) {
    const [first, ...others] = row.cells;
    const texts = textsOf(row);
    const isTitle = first && others.length > 0 && others.every(({ copy }) => copy) && !first.copy;
    const list = lists.at(-1) as FoundList;
    if (texts.every(isEmpty)) list.left.push(...apart("directive")(row));
    else if (isTitle) start(first);
    else if (at !== none && texts.join("\n") === written.join("\n")) list.left.push(...apart("directive")(row));
    else if (isEmpty(texts[name] ?? "")) list.left.push(...apart("code")(row));
    else {
      const facts = row.cells.map(({ runs }, column): Fact => {
        const label = labels[column] as string;
        const above = column !== name && saysSame(texts[column] ?? "") && list.rows.at(-1)?.facts[column]?.runs;
        // Entries stand in no order: “ditto” would mean another one's.
        if (above) list.left.push({ type: "aside", what: "directive", text: texts[column] ?? "", line: row.line });
        return { label, runs: above || runs, ...(column === name && { meaning: "name" as const }) };
      });
      list.rows.push({ line: row.line, facts });
    }
  }
  (lists[0] as FoundList).left.unshift(...left);
  return lists.filter(({ rows, left }) => rows.length + left.length > 0);
}

const apart =
  (what: "directive" | "code") =>
  (row: Row): Block[] => {
    const cells = row.cells.filter(({ copy }) => !copy).map(({ runs }) => withLinks(runs));
    const text = cells.join(" | ").replace(/(?: \| *)+$/, "");
    return isEmpty(text) ? [] : [{ type: "aside", what, text, line: row.line }];
  };

/** Where headings lead: a heading is words alone. */
const linksOf = (cells: readonly Cell[], line: number): Block[] =>
  cells
    .filter(({ copy }) => !copy)
    .flatMap(({ runs }) => linksIn(runs))
    .map(({ href }) => ({ type: "aside", what: "markup", text: href, line }));

/** What sorts by the headings is not of them. */
const sortsOf = (head: Row): Block[] =>
  textsOf(head)
    .map((text) => text.replace(headingOf(text), "").trim())
    .filter(Boolean)
    .map((text) => ({ type: "aside", what: "directive", text, line: head.line }));

/** Which row holds the headings. */
function headRow(table: Table, understand: Understand): number | undefined {
  // Each heading once: one that spans columns is less than those below it, which say what each column has.
  const knownIn = (row: Row) => new Set(textsOf(row).filter((text) => understand(text))).size;
  const first = table.rows.findIndex((row) => !textsOf(row).every(isEmpty));
  if (first < 0) return undefined;
  // Set as headings by the source, and not empty.
  if (first < table.heads) {
    const heads = table.rows.slice(0, table.heads).map((row, at) => ({ at, known: knownIn(row) }));
    return heads.slice(first).reduce((best, one) => (one.known > best.known ? one : best)).at;
  }
  const rows = table.rows.slice(first, first + rowsAbove).map((row, at) => ({ at: first + at, known: knownIn(row) }));
  const best = rows.reduce((best, one) => (one.known > best.known ? one : best));
  const needed = Math.min(2, Math.max(...table.rows.map(({ cells }) => cells.length)));
  const isHead = best.known >= needed || saysName(table.rows[best.at] as Row, understand);
  return isHead ? best.at : undefined;
}

/** A row with a heading that says by itself that names of sub-processors stand below it. */
const saysName = (row: Row, understand: Understand): boolean =>
  textsOf(row).some((text) => isAboutSubprocessors(text) && understand(text)?.meaning === "name");

/** The column with the names, where the table is a list of those who process data. */
function nameColumn(labels: readonly string[], context: Context, understand: Understand): number | undefined {
  const known = labels.map((label) => understand(label));
  const nearest = context.headings.at(-1) ?? "";
  if (labels.some((label) => /cookie|tracker/i.test(label))) return undefined;
  const others = known.filter(
    (one) => one !== undefined && !["name", "index", "id", "since", "notes", "other"].includes(one.meaning),
  );
  const isAbout = isAboutProcessors([...context.headings, ...context.before].join(" "));
  if (isAboutChanges(nearest) && !isAboutSubprocessors(nearest) && others.length < 2) return undefined;
  const names = labels.flatMap((label, at) =>
    known[at]?.meaning === "name" ? [{ at, label, rank: known[at].rank }] : [],
  );
  const [best] = names.sort(
    (a, b) => Number(isAboutSubprocessors(b.label)) - Number(isAboutSubprocessors(a.label)) || a.rank - b.rank,
  );
  if (best && (others.length > 0 || isAboutSubprocessors(best.label) || isAbout)) return best.at;
  if (best || !isAboutSubprocessors(context.headings.join(" ")) || others.length === 0) return undefined;
  // A first column of its own words beside others that are known: "Acme companies | Purpose".
  const isFirstOpen = known[0] === undefined || !known[0].certain || known[0].meaning === "id";
  const service = known.findIndex((one, at) => at === 0 && one?.meaning === "purpose");
  if (service === 0 && others.some(({ meaning } = { meaning: "other" } as Understood) => meaning !== "purpose"))
    return 0;
  return isFirstOpen && known[0]?.meaning !== "data" ? 0 : undefined;
}

/** The page's record of changes: a date, and what was changed. */
export function changesInTable(table: Table, context: Context): { changes: FoundChange[]; head: Block[] } | undefined {
  if (!isAboutChanges([context.headings.at(-1) ?? "", ...textsOf(table.rows[0] as Row)].join(" "))) return undefined;
  const heads = table.heads || 1;
  const rows = table.rows.slice(heads);
  const dateAt = rows[0]
    ? textsOf(rows[0]).findIndex((text) => certainDate(text) !== undefined && /\d{4}/.test(text) && text.length > 4)
    : -1;
  if (dateAt < 0) return undefined;
  const changes = rows.flatMap((row): FoundChange[] => {
    const texts = textsOf(row);
    const date = texts[dateAt] ?? "";
    const text = texts.filter((one, at) => at !== dateAt && one !== "").join(" · ");
    return date || text ? [{ line: row.line, date, text }] : [];
  });
  return { changes, head: table.rows.slice(0, heads).flatMap(apart("directive")) };
}

/** `2025-01 to 2025-06-30`: until when. */
const range = /^(.{4,24}?)\s*(?:\bto\b|\bbis\b|\buntil\b|\bhasta\b|\bau\b|\bal\b|–|—|\s-\s|→)\s*(.{4,24})$/iu;

/**
 * Those who have left, where each row has a name and a certain day of it; undefined where any of them is not certain: then
 * the table is a text.
 */
export function formerInTable(
  table: Table,
  { headings }: Context,
  understand: Understand,
): { changes: FoundChange[]; head: Block[] } | undefined {
  const [head, ...rows] = table.rows;
  if (!head || rows.length === 0 || !isAboutFormer(headings.at(-1) ?? "")) return undefined;
  const labels = textsOf(head);
  const name = labels.findIndex((label) => understand(label)?.meaning === "name");
  const end = labels.findIndex((label) => isEnd(label) || isPeriod(label));
  if (name < 0 || end < 0) return undefined;
  const changes = rows.map((row): FoundChange | undefined => {
    const texts = textsOf(row);
    const [whole = "", removed = ""] = [texts[end], texts[name]];
    const [, from = "", until = ""] = range.exec(whole) ?? [];
    const isRange = certainDate(from) !== undefined && certainDate(until) !== undefined;
    const date = isRange ? until : isPeriod(labels[end] ?? "") ? "" : whole;
    if (isEmpty(removed) || certainDate(date) === undefined) return undefined;
    // A name is words alone: where it leads stands with what is said of it.
    const isPlain = (row.cells[name]?.runs ?? []).every(({ link }) => !link);
    const said = row.cells.flatMap(({ runs, copy }, at) => {
      const isTaken = (at === name && isPlain) || (at === end && !isRange);
      return isTaken || copy || isEmpty(lineOf(runs)) ? [] : [`${labels[at] ?? ""}: ${withLinks(runs)}`];
    });
    return { line: row.line, date, removed, text: said.join("\n") };
  });
  if (!changes.every((change) => change !== undefined)) return undefined;
  return { changes, head: apart("directive")(head) };
}
