import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packages = new URL("../../packages/", import.meta.url);

/** A program under a Node that says that it is of this version. */
function runUnder(version: string, folder: string) {
  const says = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const main = fileURLToPath(new URL(`${folder}/src/main.ts`, packages));
  const loaded = `data:text/javascript,${encodeURIComponent(says)}`;
  const given = ["--conditions=source", "--import", loaded, main, "--help"];
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { encoding: "utf8", timeout: 100_000 });
  return { status, stdout, stderr };
}

test.each([
  ["cli", "trust-center"],
  ["create", "create-trust-center"],
  ["server", "trust-center-server"],
])("%s: an older Node gets one line, and 24 the help", async (folder, name) => {
  expect(runUnder("22.23.3", folder)).toEqual({
    status: 2,
    stdout: "",
    stderr: `${name} needs Node 24 or newer, found 22.23.3. Install it from https://nodejs.org\n`,
  });
  expect(runUnder("24.0.0", folder)).toMatchObject({ status: 0, stdout: expect.stringContaining("--") });
  const { engines } = JSON.parse(await readFile(new URL(`${folder}/package.json`, packages), "utf8"));
  expect(engines.node).toBe(">=24");
  // An import above the check would run before it.
  expect(await readFile(new URL(`${folder}/src/main.ts`, packages), "utf8")).not.toMatch(/^import\b/m);
});
