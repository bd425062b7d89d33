import type { Io } from "./io.ts";

/** How a command speaks. */
export interface Reporter {
  /** Text for people, a line. Silent with --json and --quiet. */
  say(line?: string): void;
  /** A problem, a line, to stderr. Silent with --json, whose data names every problem. */
  complain(line: string): void;
  /** Data for programs: the one thing that --json prints on stdout. */
  data(value: unknown): void;
  readonly json: boolean;
  readonly paint: Paint;
}

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";
export type Paint = (style: Style, text: string) => string;

const codes: Record<Style, number> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

export function createReporter(io: Io, { json = false, quiet = false }: { json?: boolean; quiet?: boolean }): Reporter {
  const paint: Paint = (style, text) => (io.colour && !json ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
  return {
    json,
    paint,
    say: (line = "") => {
      if (!json && !quiet) io.stdout(`${printable(line)}\n`);
    },
    complain: (line) => {
      if (!json) io.stderr(`${printable(line)}\n`);
    },
    data: (value) => {
      if (json) io.stdout(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /\u001b(?!\[\d{1,2}m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]|[\u202a-\u202e\u2066-\u2069]/g;

/** Feeds are other people's text: control characters could rewrite the screen. Our own colours pass. */
export const printable = (text: string): string => text.replace(unprintable, "\ufffd");
