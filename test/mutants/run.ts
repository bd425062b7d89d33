import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { copyOf } from "./copy.ts";
import { inject, type Mutant } from "./mutant.ts";
import { mutants } from "./table.ts";
import { type Outcome, runTests } from "./trial.ts";

const help = `Puts faults into a copy of the sources, one at a time, and runs the tests that must notice.

  pnpm mutants                  all ${mutants.length}, which takes some minutes
  pnpm mutants --only calendar  those with this in their file or name
  pnpm mutants --seconds 60     the time for each (120); tests that do not end in it have noticed

The exit code is 1 where a mutant survived, or where its text is not found in its file exactly once.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((value) => value !== "--"),
  options: {
    only: { type: "string", default: "" },
    seconds: { type: "string", default: "120" },
    help: { type: "boolean", short: "h" },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** A mutant that keeps the tests from running shows nothing about them. */
const verdicts: Record<Outcome, string> = {
  failed: "caught",
  endless: "caught",
  passed: "SURVIVED",
  broken: "BROKEN",
};

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`Expected --seconds to be a number, found ${values.seconds}.`);
  const chosen = mutants.filter(({ file, name }) => `${file} ${name}`.includes(values.only));
  if (chosen.length === 0) throw new Error(`Expected a mutant with “${values.only}” in its file or name.`);
  // All of them, before the first is tried.
  for (const mutant of chosen) inject(mutant, await readFile(join(root, mutant.file), "utf8"));
  const copy = await copyOf(root);
  try {
    return await tryAll(chosen, copy, seconds);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function tryAll(chosen: readonly Mutant[], copy: string, seconds: number): Promise<number> {
  const tests = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const sound = await runTests(copy, tests, seconds * 5);
  if (sound !== "passed") throw new Error(`Expected the tests to pass without a mutant, found ${sound}: ${tests}`);
  let survived = 0;
  for (const mutant of chosen) {
    const begun = performance.now();
    const outcome = await tryOne(mutant, copy, seconds);
    const caught = outcome === "failed" || outcome === "endless";
    if (!caught) survived++;
    const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    console.log(`${verdicts[outcome].padEnd(8)}  ${took.padStart(7)}  ${mutant.file}: ${mutant.name}`);
    if (!caught) console.log(`          ${mutant.untruth}`);
  }
  console.log(`${chosen.length - survived} caught, ${survived} survived`);
  return survived === 0 ? 0 : 1;
}

async function tryOne(mutant: Mutant, copy: string, seconds: number): Promise<Outcome> {
  const path = join(copy, mutant.file);
  const source = await readFile(path, "utf8");
  await writeFile(path, inject(mutant, source));
  try {
    return await runTests(copy, mutant.tests, seconds);
  } finally {
    await writeFile(path, source);
  }
}
