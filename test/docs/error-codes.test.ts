import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ErrorCode, meanings } from "@trust-center/feed";
import { expect, test } from "vitest";

const read = (path: string) => readFile(fileURLToPath(new URL(`../../docs/${path}`, import.meta.url)), "utf8");
const codes = Object.keys(meanings).sort() as ErrorCode[];
const codesIn = (cell = "") => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code as ErrorCode);

/** The cells of every row of every table in a text. */
const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| -"))
    .map((line) => line.split("|").slice(1, -1));

test("the specification's steps end with the codes that the code says", async () => {
  const specification = await read("specification.md");
  const steps = specification.slice(specification.indexOf("### 6.1"), specification.indexOf("### 6.2"));
  const found = new Map<number, Set<ErrorCode>>();
  for (const part of steps.split(/^(?=\*\*\d+\. )/m).slice(1)) {
    const rows = rowsOf(part).slice(1);
    found.set(Number.parseInt(part.slice(2), 10), new Set(rows.flatMap((cells) => codesIn(cells[1]))));
    // Step 10 takes the checkpoint's codes from step 8.
    if (/as in step 8/.test(part))
      for (const code of found.get(8) ?? []) if (code !== "log-inconsistent") found.get(10)?.add(code);
  }
  expect(found.size).toBe(11);
  for (const code of codes) {
    const stated = [...found].filter(([, ofStep]) => ofStep.has(code)).map(([step]) => step);
    expect([code, meanings[code].steps]).toEqual([code, stated]);
  }
});

test("the developer's table names every code, and calls an alarm what is one", async () => {
  const guide = await read("guides/developer.md");
  const section = guide.slice(guide.indexOf("## Errors"), guide.indexOf("## Policies and history"));
  const rows = rowsOf(section).slice(1);
  expect(rows.flatMap((cells) => codesIn(cells[0])).sort()).toEqual(codes);
  const alarms = rows.filter((cells) => /\balarm\b/.test(cells[2] ?? "")).flatMap((cells) => codesIn(cells[0]));
  // `malformed` is one by its evidence alone, and the table says so.
  expect(alarms.sort()).toEqual(codes.filter((code) => meanings[code].cause !== "honest"));
});
