import { randomUUID } from "node:crypto";
import { printable, printableJson } from "@trust-center/reading";
import type { Io } from "./io.ts";

/** How a command speaks. */
export interface Reporter {
  /** Text for people, one line: a line break in it is a space. Silent with --json and --quiet. */
  say(line?: string): void;
  /** What a command was asked for and found, a line, also with --quiet. Silent with --json. */
  tell(line: string): void;
  /** A problem, a line, to stderr. Silent with --json, whose data names every problem. */
  complain(line: string): void;
  /** Data for programs: the one thing that --json prints on stdout. */
  data(value: unknown): void;
  /** Data for programs where there is one thing after the other: a line each, with --json. */
  record(value: unknown): void;
  readonly json: boolean;
  /** Problems alone are wanted. */
  readonly quiet: boolean;
  readonly paint: Paint;
}

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";
export type Paint = (style: Style, text: string) => string;

const codes: Record<Style, number> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

export function createReporter(io: Io, { json = false, quiet = false }: { json?: boolean; quiet?: boolean }): Reporter {
  // Feeds are other people's text: no colour passes but our own, whose marks nobody outside can know.
  const mark = randomUUID();
  const marks = new RegExp(`${mark}:(\\d+);`, "g");
  const paint: Paint = (style, text) => (io.colour && !json ? `${mark}:${codes[style]};${text}${mark}:0;` : text);
  const shown = (line: string) => `${printable(line).replace(marks, "\u001b[$1m")}\n`;
  return {
    json,
    quiet,
    paint,
    tell: (line) => {
      if (!json) io.stdout(shown(line));
    },
    say: (line = "") => {
      if (!json && !quiet) io.stdout(shown(line));
    },
    complain: (line) => {
      if (!json) io.stderr(shown(line));
    },
    data: (value) => {
      if (json) io.stdout(`${printableJson(value, 2)}\n`);
    },
    record: (value) => {
      if (json) io.stdout(`${printableJson(value)}\n`);
    },
  };
}
