import type { FolderReport } from "@trust-center/authoring";
import type { ImportReport } from "@trust-center/import";
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
  const { rows, lists, columns, questions, notPlaced, words, source } = report;
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
  say();
  say(`${words.in} words in the source, ${words.out} in the draft, ${lostCount(report)} lost.`);
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

const lostCount = ({ words }: ImportReport): number => words.lost.reduce((sum, { times }) => sum + times, 0);
