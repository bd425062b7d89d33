import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@trust-center/authoring/testing";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { program } from "../program.ts";
import { runIn } from "../testing/run.ts";
import { shells } from "./scripts.ts";

const execute = promisify(execFile);
const scriptOf = async (shell: string) => (await runIn(await temporaryFolder(), ["completion", shell])).stdout;

/** Every command with the flags that it takes, as commander knows them. */
const commandsOf = (command: Command, words: string[] = []): { words: string[]; flags: string[] }[] => [
  {
    words,
    flags: command
      .createHelp()
      .visibleOptions(command)
      .flatMap(({ long }) => long ?? []),
  },
  ...command.commands.flatMap((inner) => commandsOf(inner, [...words, inner.name()])),
];

const known = commandsOf(program());

test.each(Object.keys(shells))("a script for %s names every command and every option", async (shell) => {
  const script = await scriptOf(shell);
  const missing = known.flatMap(({ words, flags }) => [
    ...words.filter((word) => !script.includes(word)),
    ...flags.filter((flag) => !script.includes(shell === "fish" ? `-l ${flag.slice(2)} ` : flag)),
  ]);
  expect(missing).toEqual([]);
});

test("bash completes what each command takes, by words and by flags", async () => {
  const folder = await temporaryFolder();
  const lines = known.flatMap(({ words }) => [
    `complete_line ${words.join(" ")} ''`,
    `complete_line ${words.join(" ")} --`,
  ]);
  const asked = [
    ...lines,
    "complete_line keys ro",
    "complete_line --quiet keys rotate --r",
    "complete_line check trust --fo",
  ];
  const script = `${await scriptOf("bash")}
complete_line() {
  COMP_WORDS=(trust-center "$@"); COMP_CWORD=$#; COMPREPLY=()
  _trust_center
  echo "\${COMPREPLY[*]}"
}
${asked.join("\n")}
`;
  await writeFile(join(folder, "script.bash"), script);
  const { stdout } = await execute("bash", [join(folder, "script.bash")]);
  const [byHand, answers] = [stdout.trimEnd().split("\n").slice(-3), stdout.split("\n")];
  expect(byHand).toEqual(["rotate", "--role", "--format"]);
  for (const [at, { words, flags }] of known.entries()) {
    const inner = known.filter(
      (one) => one.words.length === words.length + 1 && words.every((word, i) => one.words[i] === word),
    );
    const names = inner.map((one) => one.words.at(-1));
    expect((answers[2 * at] ?? "").split(" ").filter(Boolean).sort(), words.join(" ")).toEqual(names.sort());
    expect((answers[2 * at + 1] ?? "").split(" ").sort(), words.join(" ")).toEqual(
      [...new Set([...flags, "--json", "--quiet"])].sort(),
    );
  }
});

test("another shell is wrong usage", async () => {
  expect(await runIn(await temporaryFolder(), ["completion", "tcsh"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("bash, zsh, fish"),
  });
});
