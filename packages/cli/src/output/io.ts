import type { Readable, Writable } from "node:stream";

/** What a command may touch of the process that runs it. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  stdin: Readable & { isTTY?: boolean };
  /** Where questions are asked. */
  terminal: Writable;
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  cwd: string;
  /** Whether somebody is there to answer questions. */
  interactive: boolean;
  colour: boolean;
  signal: AbortSignal;
}

/** The real process. Colour only where both streams are a terminal, and never with NO_COLOR (https://no-color.org). */
export function processIo(signal: AbortSignal = new AbortController().signal): Io {
  const { env, stdin, stdout, stderr } = process;
  return {
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    stdin,
    terminal: stderr,
    env,
    cwd: process.cwd(),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    colour: stdout.isTTY === true && stderr.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb",
    signal,
  };
}
