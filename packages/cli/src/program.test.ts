import { readFile } from "node:fs/promises";
import { authoringFolder, start, temporaryFolder, testList } from "@trust-center/authoring/testing";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { exitCodes } from "./exit-codes.ts";
import { program } from "./program.ts";
import { runIn } from "./testing/run.ts";

/** Every command by its words: `["keys", "new"]`. */
const commandsOf = (command: Command, words: string[] = []): string[][] =>
  command.commands.flatMap((inner) => {
    const own = [...words, inner.name()];
    return [own, ...commandsOf(inner, own)];
  });

test.each(commandsOf(program()))("%j has help with examples and exit codes", async (...words) => {
  const { code, stdout } = await runIn(await temporaryFolder(), [...words, "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Examples:\n  trust-center ${words.join(" ")}`);
  expect(stdout).toContain("Exit codes:\n  0");
  expect(stdout).toContain("--json");
});

test.each([[["nonsense"]], [["check", "--nonsense"]], [["verify"]], [["check", "a", "b"]]])(
  "%j is wrong usage",
  async (arguments_) => {
    const { code, stdout, stderr } = await runIn(await temporaryFolder(), arguments_);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--help");
  },
);

test("--json prints one document and nothing else, for errors too", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": `${testList}    status: x\n` });
  for (const arguments_ of [["publish"], ["check"], ["check", "nowhere"], ["--json", "publish", "--now", "soon"]]) {
    const { code, stdout, stderr } = await runIn(folder, [...arguments_, "--json"]);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toBe("");
    expect(() => JSON.parse(stdout)).not.toThrow();
  }
});

test("--quiet prints problems alone", async () => {
  const folder = await authoringFolder();
  const first = await runIn(folder, ["publish", "--quiet"]);
  expect([first.code, first.stdout]).toEqual([0, ""]);
  expect(first.stderr).toMatch(/^unusual {2}terms: .*\n$/);
  expect(await runIn(folder, ["publish", "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("TRUST_CENTER_NOW sets the clock, and --now comes first", async () => {
  const folder = await authoringFolder();
  const env = { TRUST_CENTER_NOW: "2026-01-01T00:00:00+01:00" };
  const first = await runIn(folder, ["publish", "--dry-run", "--json"], { env });
  expect(JSON.parse(first.stdout).published).toBe("2025-12-31T23:00:00Z");
  const second = await runIn(folder, ["publish", "--dry-run", "--json", "--now", start], { env });
  expect(JSON.parse(second.stdout).published).toBe(start);
});

test("an interrupt is its own exit code", async () => {
  const folder = await authoringFolder();
  const { code, stderr } = await runIn(folder, ["publish"], { signal: AbortSignal.abort() });
  expect(code).toBe(130);
  expect(stderr).toBe("Interrupted.\n");
});

test("colour only where it is wanted", async () => {
  const folder = await authoringFolder();
  expect((await runIn(folder, ["publish", "--dry-run"], { colour: true })).stdout).toContain("\u001b[1m");
  expect((await runIn(folder, ["publish", "--dry-run"])).stdout).not.toContain("\u001b");
});

test("the README's table of exit codes is the one in force", async () => {
  const readme = (await readFile(new URL("../README.md", import.meta.url), "utf8")).replace(/ +/g, " ");
  for (const { code, meaning } of Object.values(exitCodes)) expect(readme).toContain(`| ${code} | ${meaning} |`);
});

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  expect(await runIn(await temporaryFolder(), ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});
