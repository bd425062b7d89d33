import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the project's linter says of a file of a package, or of one of its folders (`cli/keys`). */
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
  ["reading", 'import "node:fs";'],
  ["reading", 'import "@trust-center/sdk";'],
  ["reading", "export const languages = navigator.languages;"],
  ["sdk", 'import "@trust-center/reading";'],
  ["sdk", 'import "node:fs";'],
  ["sdk", 'import "@trust-center/widget";'],
  ["widget", 'import "ky";'],
  ["widget", 'import "@trust-center/server";'],
  ["widget", 'import "../../feed/src/index.ts";'],
  ["cli", 'import "@trust-center/server";'],
  ["cli/keys", 'import "../publish/change-root.ts";'],
  ["cli/keys", 'import "@trust-center/server";'],
  ["cli/files", 'import "../keys/ring.ts"; import "../publish/lock.ts";'],
  ["cli/publish", 'import "../output/reporter.ts";'],
  ["server", 'import "@trust-center/cli";'],
  ["server", 'import "../../sdk/src/index.ts";'],
])("%s may not have: %s", async (name, code) => {
  expect(await lint(name, code)).toMatch(/noRestricted(?:Imports|Globals)/);
});

test.each([
  ["sdk", 'import "@trust-center/feed";'],
  ["sdk", 'import "ky";'],
  ["reading", 'import "@trust-center/feed";'],
  ["widget", 'import "@trust-center/sdk";'],
  ["widget", 'import "@trust-center/reading";'],
  ["cli", 'import "@trust-center/sdk";'],
  ["cli/publish", 'import "../keys/ring.ts";'],
  ["server", 'import "@trust-center/sdk";'],
])("%s may have: %s", async (name, code) => {
  const said = await lint(name, code);
  expect(said).toMatch(/Checked [1-9]/);
  expect(said).not.toContain("noRestricted");
});
