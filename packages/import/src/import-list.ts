import { basename } from "node:path";
import { type PastChange, type Subprocessor, TrustCenterError } from "@trust-center/feed";
import { wordsOfDraft } from "./count/draft.ts";
import { wordsOfSource } from "./count/source.ts";
import { missing, sizeOf } from "./count/words.ts";
import { contentOf, type PageContent } from "./draft/content.ts";
import { createLedger, type NotPlaced, type Question } from "./draft/ledger.ts";
import {
  type AskColumn,
  createMapping,
  type MappedColumn,
  type Mapping,
  type MappingOptions,
} from "./draft/mapping.ts";
import { askAboutNotice } from "./draft/notice.ts";
import { type Remark, remarksOn } from "./draft/remarks.ts";
import { listText, type Publisher, recordText } from "./draft/write.ts";
import { findLists } from "./find/find.ts";
import type { FoundList, Segment, Written } from "./find/found.ts";
import type { GitHistory, Revision } from "./git/history.ts";
import { lineOf } from "./model/document.ts";
import { type PastList, pastOf } from "./past/past.ts";
import { readDocument } from "./readers/read.ts";
import type { Format } from "./source/format.ts";
import { type Source, sourceOf } from "./source/read-source.ts";

export interface ImportOptions extends MappingOptions {
  publisher: Publisher;
  /** Asked for each heading that is not known, once. */
  ask?: AskColumn | undefined;
  /** Where links that are not whole start from, for a file: the address of its page. */
  base?: string | undefined;
  /** What a repository remembers of the page: it becomes `pastChanges`. */
  history?: GitHistory | undefined;
}

/** What became of a history. */
export interface HistoryReport {
  /** Commits that changed the file, and those of them in which no list was found. */
  revisions: number;
  unread: number;
  /** Of the others after the first: those that changed an entry, and those that changed wording, order or form alone. */
  told: number;
  wording: number;
  /** Entries of `pastChanges`. */
  changes: number;
  /** Instants of the first and of the last commit. */
  from: string;
  until: string;
  /** Whether there are commits before the first. */
  cut: boolean;
}

/** What became of a page. */
export interface ImportReport {
  source: { name: string; format: Format };
  /** Entries of the list. */
  rows: number;
  lists: { title: string; line: number; rows: number; written: Written }[];
  columns: MappedColumn[];
  questions: Question[];
  notPlaced: NotPlaced[];
  /** What the catalogue knows of entries. It is in the record, and nothing of it in the list. */
  remarks: Remark[];
  /** Words of the source and of the draft, and those that the draft has less often: none, or the import is at fault. */
  words: { in: number; out: number; lost: { word: string; times: number }[] };
  history?: HistoryReport;
}

/** A draft: the list, the record beside it, and the report. */
export interface ImportedDraft {
  list: string;
  record: string;
  report: ImportReport;
}

/**
 * Turns a published list into a draft. No word is dropped: what is not understood stays under the publisher's own label,
 * in a section, or in the record with its line.
 *
 * @throws {TrustCenterError} `malformed` for a source that cannot be read
 */
export async function importList(source: Source, options: ImportOptions): Promise<ImportedDraft> {
  const page = readDocument(source);
  const mapping = createMapping(options);
  let segments = findLists(page, mapping.understand);
  if (options.ask && (await askAbout(segments, mapping, options.ask))) segments = findLists(page, mapping.understand);
  const ledger = createLedger(options.base ?? source.address);
  const { content, written, lists, columns } = contentOf(page, segments, mapping, ledger);
  askAboutColumns(columns, ledger.ask);
  if (content.subprocessors.length > 0) askAboutNotice(page.blocks, ledger.ask);
  const language = options.publisher.language ?? page.language;
  const publisher = { ...options.publisher, ...(language && { language }) };
  const past = options.history && pastOfHistory(options.history, content.subprocessors, { ...options, language });
  const own = past ? { ...content, subprocessors: past.entries } : content;
  const list = listText(past ? withPast(own, past.changes) : own, written, publisher);
  const notPlaced = ledger.notPlaced.toSorted((a, b) => a.line - b.line);
  const { name: file, format, sha256 } = source;
  const kept = { source: { file, format, sha256 }, columns, notPlaced };
  const remarks = remarksOn(past ? past.entries : content.subprocessors);
  // Counted without what the history and the catalogue add: their words would stand in for lost ones.
  const [before, after] = [wordsOfSource(source), wordsOfDraft(listText(own, written, publisher), recordText(kept))];
  return {
    list,
    record: recordText({ ...kept, remarks }),
    report: {
      source: { name: file, format },
      rows: content.subprocessors.length,
      lists,
      columns,
      questions: ledger.questions.toSorted((a, b) => a.line - b.line),
      notPlaced,
      remarks,
      words: { in: sizeOf(before), out: sizeOf(after), lost: missing(before, after) },
      ...(past && { history: past.report }),
    },
  };
}

/** The publisher's own record of the page, then what the history adds. */
const withPast = (content: PageContent, changes: readonly PastChange[]): PageContent => ({
  ...content,
  pastChanges: [...(content.pastChanges ?? []), ...changes],
});

function pastOfHistory(
  { file, revisions, cut }: GitHistory,
  today: readonly Subprocessor[],
  options: ImportOptions & { language: string | undefined },
) {
  const lists = revisions.flatMap((revision) => pastList(revision, options) ?? []);
  const past = pastOf(lists, today, { file, language: options.language ?? "en" });
  const { changes, entries, told, wording } = past;
  const [from = "", until = ""] = [revisions[0]?.committed, revisions.at(-1)?.committed];
  const unread = revisions.length - lists.length;
  const report = { revisions: revisions.length, unread, told, wording, changes: changes.length, from, until, cut };
  return { changes, entries, report };
}

/** The list that a revision of the page had; undefined where none is found in it. */
function pastList({ commit, committed, path, bytes }: Revision, options: ImportOptions): PastList | undefined {
  try {
    const page = readDocument(sourceOf(basename(path), bytes));
    const mapping = createMapping(options);
    const { content, columns } = contentOf(
      page,
      findLists(page, mapping.understand),
      mapping,
      createLedger(options.base),
    );
    const labels = columns.map(({ label }) => label);
    return content.subprocessors.length > 0 ? { commit, committed, entries: content.subprocessors, labels } : undefined;
  } catch (error) {
    // A revision that was broken for a day says nothing; the others do.
    if (error instanceof TrustCenterError) return undefined;
    throw error;
  }
}

/** Values of a column that are shown with a question. */
const samplesShown = 3;

/** Asks about each heading that is not known; true where anything was answered. */
async function askAbout(segments: readonly Segment[], mapping: Mapping, ask: AskColumn): Promise<boolean> {
  const asked = new Set<string>();
  for (const segment of segments) {
    if (segment.type !== "list") continue;
    for (const label of segment.list.labels) {
      const { by, guess } = mapping.column(label);
      if (by !== "open" || asked.has(label)) continue;
      asked.add(label);
      const field = await ask({ label, ...(guess && { guess }), samples: samplesOf(segment.list, label) });
      mapping.answer(label, field ?? "details");
    }
  }
  return asked.size > 0;
}

const samplesOf = ({ rows }: FoundList, label: string): string[] =>
  [
    ...new Set(
      rows.flatMap(({ facts }) => facts.filter((fact) => fact.label === label).map(({ runs }) => lineOf(runs))),
    ),
  ]
    .filter(Boolean)
    .slice(0, samplesShown);

function askAboutColumns(columns: readonly MappedColumn[], ask: (line: number, text: string) => void): void {
  for (const { label, by, guess, lines } of columns) {
    if (by !== "open") continue;
    const meant = guess ? `--map "${label}=${guess}"` : `--map "${label}=<field>"`;
    ask(lines[0] ?? 1, `“${label}” stays a column of its own. If it is what the format has a member for: ${meant}.`);
  }
}
