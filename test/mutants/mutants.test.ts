import { readFile, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { inject, type Mutant } from "./mutant.ts";
import { mutants } from "./table.ts";

const mutant: Mutant = { name: "m", file: "f.ts", text: "a < b", becomes: "a <= b", tests: [], untruth: "" };

test("a mutant is put where its text stands", () => {
  expect(inject({ ...mutant, becomes: "$& $1" }, "if (a < b)")).toBe("if ($& $1)");
});

test.each([
  ["is not there", { ...mutant }, "a > b"],
  ["is there twice", { ...mutant }, "a < b; a < b"],
  ["is empty", { ...mutant, text: "" }, "a < b"],
  ["becomes itself", { ...mutant, becomes: mutant.text }, "a < b"],
])("a mutant whose text %s is an error", (_, wrong, source) => {
  expect(() => inject(wrong, source)).toThrow(/^m: expected/);
});

test.each(mutants.map((one) => [`${one.file}: ${one.name}`, one] as const))("%s has its place", async (_, one) => {
  const source = await readFile(new URL(`../../${one.file}`, import.meta.url), "utf8");
  expect(inject(one, source)).not.toBe(source);
  for (const path of one.tests) await expect(stat(new URL(`../../${path}`, import.meta.url))).resolves.toBeDefined();
});

test("each mutant has a name of its own", () => {
  const names = mutants.map(({ file, name }) => `${file} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
