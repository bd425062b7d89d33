import { wordsOfDraft } from "./count/draft.ts";
import { wordsOfSource } from "./count/source.ts";
import { missing, sizeOf } from "./count/words.ts";
import { contentOf } from "./draft/content.ts";
import { createLedger, type NotPlaced, type Question } from "./draft/ledger.ts";
import {
  type AskColumn,
  createMapping,
  type MappedColumn,
  type Mapping,
  type MappingOptions,
} from "./draft/mapping.ts";
import { listText, type Publisher, recordText } from "./draft/write.ts";
import { findLists } from "./find/find.ts";
import type { FoundList, Segment, Written } from "./find/found.ts";
import { lineOf } from "./model/document.ts";
import { readDocument } from "./readers/read.ts";
import type { Format } from "./source/format.ts";
import type { Source } from "./source/read-source.ts";

export interface ImportOptions extends MappingOptions {
  publisher: Publisher;
  /** Asked for each heading that is not known, once. */
  ask?: AskColumn | undefined;
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
  /** Words of the source and of the draft, and those that the draft has less often: none, or the import is at fault. */
  words: { in: number; out: number; lost: { word: string; times: number }[] };
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
  const ledger = createLedger(source.address);
  const { content, written, lists, columns } = contentOf(page, segments, mapping, ledger);
  askAboutColumns(columns, ledger.ask);
  const language = options.publisher.language ?? page.language;
  const list = listText(content, written, { ...options.publisher, ...(language && { language }) });
  const notPlaced = ledger.notPlaced.toSorted((a, b) => a.line - b.line);
  const { name: file, format, sha256 } = source;
  const record = recordText({ source: { file, format, sha256 }, columns, notPlaced });
  const [before, after] = [wordsOfSource(source), wordsOfDraft(list, record)];
  return {
    list,
    record,
    report: {
      source: { name: file, format },
      rows: content.subprocessors.length,
      lists,
      columns,
      questions: ledger.questions.toSorted((a, b) => a.line - b.line),
      notPlaced,
      words: { in: sizeOf(before), out: sizeOf(after), lost: missing(before, after) },
    },
  };
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
