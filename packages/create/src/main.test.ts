import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

test("npm create makes the folder that init makes, from a host alone, and prints commands that npx runs", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "trust-center-create-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const answers = ["--name", "Acme", "--feed", "acme.example", "--email", "privacy@acme.example", "--alg", "ES256"];
  const { status, stdout } = spawnSync(process.execPath, ["--conditions=source", main, "trust", ...answers], {
    cwd,
    encoding: "utf8",
    timeout: 100_000,
    env: { PATH: process.env.PATH, npm_command: "init" },
  });
  expect(status).toBe(0);
  expect(stdout).toContain("https://acme.example/.well-known/trust-center/");
  expect(stdout).toContain("npx @trust-center/cli check trust");
  expect((await readdir(join(cwd, "trust"))).sort()).toContain("trust-center.yaml");
});
