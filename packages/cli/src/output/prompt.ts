import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Io } from "./io.ts";

/** Asks a question. An empty answer gives the default. */
export async function ask(io: Io, question: string, preset = ""): Promise<string> {
  const lines = createInterface({ input: io.stdin, output: io.terminal, terminal: true });
  try {
    const hint = preset === "" ? "" : ` (${preset})`;
    return (await lines.question(`${question}${hint}: `, { signal: io.signal })).trim() || preset;
  } finally {
    lines.close();
  }
}

/** Asks for something that must not be seen. */
export async function askSecret(io: Io, question: string): Promise<string> {
  io.terminal.write(`${question}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: io.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question("", { signal: io.signal });
  } finally {
    lines.close();
    io.terminal.write("\n");
  }
}
