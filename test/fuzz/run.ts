import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Campaign, execute, type Failure, startCampaign } from "./engine.ts";
import type { Input } from "./target.ts";
import { targets } from "./targets.ts";

const help = `Changes valid files at random, reads them, and looks for what must never happen: an error of another kind than
TrustCenterError, a hang, or something accepted that nobody signed.

  pnpm fuzz                          for one minute
  pnpm fuzz --seconds 600            for ten
  pnpm fuzz --seed 7                 the inputs of that seed, again
  pnpm fuzz --only tree,receipt      some targets
  pnpm fuzz --replay found.json      one input that failed

Targets: ${targets.map(({ name }) => name).join(", ")}
The exit code is 1 where something was found; the input is then written to fuzz-<target>-<seed>.json.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((value) => value !== "--"),
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string" },
    only: { type: "string" },
    replay: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});

/** Bytes that the process may hold: what is read is small. */
const memoryCap = 2e9;

if (values.help) console.log(help);
else process.exitCode = values.replay === undefined ? await fuzz() : await replay(values.replay);

async function fuzz(): Promise<number> {
  const seconds = positive("--seconds", values.seconds);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : positive("--seed", values.seed);
  const wanted = values.only?.split(",") ?? targets.map(({ name }) => name);
  const chosen = targets.filter(({ name }) => wanted.includes(name));
  if (chosen.length !== wanted.length) throw new Error(`Expected targets of: ${targets.map(({ name }) => name)}.`);
  console.log(`Seed ${seed}, ${seconds} s, targets: ${chosen.map(({ name }) => name).join(", ")}`);
  const campaigns = await Promise.all(chosen.map((target) => startCampaign(target, seed)));
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  // Round after round, so that no target starves: an equal number of inputs each.
  while (elapsed() < seconds) {
    for (const campaign of campaigns) {
      const failure = (await campaign.step()) ?? memoryFailure(campaign);
      if (failure) return report(failure, seed, campaign);
    }
  }
  const executions = campaigns.reduce((sum, campaign) => sum + campaign.executions, 0);
  for (const { name, executions, answers } of campaigns) {
    console.log(`${name.padEnd(14)} ${executions} inputs, ${answers.size} different answers`);
  }
  console.log(`${executions} inputs in ${elapsed().toFixed(1)} s: ${Math.round(executions / elapsed())} a second`);
  return 0;
}

function memoryFailure({ name }: Campaign): Failure | undefined {
  const { rss } = process.memoryUsage();
  return rss > memoryCap ? { target: name, reason: `The process holds ${rss} bytes.`, input: new Map() } : undefined;
}

async function report({ target, reason, input }: Failure, seed: number, { executions }: Campaign): Promise<number> {
  const path = `fuzz-${target}-${seed}.json`;
  const files = Object.fromEntries([...input].map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]));
  await writeFile(path, JSON.stringify({ target, files }));
  console.error(`Found at input ${executions} of ${target}, seed ${seed}:\n${reason}`);
  console.error(`Again: pnpm fuzz --replay ${path}, or pnpm fuzz --seed ${seed} --only ${target}`);
  return 1;
}

async function replay(path: string): Promise<number> {
  const { target: name, files } = JSON.parse(await readFile(path, "utf8"));
  const target = targets.find((target) => target.name === name);
  if (!target) throw new Error(`Expected a target of: ${targets.map(({ name }) => name)}. Found: ${name}.`);
  const input: Input = new Map(
    Object.entries(files as Record<string, string>).map(([name, text]) => [
      name,
      new Uint8Array(Buffer.from(text, "base64")),
    ]),
  );
  const outcome = await execute(target, input);
  console.log("reason" in outcome ? outcome.reason : outcome.answer);
  return "reason" in outcome ? 1 : 0;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0) || text === "") throw new Error(`Expected ${name} to be a number, found ${text}.`);
  return value;
}
