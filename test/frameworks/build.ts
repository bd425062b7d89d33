import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Packed } from "../packaging/packed.ts";

const run = promisify(execFile);

/** Milliseconds for one install or one build. */
const patience = 600_000;

/** What the packages under test are called in an example. */
const scope = "@trust-center/";

const quiet = { CI: "1", NEXT_TELEMETRY_DISABLED: "1", NG_CLI_ANALYTICS: "false", ASTRO_TELEMETRY_DISABLED: "1" };

/** Installs an example with the packed packages in the place of published ones, and builds it by its own script. */
export async function buildExample(folder: string, packed: readonly Packed[], signal: AbortSignal): Promise<void> {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  const own = packed.map(({ name, tarball }) => [scope + name, `file:${tarball}`]);
  Object.assign(manifest.dependencies, Object.fromEntries(own));
  await writeFile(file, JSON.stringify(manifest));
  await npm(folder, signal, "install", "--no-audit", "--no-fund", "--no-package-lock");
  await npm(folder, signal, "run", "build");
}

/** @throws {Error} with the end of what npm wrote */
async function npm(cwd: string, signal: AbortSignal, ...values: string[]): Promise<void> {
  const options = { cwd, signal, timeout: patience, env: { ...process.env, ...quiet }, maxBuffer: 64 * 1024 * 1024 };
  await run("npm", values, options).catch((error: { stdout?: string; stderr?: string; message: string }) => {
    const written = `${error.stdout ?? ""}\n${error.stderr ?? ""}`.trim().split("\n").slice(-30).join("\n");
    throw new Error(`npm ${values.join(" ")} failed: ${written || error.message}`);
  });
}
