import { Readable, Writable } from "node:stream";
import type { Io } from "../output/io.ts";
import { run } from "../program.ts";

/**
 * Runs a command in a folder, without a terminal. What is unusual about a publish is accepted; that its clock is says
 * nothing, since tests publish at clocks of their own, and nobody is asked what readers have.
 */
export async function runIn(cwd: string, arguments_: string[], more: Partial<Io> = {}) {
  const isPublish = arguments_[0] === "publish";
  const ran = await runAsGiven(cwd, isPublish ? [...arguments_, "--yes", "--offline"] : arguments_, more);
  return isPublish ? { ...ran, stderr: ran.stderr.replace(/^unusual {2}clock: .*\n/gm, "") } : ran;
}

/** Runs a command in a folder, without a terminal, as it is given. */
export async function runAsGiven(cwd: string, arguments_: string[], more: Partial<Io> = {}) {
  let [stdout, stderr] = ["", ""];
  const code = await run(arguments_, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    stdin: Readable.from([]),
    terminal: new Writable({ write: (_chunk, _encoding, done) => done() }),
    env: {},
    cwd,
    interactive: false,
    colour: false,
    signal: new AbortController().signal,
    ...more,
  });
  return { code, stdout, stderr };
}
