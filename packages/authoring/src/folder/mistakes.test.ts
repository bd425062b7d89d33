import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { authoringFolder } from "../testing/folder.ts";
import { type Mistake, mistakes } from "../testing/mistakes.ts";
import { authoringFile, readAuthoring } from "./check.ts";
import { mendFolder } from "./mend.ts";
import { rules } from "./rules.ts";

async function folderOf({ yaml, files }: Pick<Mistake, "yaml" | "files">): Promise<string> {
  const folder = await authoringFolder(files);
  await writeFile(join(folder, authoringFile), yaml);
  return folder;
}

async function findingsIn(folder: string) {
  const { report } = await readAuthoring(folder);
  return [...report.errors, ...report.warnings, ...report.notes];
}

/** What is wrong with a file or its lines, with a text that is no member, or with one that must not be there. */
const withoutExample: readonly string[] = [
  ...["encoding", "byte-order-mark", "line-ends", "trailing-blanks", "file", "editor-schema"],
  ...["yaml-alias", "published-member", "markdown"],
];

const textIn = (folder: string) => readFile(join(folder, authoringFile), "utf8");

describe.each(mistakes.map((mistake) => [mistake.what, mistake] as const))("%s", (_what, mistake) => {
  test("is named with its place, what was expected, what was found, and how to mend it", async () => {
    const found = await findingsIn(await folderOf(mistake));
    const byPlace = (a: { line: number; column: number }, b: { line: number; column: number }) =>
      a.line - b.line || a.column - b.column;
    expect(found.toSorted(byPlace).map(({ rule, line, column }) => ({ rule, line, column }))).toEqual(
      mistake.finds.toSorted(byPlace).map(({ rule, line, column }) => ({ rule, line, column })),
    );
    for (const one of found) {
      const { expected, found: seen, fix, example } = one;
      expect([expected, seen, fix].every(Boolean), one.rule).toBe(true);
      expect(example !== undefined || withoutExample.includes(one.rule), one.rule).toBe(true);
    }
    for (const [at, wanted] of mistake.finds.toSorted(byPlace).entries()) {
      const { expected = "", found: seen = "", fix = "", example = "" } = wanted;
      expect(found.toSorted(byPlace)[at]).toMatchObject({
        expected: expect.stringContaining(expected),
        found: expect.stringContaining(seen),
        fix: expect.stringContaining(fix),
        ...(example && { example: expect.stringContaining(example) }),
      });
    }
  });

  test("is mended where that needs no guess, and never twice", async () => {
    const folder = await folderOf(mistake);
    const before = await readFile(join(folder, authoringFile));
    const mended = await mendFolder(folder);
    const wanted = mistake.mended;
    if (wanted === undefined) {
      const layout = mended.filter(({ rule }) => rules[rule].severity !== "note");
      expect(layout).toEqual([]);
      if (mended.length === 0) expect((await readFile(join(folder, authoringFile))).equals(before)).toBe(true);
    } else {
      expect(await textIn(folder)).toBe(wanted);
      expect(mended.length).toBeGreaterThan(0);
      for (const { rule } of mended) expect(Object.keys(rules[rule])).toContain("mends");
    }
    expect(await mendFolder(folder)).toEqual([]);
  });
});

test("every rule of check is met by a mistake, but for those that a first check cannot meet", () => {
  const met = new Set(mistakes.flatMap(({ finds }) => finds.map(({ rule }) => rule)));
  const left = Object.keys(rules).filter((rule) => !met.has(rule as never));
  expect(left).toEqual([
    "dead-link",
    "unasked-link",
    "notice-period",
    "id-reused",
    "announcement",
    "unusual",
    "since-ahead",
    "drift",
    "gap",
  ]);
});

test("every rule that says that it mends something does, and no other", () => {
  const mending = mistakes
    .filter(({ mended }) => mended !== undefined)
    .flatMap(({ finds }) => finds.map(({ rule }) => rule));
  const said = Object.entries(rules).flatMap(([rule, { mends }]: [string, { mends?: string }]) =>
    mends ? [rule] : [],
  );
  expect(said.filter((rule) => !mending.includes(rule as never))).toEqual([]);
});

test("all slips of a file are named at once, and mending one part leaves the rest as it was", async () => {
  const slips = mistakes.filter(({ yaml, mended }) => mended !== undefined && typeof yaml === "string");
  const [first] = slips;
  expect(first).toBeDefined();
  const yaml = `# Our list.
publish:
  feed: https://acme.example/.well-known/trust-center   # for good
publisher: { name: Acme, languages: [en_US] }
noticeTerms: { noticePeriod: 30 days, objectionPeriod: two weeks }
subprocessors:
  - id: one
    name: { en_US: One }
    since: 2026  # the year alone
    locations:
      - { country: United States, city: Boston }
      - { country: Atlantis }
    contact: { email: nobody }
`;
  const folder = await folderOf({ yaml });
  const rulesFound = (await findingsIn(folder)).map(({ rule }) => rule);
  expect(rulesFound).toEqual([
    ...["feed-address", "language-tag", "period", "period", "language-tag", "date"],
    ...["country-code", "country-code", "e-mail"],
  ]);
  await mendFolder(folder);
  expect(await textIn(folder)).toBe(
    yaml
      .replace("trust-center   #", "trust-center/   #")
      .replaceAll("en_US", "en-US")
      .replace("30 days", "P30D")
      .replace(": 2026", ': "2026"')
      .replace("United States", "US"),
  );
  expect((await findingsIn(folder)).map(({ rule }) => rule)).toEqual(["period", "country-code", "e-mail"]);
  expect(parse(await textIn(folder)).subprocessors[0].name).toEqual({ "en-US": "One" });
});

test("a file of many lines, blanks and texts is read and mended in time", async () => {
  const entries = Array.from(
    { length: 3000 },
    (_, at) => `  - id: e${at}   \r\n    name: E\r\n    retention: |\r\n      a  \r\n      b\r\n`,
  );
  const yaml = `publish: { feed: https://acme.example/tc/ }\r\npublisher: { name: Acme }\r\nsubprocessors:\r\n${entries.join("")}# ${" ".repeat(300_000)}x\r\n`;
  const folder = await folderOf({ yaml });
  const mended = await mendFolder(folder);
  expect(mended.map(({ rule }) => rule)).toEqual(["trailing-blanks", "line-ends"].toSorted());
  expect(await textIn(folder)).toBe(yaml.replaceAll("\r", "").replace(/(id: e\d+) +/g, "$1"));
});
