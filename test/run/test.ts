import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensurePrograms } from "./setup.ts";
import { type Outcome, type Stage, stages } from "./stages.ts";

const help = `Runs every check. The last line is "N passed, N failed"; the exit code is 0 only if none failed.

  pnpm test                          everything
  pnpm test --only unit,browser      some stages
  pnpm test --list                   the stages

Stages:
${stages.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join("\n")}`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((value) => value !== "--"),
  options: { only: { type: "string" }, list: { type: "boolean" }, help: { type: "boolean", short: "h" } },
});

if (values.help || values.list) {
  console.log(values.help ? help : stages.map(({ name }) => name).join("\n"));
} else {
  process.exitCode = await main(chosen(values.only));
}

function chosen(only: string | undefined): readonly Stage[] {
  if (only === undefined) return stages;
  const names = only.split(",");
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`Expected stages of: ${stages.map(({ name }) => name)}. Found: ${unknown}.`);
  return stages.filter(({ name }) => names.includes(name));
}

async function main(wanted: readonly Stage[]): Promise<number> {
  if (!(await ensurePrograms())) return 2;
  const folder = await mkdtemp(join(tmpdir(), "trust-center-test-"));
  // Tests start some hundreds of programs: each would compile the same files. https://nodejs.org/api/module.html#module-compile-cache
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  const rows: { stage: string; outcome: Outcome; seconds: number }[] = [];
  for (const stage of wanted) {
    console.log(`\n▶ ${stage.name}: ${stage.what}`);
    const start = performance.now();
    const outcome = await stage.run(folder);
    rows.push({ stage: stage.name, outcome, seconds: (performance.now() - start) / 1000 });
  }
  await rm(folder, { recursive: true, force: true });
  console.log("");
  for (const { stage, outcome } of rows) {
    for (const failure of outcome.failures) console.log(`✗ ${stage}: ${failure}`);
  }
  for (const { stage, outcome, seconds } of rows) {
    console.log(`${stage.padEnd(12)} ${outcome.passed} passed, ${outcome.failed} failed  (${seconds.toFixed(1)} s)`);
  }
  const passed = rows.reduce((sum, { outcome }) => sum + outcome.passed, 0);
  const failed = rows.reduce((sum, { outcome }) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
