import { readFile } from "node:fs/promises";
import { type ErrorCode, meanings } from "@trust-center/feed";
import { expect, test } from "vitest";
import { attacks } from "../conformance/attacks/table.ts";

const docs = new URL("../../docs/", import.meta.url);
const page = await readFile(new URL("steps.md", docs), "utf8");
const rows = page
  .split("\n")
  .filter((line) => /^\| +\d/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

/** A cell such as: `name` in [`file`](path) */
function named(cell = ""): { name: string; path: string } {
  const [, name = "", path = ""] = /^`(.+)` in (?:the )?\[[^\]]+\]\(([^)]+)\)$/.exec(cell) ?? [];
  return { name, path };
}

test("every step has a row for every code that it ends with, and no other", () => {
  const found = rows.map(([, step, code = ""]) => `${step} ${code.replaceAll("`", "")}`);
  const codes = Object.keys(meanings) as ErrorCode[];
  const stated = codes.flatMap((code) => meanings[code].steps.map((step) => `${step} ${code}`));
  expect(found.sort()).toEqual(stated.sort());
});

test.each(rows.map((cells) => [cells[1], cells[2], cells[4], cells[5]] as const))(
  "step %s, %s: the code and the test are there",
  async (_step, code = "", where, tested) => {
    const source = named(where);
    const text = await readFile(new URL(source.path, docs), "utf8");
    expect(text).toMatch(new RegExp(`(?:function|const|class) ${source.name}\\b`));
    const { name, path } = named(tested);
    if (path.endsWith("attacks/table.ts")) {
      const attack = attacks.find((one) => one.name === name);
      expect(`\`${attack?.code}\``).toBe(code);
    } else if (path.endsWith(".json")) {
      const vectors: { name: string; expect: { code: string } }[] = JSON.parse(
        await readFile(new URL(path, docs), "utf8"),
      );
      expect(`\`${vectors.find((one) => one.name === name)?.expect.code}\``).toBe(code);
    } else {
      expect(await readFile(new URL(path, docs), "utf8")).toContain(`"${name}"`);
    }
  },
);
