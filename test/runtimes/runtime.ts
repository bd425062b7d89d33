import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { pnpm } from "../run/pnpm.ts";
import { bundleName } from "./bundle.ts";
import type { Verdicts } from "./verdicts.ts";

const execute = promisify(execFile);

/** What is used of miniflare, which is installed outside the repository. */
interface Miniflare {
  dispatchFetch(url: string, init: { signal: AbortSignal }): Promise<Response>;
  dispose(): Promise<void>;
}

/** A runtime that is installed. */
export interface Runtime {
  name: string;
  version(): Promise<string>;
  /**
   * Runs the bundle of a folder on the vectors of a server.
   *
   * @param folder An absolute path.
   */
  run(folder: string, server: string): Promise<Verdicts>;
}

/** Milliseconds for one runtime: it needs a few seconds. */
const patience = 180_000;

/** What is asked of the registry. Under their own names pnpm takes bun, deno and node for runtimes of its own. */
const dependencies = {
  "bun-runtime": "npm:bun@1",
  "deno-runtime": "npm:deno@2",
  miniflare: "4",
  node20: "npm:node@20",
  node22: "npm:node@22",
};

/** Installs the runtimes into a folder outside the repository, whose lockfile does not get them. */
export async function installRuntimes(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  // Their scripts bring the programs.
  const allowed = ["bun", "deno", "node", "workerd", "esbuild", "sharp"].map((name) => `  ${name}: true\n`);
  await writeFile(join(folder, "pnpm-workspace.yaml"), `allowBuilds:\n${allowed.join("")}`);
  await pnpm(folder, "install");
}

/** The runtimes of such a folder. The first is the one that this program runs on, with which the others are compared. */
export function runtimesIn(folder: string): Runtime[] {
  const modules = join(folder, "node_modules");
  return [
    program("Node 24", process.execPath),
    program("Node 22", join(modules, "node22/bin/node")),
    program("Node 20", join(modules, "node20/bin/node")),
    program("Bun", join(modules, ".bin/bun")),
    program("Deno", join(modules, ".bin/deno"), ["run", "--no-prompt", "--no-config", "--no-lock", "--allow-net"]),
    workerd(modules),
  ];
}

/** A runtime that is a program and takes a file. */
const program = (name: string, path: string, options: readonly string[] = []): Runtime => ({
  name,
  version: async () => /\d+\.\d+\.\d+/.exec((await execute(path, ["--version"])).stdout)?.[0] ?? "",
  run: async (folder, server) => {
    const file = join(folder, "program.mjs");
    const text = `import { verdictsOf } from "./${bundleName}";
console.log(JSON.stringify(await verdictsOf("${server}")));`;
    await writeFile(file, text);
    const limits = { timeout: patience, maxBuffer: 64 * 1024 * 1024 };
    return JSON.parse((await execute(path, [...options, file], limits)).stdout);
  },
});

/** Cloudflare's runtime, without its imitation of Node. */
function workerd(modules: string): Runtime {
  // Its dependencies lie beside what the link leads to.
  const load = createRequire(realpathSync(join(modules, "miniflare/package.json")));
  const installed = () => load("workerd") as { version: string; compatibilityDate: string };
  return {
    name: "workerd",
    version: async () => installed().version,
    run: async (folder, server) => {
      const { Miniflare } = await import(pathToFileURL(load.resolve("miniflare")).href);
      const worker = `import { verdictsOf } from "./${bundleName}";
export default { fetch: async () => Response.json(await verdictsOf("${server}")) };`;
      const flare: Miniflare = new Miniflare({
        compatibilityDate: installed().compatibilityDate,
        modules: [
          { type: "ESModule", path: "worker.mjs", contents: worker },
          { type: "ESModule", path: bundleName, contents: await readFile(join(folder, bundleName), "utf8") },
        ],
      });
      try {
        const response = await flare.dispatchFetch("http://vectors.example/", {
          signal: AbortSignal.timeout(patience),
        });
        return (await response.json()) as Verdicts;
      } finally {
        await flare.dispose();
      }
    },
  };
}
