import type { Asker } from "@trust-center/reading";
import { type RuleId, severityOf } from "./rules.ts";

/** Where something stands. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** Something to correct. */
export interface Problem extends Place {
  /** Members from the root of the document, such as `subprocessors/0/name`; empty for the whole file. */
  path: string;
  expected: string;
  found: string;
  /** What to write instead, with an example. */
  fix: string;
}

/** A change of a file's text: what stands from one offset to another, in UTF-16 units, is another text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** What a rule found. */
export interface Finding extends Problem {
  rule: RuleId;
  /** The member as it is written: `since: 2024-05`. Absent where the place is none of the format's. */
  example?: string;
  /** What `--fix` does. Absent where it would be a guess. */
  edits?: Edit[];
}

/** Something that the law or habit asks for and the document does not say. */
export interface Gap extends Place {
  path: string;
  /** What is missing: the same words wherever the same thing is. */
  missing: string;
  /** The name of the entry that it is missing from; absent where the list as a whole lacks it. */
  of?: string;
  /** Who asks for it, and in which words. */
  asker: Asker;
  source: string;
  fix: string;
}

/** What `check` found, in the order of reading. Errors keep a folder from being published; nothing else does. */
export interface CheckReport {
  errors: Finding[];
  warnings: Finding[];
  notes: Finding[];
  gaps: { legal: Gap[]; customary: Gap[] };
}

/** A report with findings, each where its rule puts it. */
export function reportOf(findings: readonly Finding[], gaps: CheckReport["gaps"]): CheckReport {
  const sorted = findings.toSorted(byPlace);
  const of = (severity: string) => sorted.filter(({ rule }) => severityOf(rule) === severity);
  return { errors: of("error"), warnings: of("warning"), notes: of("note"), gaps };
}

/** `trust-center.yaml:12:7` */
export const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** The order of reading: by file, then from top to bottom. */
export const byPlace = (a: Place, b: Place): number =>
  a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
