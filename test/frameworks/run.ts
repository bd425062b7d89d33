import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "@trust-center/sdk/testing";
import { close, listenFrom } from "../../examples/demo/listen.ts";
import { type Engine, engines } from "../browsers/page.ts";
import { type Packed, packAll } from "../packaging/packed.ts";
import { buildExample } from "./build.ts";
import { type Example, frameworkExamples, plainExamples } from "./examples.ts";
import { type Feed, publishFeed, serveFeed } from "./feed.ts";
import { look, type Seen } from "./look.ts";
import { hasNginx, type Serving, startNginx, startServer } from "./programs.ts";
import { copyExample } from "./project.ts";
import { fileServer } from "./serve.ts";

const help = `Packs the widget, installs and builds each example of examples/embed with it, and opens each in Chromium.

  pnpm frameworks                    all; what they need comes from the npm registry, some 1.5 GB
  pnpm frameworks --only vue,html    some, separated by commas
  pnpm frameworks --keep FOLDER      leaves the built examples there

An example passes where a verified list is seen and nothing is written to the console: no error, no violation of its
content security policy. The exit code is 1 where one did not.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((value) => value !== "--"),
  options: { keep: { type: "string" }, only: { type: "string" }, help: { type: "boolean", short: "h" } },
});

/** What all examples of a run have in common. */
interface Run {
  folder: string;
  /** Where its own list is published. Always a new folder: what was published from one before is not forgotten. */
  vendor: string;
  packed: readonly Packed[];
  feed: Feed;
  engine: Engine;
  signal: AbortSignal;
}

const script = (packed: readonly Packed[]) =>
  join(packed.find(({ name }) => name === "widget")?.folder ?? "", "dist/script");

const row = (name: string, server: string, seconds: string, result: string) =>
  `${name.padEnd(10)}  ${server.padEnd(8)}  ${seconds.padStart(5)}  ${result}`;

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const temporary = await realpath(await mkdtemp(join(tmpdir(), "trust-center-frameworks-")));
  const folder = values.keep === undefined ? temporary : resolve(values.keep);
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  const packed = await packAll(["feed", "reading", "sdk", "widget"]);
  const feed = await serveFeed(temporary);
  const engine = await engines.Chromium();
  let failed = 0;
  try {
    console.log(row("example", "server", "s", "result"));
    for (const example of chosen()) {
      const vendor = join(temporary, `${example.name}-vendor`);
      const run = { folder: join(folder, example.name), vendor, packed, feed, engine, signal: interrupted.signal };
      if (!(await tell(example, run))) failed++;
    }
  } finally {
    await engine.close();
    await feed.close();
    await rm(temporary, { recursive: true, force: true });
  }
  return failed === 0 ? 0 : 1;
}

function chosen(): Example[] {
  const wanted = values.only?.split(",");
  const found = [...plainExamples, ...frameworkExamples].filter(({ name }) => wanted?.includes(name) ?? true);
  if (found.length === 0) throw new Error(`Expected --only to name examples of examples/embed, found ${values.only}.`);
  return found;
}

/** Tries an example and prints its row. */
async function tell(example: Example, run: Run): Promise<boolean> {
  const from = performance.now();
  const { missing, errors } = await tried(example, run).catch(
    (error): Seen => ({ missing: String(error), errors: [] }),
  );
  const problems = [missing, ...errors].filter(Boolean);
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.log(row(example.name, serverOf(example), seconds, problems.length === 0 ? "verified" : "failed"));
  for (const problem of problems) console.log(problem.replace(/^/gm, "    "));
  return problems.length === 0;
}

/** Builds an example, serves it and looks at it. */
async function tried(example: Example, { folder, vendor, packed, feed, engine, signal }: Run): Promise<Seen> {
  const port = await freePort();
  const shown = isBesideItsFeed(example)
    ? await publishFeed(vendor, `http://localhost:${port}/.well-known/trust-center/`)
    : feed;
  await rm(folder, { recursive: true, force: true });
  await copyExample(example, folder, { feed: shown, script: script(packed) });
  if (isBesideItsFeed(example)) await cp(shown.out, join(folder, ".well-known/trust-center"), { recursive: true });
  if (example.builds) await buildExample(folder, packed, signal);
  const serving = await serve(example, { folder, port, feed: shown });
  try {
    return await look(engine, `http://localhost:${port}/`, example.builds !== undefined);
  } finally {
    await serving.stop();
  }
}

function isBesideItsFeed({ policy, server }: Example): boolean {
  return !server && !policy.includes("FEED");
}

function serverOf({ name, server }: Example): string {
  if (server) return "its own";
  return name === "html" && hasNginx() ? "nginx" : "ours";
}

async function serve(example: Example, on: { folder: string; port: number; feed: Feed }): Promise<Serving> {
  const { folder, port, feed } = on;
  if (example.server) return startServer(folder, example.server, port);
  if (serverOf(example) === "nginx") return startNginx(folder, port);
  const server = fileServer(
    join(folder, example.builds ?? ""),
    example.policy.replace("FEED", new URL(feed.address).origin),
  );
  await listenFrom(server, port);
  return { stop: () => close(server) };
}
