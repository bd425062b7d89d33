import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { authoringFolder, testList } from "../testing/index.ts";
import { withItems } from "./insert.ts";
import { suggestionsFor, takeSuggestions } from "./suggestions.ts";

const listOf = (...entries: string[]) =>
  testList.replace(/subprocessors:[\s\S]*/, `subprocessors:\n${entries.join("")}`);
const sentry = `  - id: errors # of the app
    name: Functional Software, Inc. (Sentry)
    groups: [infrastructure]
    links:
      # the one that we signed
      - { type: dpa, url: https://acme.example/our-dpa }
`;
const textIn = (folder: string) => readFile(join(folder, "trust-center.yaml"), "utf8");

test("links and a purpose are suggested where the entry has none, with lists that state them", async () => {
  const { suggestions, compiled } = await suggestionsFor(
    await authoringFolder({ "trust-center.yaml": listOf(sentry) }),
  );
  const ids = suggestions.map(({ id }) => id);
  expect(ids).toContain("errors/links/subprocessors");
  expect(ids).not.toContain("errors/links/dpa");
  const [one] = suggestions.filter(({ id }) => id === "errors/links/subprocessors");
  expect(one).toMatchObject({ knownAs: "Sentry", line: 13, value: expect.stringMatching(/^https:\/\/sentry\.io\//) });
  expect(one?.sources.length).toBeGreaterThan(1);
  expect(one?.sources[0]).toMatch(/^[\w.-]+\/[\w.-]+ \S+ \(\d{4}/);
  expect(compiled).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("places, mechanisms and legal entities are to choose, and nothing writes them", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": listOf(sentry) });
  const { choices } = await suggestionsFor(folder);
  expect(choices.map(({ id }) => id).sort()).toEqual([
    "errors/legalEntity",
    "errors/locations",
    "errors/transferMechanisms",
  ]);
  const before = await textIn(folder);
  expect(
    await takeSuggestions(
      folder,
      choices.map(({ id }) => id),
    ),
  ).toEqual([]);
  expect(await textIn(folder)).toBe(before);
});

test("what is asked for is written, and comments and layout stay", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": listOf(sentry, "  - id: two\n    name: Cloud Two\n") });
  const { suggestions } = await suggestionsFor(folder);
  const [link] = suggestions.filter(({ id }) => id === "errors/links/subprocessors");
  await takeSuggestions(folder, ["errors/links/subprocessors"]);
  expect(await textIn(folder)).toBe(
    listOf(`${sentry}      - { type: subprocessors, url: ${link?.value} }\n`, "  - id: two\n    name: Cloud Two\n"),
  );
  expect((await suggestionsFor(folder)).suggestions.map(({ id }) => id)).not.toContain("errors/links/subprocessors");
});

test("what can be several processors, or says it itself, is left alone", async () => {
  const entries = ["Microsoft (GitHub)", "Vercel / Neon", "Acme Widgets"].map(
    (name, at) => `  - id: e${at}\n    name: ${name}\n`,
  );
  const found = await suggestionsFor(await authoringFolder({ "trust-center.yaml": listOf(...entries) }));
  expect(found.suggestions).toEqual([]);
  expect(found.choices).toEqual([]);
});

describe("a member is put into an entry", () => {
  test.each([
    ["behind a comment", "a:\n  - x: 1 # one\n  - x: 2\n", "a:\n  - x: 1 # one\n    m:\n      - v\n  - x: 2\n"],
    [
      "behind a long text",
      "a:\n  - x: |\n      one\n\n  - x: 2\n",
      "a:\n  - x: |\n      one\n    m:\n      - v\n\n  - x: 2\n",
    ],
    ["in one line", "a: [{ x: 1 }]\n", "a: [{ x: 1, m: [v] }]\n"],
    ["into a list in one line", "a: [{ m: [ u ] }]\n", "a: [{ m: [ u, v ] }]\n"],
    ["into an empty list", "a: [{ m: [] }]\n", "a: [{ m: [v] }]\n"],
    ["at the end of a file without a line end", "a:\n  - x: 1", "a:\n  - x: 1\n    m:\n      - v"],
    ["in lines that end with CR LF", "a:\r\n  - x: 1\r\n", "a:\r\n  - x: 1\r\n    m:\r\n      - v\r\n"],
  ])("%s", (_where, before, after) => {
    expect(withItems(before, ["a", 0], "m", ["v"])).toBe(after);
  });

  test.each([
    ["through an alias", "b: &b { x: 1 }\na: [*b]\n"],
    ["into what is no list", "a: [{ m: text }]\n"],
  ])("never %s", (_where, before) => {
    expect(withItems(before, ["a", 0], "m", ["v"])).toBeUndefined();
  });

  test("and nothing else changes, however the list is written", () => {
    const values = fc.array(
      fc.record({
        id: fc.stringMatching(/^[a-z]{1,5}$/),
        x: fc.string(),
        m: fc.option(fc.array(fc.string()), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(values, fc.constantFrom("block", "flow"), (a, collectionStyle) => {
        const text = stringify({ a, z: 1 }, { collectionStyle, keepUndefined: false } as object);
        const after = withItems(text, ["a", 0], "m", ["{ type: dpa }"]);
        if (after === undefined) return;
        const expected = parse(text);
        expected.a[0].m = [...(expected.a[0].m ?? []), { type: "dpa" }];
        expect(parse(after)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
