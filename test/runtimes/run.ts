import { access, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Vector } from "../vectors/vector.ts";
import { makeVectors } from "../vectors/vectors.ts";
import { bundleVerdicts } from "./bundle.ts";
import { differences } from "./compare.ts";
import { expectedOf } from "./expected.ts";
import { installRuntimes, type Runtime, runtimesIn } from "./runtime.ts";
import { serveVectors } from "./server.ts";
import type { Verdicts } from "./verdicts.ts";

const help = `Reads the test vectors in Node 20, 22 and 24, Bun, Deno and Cloudflare workerd, and compares the verdicts.

  pnpm runtimes                  in all, which are fetched from the npm registry into a temporary folder
  pnpm runtimes --keep FOLDER    installs them there, or uses those that are there
  pnpm runtimes --only deno      some, separated by commas; Node 24 always runs, for the others are held against it

The exit code is 1 where Node 24 differs from the vectors, where another differs from Node 24, or where one did not run.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((value) => value !== "--"),
  options: { keep: { type: "string" }, only: { type: "string" }, help: { type: "boolean", short: "h" } },
});

/** Differences of one runtime that are printed in full. */
const shown = 10;

const row = (name: string, version: string, verdicts: string, differing: string) =>
  `${name.padEnd(8)}  ${version.padEnd(14)}  ${verdicts.padStart(8)}  ${differing}`;

const say = (verdict: unknown) => JSON.stringify(verdict)?.slice(0, 300) ?? "nothing";

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const temporary = await realpath(await mkdtemp(join(tmpdir(), "runtimes-")));
  const folder = values.keep === undefined ? temporary : resolve(values.keep);
  try {
    const there = await access(join(folder, "node_modules")).then(
      () => true,
      () => false,
    );
    if (!there) await installRuntimes(folder);
    await bundleVerdicts(temporary);
    return await compareAll(chosen(runtimesIn(folder)), await makeVectors(), temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The runtime that the others are compared with, and those that were asked for. */
function chosen([reference, ...others]: Runtime[]): Runtime[] {
  const wanted = values.only?.toLowerCase().split(",");
  return [reference as Runtime, ...others.filter(({ name }) => wanted?.includes(name.toLowerCase()) ?? true)];
}

async function compareAll(runtimes: Runtime[], vectors: Vector[], folder: string): Promise<number> {
  const server = await serveVectors(vectors);
  const expected = expectedOf(vectors);
  let reference: Verdicts | undefined;
  let failed = 0;
  try {
    console.log(row("runtime", "version", "verdicts", "differences"));
    for (const runtime of runtimes) {
      const found = await runIn(runtime, folder, server.address);
      if ("reason" in found) {
        failed++;
        console.log(row(runtime.name, found.version, "none", `did not run: ${found.reason}`));
        continue;
      }
      const { verdicts, version } = found;
      // What the vectors do not say (the SDK's own answers), the first runtime says.
      reference ??= { ...verdicts, ...expected };
      const differing = differences(verdicts, reference);
      if (differing.length > 0) failed++;
      console.log(row(runtime.name, version, String(Object.keys(verdicts).length), String(differing.length)));
      for (const name of differing.slice(0, shown)) {
        console.log(`  ${name}\n    expected ${say(reference[name])}\n    found    ${say(verdicts[name])}`);
      }
    }
    return failed === 0 ? 0 : 1;
  } finally {
    server.close();
  }
}

type Found = { verdicts: Verdicts; version: string } | { reason: string; version: string };

async function runIn(runtime: Runtime, folder: string, server: string): Promise<Found> {
  let version = "";
  try {
    version = await runtime.version();
    return { version, verdicts: await runtime.run(folder, server) };
  } catch (error) {
    return { version, reason: String(error).slice(0, 2_000) };
  }
}
