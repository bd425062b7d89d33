import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Definition, definitions } from "../../packages/server/src/settings/define.ts";

const folder = new URL("../../examples/service/", import.meta.url);
const read = (name: string) => readFile(new URL(name, folder), "utf8");
const named = (text: string) => [...text.matchAll(/\bTRUST_CENTER_[A-Z_]+(?==)/g)].map(([name]) => name);
const all: readonly Definition[] = Object.values(definitions);

test("files for operators name settings that there are", async () => {
  const known = all.map(({ env }) => env);
  for (const file of await readdir(folder))
    expect(known, file).toEqual(expect.arrayContaining(named(await read(file))));
});

test.each(["trust-center.service", "Containerfile"])(
  "%s and its file of settings give all that is required",
  async (file) => {
    const given = new Set([...named(await read("service.env")), ...named(await read(file))]);
    const required = all.filter(({ required }) => required).map(({ env }) => env);
    expect(required.filter((name) => !given.has(name))).toEqual([]);
  },
);
