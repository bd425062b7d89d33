import type { FolderReport } from "@trust-center/authoring";
import type { HistoryReport, ImportReport } from "@trust-center/import";
import { printReport, summaryText } from "./report.ts";
import type { Reporter } from "./reporter.ts";

/** What an import found and did. */
export interface Imported {
  report: ImportReport;
  check: FolderReport;
  /** As it is typed. */
  folder: string;
  /** Commands to go on with, as they are typed. */
  next: readonly string[];
}

/** Prints what became of a page: what was found, what is to be decided, and that no word is missing. */
export function printImport({ report, check, folder, next }: Imported, reporter: Reporter): void {
  const { say, complain, paint } = reporter;
  const { rows, lists, columns, questions, notPlaced, remarks, words, source } = report;
  say(paint("bold", `${rows} ${rows === 1 ? "entry" : "entries"} in ${source.name}`));
  for (const { title, line, rows: count } of lists) say(`  line ${line}  ${count}  ${title}`);
  if (columns.length > 0) {
    say();
    say(paint("bold", "Columns"));
  }
  for (const { label, field, by } of columns)
    say(`  ${label} → ${by === "open" ? "a detail under its own label" : field}  ${paint("dim", by)}`);
  if (questions.length > 0) {
    say();
    say(paint("bold", `To decide (${questions.length})`));
    for (const { text } of questions) say(`  ${text}`);
  }
  if (remarks.length > 0) {
    say();
    say(paint("bold", `Known to the catalogue (${remarks.length}; nothing of it was written)`));
    for (const { text } of remarks) say(`  ${text}`);
  }
  say();
  say(`${words.in} words in the source, ${words.out} in the draft, ${lostCount(report)} lost.`);
  if (report.history) say(historyText(report.history));
  if (notPlaced.length > 0)
    say(`${notPlaced.length} pieces of the page are not in the list: see notPlaced in ${folder}/import.yaml.`);
  for (const { word, times } of words.lost)
    complain(
      `${paint("red", "lost")}  “${word}”, ${times} times: please report this page, and compare the draft with it.`,
    );
  printReport(check, reporter, "none");
  say(`${paint("bold", summaryText(check))}.`);
  say();
  say("Next:");
  say(`  1. Read ${folder}/trust-center.yaml, and decide what is asked above.`);
  for (const [at, command] of next.entries()) say(`  ${at + 2}. ${command}`);
}

/** What became of a history, and that it proves nothing. */
const historyText = ({ revisions, unread, told, wording, changes, from, until, cut }: HistoryReport): string =>
  `${revisions} commits from ${from.slice(0, 10)} to ${until.slice(0, 10)}${cut ? " (there are earlier ones)" : ""}: ` +
  `${told} changed an entry, ${wording} wording or form alone${unread > 0 ? `, in ${unread} no list was found` : ""}. ` +
  `${changes} entries of pastChanges, dated as committed: your statement, which nothing proves.`;

const lostCount = ({ words }: ImportReport): number => words.lost.reduce((sum, { times }) => sum + times, 0);
