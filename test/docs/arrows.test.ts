import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the project's linter says of a file of a package, or of one of its folders (`authoring/keys`). */
async function lint(name: string, code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-lint-"));
  const [packageName = "", ...inside] = name.split("/");
  const sources = join(folder, "packages", packageName, "src", ...inside);
  await mkdir(sources, { recursive: true });
  await cp(join(root, "biome.json"), join(folder, "biome.json"));
  await writeFile(join(sources, "made-up.ts"), `${code}\n`);
  const { stdout, stderr } = await run("biome", ["lint", "--vcs-enabled=false", "."], { cwd: folder }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  await rm(folder, { recursive: true });
  return stdout + stderr;
}

test.each([
  ["feed", 'import "node:fs";'],
  ["feed", 'import "@trust-center/sdk";'],
  ["feed", "export const get = fetch;"],
  ["catalogue", 'import "@trust-center/feed";'],
  ["catalogue", 'import "../../feed/src/index.ts";'],
  ["catalogue", 'import "zod";'],
  ["catalogue", 'console.log("done");'],
  ["reading", 'import "node:fs";'],
  ["reading", 'import "@trust-center/sdk";'],
  ["reading", 'import "@trust-center/authoring";'],
  ["reading", 'import "@trust-center/catalogue";'],
  ["reading", "export const languages = navigator.languages;"],
  ["sdk", 'import "@trust-center/reading";'],
  ["sdk", 'import "node:fs";'],
  ["sdk", 'import "@trust-center/widget";'],
  ["sdk", 'import "@trust-center/authoring";'],
  ["widget", 'import "ky";'],
  ["widget", 'import "@trust-center/server";'],
  ["widget", 'import "@trust-center/authoring";'],
  ["widget", 'import "../../feed/src/index.ts";'],
  ["prerender", 'import "@trust-center/authoring";'],
  ["prerender", 'import "../../widget/src/index.ts";'],
  ["cli", 'import "@trust-center/server";'],
  ["cli/commands", 'import "@trust-center/server";'],
  ["cli", 'import "../../authoring/src/index.ts";'],
  ["create", 'import "@trust-center/authoring";'],
  ["create", 'import "node:fs";'],
  ["authoring", 'import "@trust-center/cli";'],
  ["authoring", 'import "@trust-center/server";'],
  ["authoring", 'import "../../sdk/src/index.ts";'],
  ["authoring", 'import "commander";'],
  ["authoring", 'import "node:readline/promises";'],
  ["authoring/publish", 'import "../../../cli/src/output/reporter.ts";'],
  ["authoring/publish", 'console.log("done");'],
  ["authoring/keys", 'import "../publish/change-root.ts";'],
  ["authoring/keys", 'import "@trust-center/cli";'],
  ["authoring/files", 'import "../keys/ring.ts"; import "../publish/lock.ts";'],
  ["authoring", 'import "@trust-center/import";'],
  ["import", 'import "@trust-center/cli";'],
  ["import", 'import "@trust-center/server";'],
  ["import", 'import "../../authoring/src/index.ts";'],
  ["import", 'import "commander";'],
  ["import", 'import "node:readline/promises";'],
  ["import", 'console.log("done");'],
  ["widget", 'import "@trust-center/catalogue";'],
  ["server", 'import "@trust-center/catalogue";'],
  ["server", 'import "@trust-center/cli";'],
  ["server", 'import "@trust-center/import";'],
  ["server", 'import "@trust-center/authoring";'],
  ["server", 'import "../../sdk/src/index.ts";'],
])("%s may not have: %s", async (name, code) => {
  expect(await lint(name, code)).toMatch(/noRestricted(?:Imports|Globals)|noConsole/);
});

test.each([
  ["sdk", 'import "@trust-center/feed";'],
  ["sdk", 'import "ky";'],
  ["reading", 'import "@trust-center/feed";'],
  ["widget", 'import "@trust-center/sdk";'],
  ["widget", 'import "@trust-center/reading";'],
  ["create", 'import "@trust-center/cli";'],
  ["cli", 'import "@trust-center/sdk";'],
  ["cli", 'import "@trust-center/authoring";'],
  ["catalogue", 'import "node:fs";'],
  ["authoring", 'import "@trust-center/catalogue";'],
  ["authoring", 'import "@trust-center/reading";'],
  ["authoring", 'import "@trust-center/sdk";'],
  ["authoring/publish", 'import "../keys/ring.ts";'],
  ["import", 'import "@trust-center/authoring";'],
  ["import", 'import "@trust-center/sdk";'],
  ["cli", 'import type { ImportReport } from "@trust-center/import";'],
  ["server", 'import "@trust-center/sdk";'],
])("%s may have: %s", async (name, code) => {
  const said = await lint(name, code);
  expect(said).toMatch(/Checked [1-9]/);
  expect(said).not.toMatch(/noRestricted|noConsole/);
});
