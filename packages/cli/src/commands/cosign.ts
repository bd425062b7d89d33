import { resolve } from "node:path";
import { publishCosignatures, readTextFile, UsageError } from "@trust-center/authoring";
import { toVerifierKey } from "@trust-center/feed";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { witnessesFrom } from "../verify/witnesses.ts";
import type { Context } from "./context.ts";

export interface CosignOptions {
  folder?: string;
  witness?: string[];
  policy?: string;
  now?: string;
}

const maxBytes = 64 * 1024;

/** `trust-center cosign` */
export async function cosign(files: string[], options: CosignOptions, { io, reporter }: Context): Promise<number> {
  const notes = await Promise.all(files.map((file) => readNote(resolve(io.cwd, file), file)));
  const result = await publishCosignatures(resolve(io.cwd, options.folder ?? "."), notes, {
    now: nowFrom(io, options.now),
    witnesses: await keysFrom(options, io.cwd),
    signal: io.signal,
  });
  reporter.data(result);
  for (const { name, at } of result.cosignatures) reporter.say(`✓ ${name} saw this state of the log on ${at}`);
  reporter.say(`Upload ${result.out}: head.json, then log/checkpoint.`);
  return exitCodes.ok.code;
}

/** Whose lines are taken. A quorum is for readers. */
async function keysFrom({ witness = [], policy }: CosignOptions, cwd: string): Promise<string[]> {
  if (policy === undefined) return witness;
  const { witnesses } = await witnessesFrom({ policy }, cwd);
  return [...witness, ...(await Promise.all(witnesses.map(toVerifierKey)))];
}

async function readNote(path: string, name: string): Promise<string> {
  const { text, problem } = await readTextFile(path, maxBytes);
  if (text !== undefined) return text;
  throw new UsageError(`Expected ${name} to be ${problem.expected}, found ${problem.found}.`, { path });
}
