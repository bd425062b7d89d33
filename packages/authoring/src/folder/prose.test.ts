import type { FeedContent, ProseTree } from "@trust-center/feed";
import { feedContentSchema } from "@trust-center/feed";
import { expect, test } from "vitest";
import { unknownFields } from "./known-fields.ts";
import { parseProse, resolveProseOf } from "./prose.ts";
import { readYaml } from "./yaml-source.ts";

test.each([
  "Hosting",
  "Two\nlines",
  "Two\n\nparagraphs\n",
  "  set in\n    deeper than a paragraph",
  "> 30 days",
  "# 1 of its kind",
  "1. May 2027",
  "- 5 °C",
  "+ 5 °C",
  "---",
  "5 * 3 * 2",
  "5*3*2",
  "a*b*c and **",
  "snake_case_name",
  "~5 and ~6 days",
  "[1] see below",
  "a < b > c",
  "AT&T",
  "Data of <10 people",
  "C:\\Users",
  "",
])("%j has no marks and stays as it is", (text) => expect(parseProse(text)).toEqual({ value: text, problems: [] }));

test.each([
  ["5 \\* 3", "5 * 3"],
  ["AT&amp;T", "AT&T"],
])("%j says %j", (text, value) => expect(parseProse(text).value).toBe(value));

const types = (value: unknown): string[] => (value as ProseTree).children.map(({ type }) => type);

test.each([
  ["**a**", ["paragraph"]],
  ["Runs `api.acme.example`", ["paragraph"]],
  ["See [regions](https://acme.example/regions).", ["paragraph"]],
  ["Write to privacy@acme.example", ["paragraph"]],
  ["# Overview\n\nWe use:\n\n- a\n- b\n\n> 30 days", ["heading", "paragraph", "list", "blockquote"]],
  ["| a | b |\n| - | - |\n| 1 | 2 |", ["table"]],
  ["a  \nb", ["paragraph"]],
])("%j is formatted", (text, expected) => {
  const { value, problems } = parseProse(text);
  expect(problems).toEqual([]);
  expect(types(value)).toEqual(expected);
});

test("what cannot be said in a tree is refused at the member that says it", () => {
  const yaml = `
publisher: { name: Acme, description: "<b>x</b>" }
intro: { en: "[x](javascript:alert(1))", de: "![x](https://x.example/a.png)" }
subprocessors: []
`;
  const source = readYaml(yaml, "a.yaml");
  const { problems } = resolveProseOf(source, source.value as FeedContent);
  expect(problems.map(({ path, line }) => [path, line])).toEqual([
    ["publisher/description", 2],
    ["publisher/description", 2],
    ["intro/en", 3],
    ["intro/de", 3],
  ]);
});

test("every member that may be formatted is read, in each of its languages; names and titles are not", () => {
  const prose = "Runs `api`";
  const content: FeedContent = {
    publisher: { name: prose, description: prose },
    intro: { en: prose, de: "Läuft" },
    provenance: prose,
    noticeTerms: { text: prose },
    services: [{ id: "s", name: prose, description: prose }],
    groups: [{ id: "g", title: prose, intro: prose, none: prose, footnotes: [prose], common: { purposes: [prose] } }],
    sections: [{ id: "x", title: prose, text: prose }],
    documents: [{ id: "d", title: prose, text: prose }],
    faq: [{ question: prose, answer: prose }],
    subprocessors: [
      {
        id: "a",
        name: prose,
        category: prose,
        purposes: [prose],
        description: prose,
        responsibilities: prose,
        notes: [{ text: prose }],
        details: [{ label: prose, value: prose }],
      },
    ],
  };
  const { content: resolved, problems } = resolveProseOf(readYaml("{}", "a.yaml"), content);
  expect(problems).toEqual([]);
  expect(feedContentSchema.safeParse(resolved).success).toBe(true);
  const tree = parseProse(prose).value;
  expect(resolved).toEqual({
    publisher: { name: prose, description: tree },
    intro: { en: tree, de: "Läuft" },
    provenance: tree,
    noticeTerms: { text: tree },
    services: [{ id: "s", name: prose, description: tree }],
    groups: [{ id: "g", title: prose, intro: tree, none: tree, footnotes: [tree], common: { purposes: [tree] } }],
    sections: [{ id: "x", title: prose, text: tree }],
    documents: [{ id: "d", title: prose, text: tree }],
    faq: [{ question: prose, answer: tree }],
    subprocessors: [
      {
        id: "a",
        name: prose,
        category: prose,
        purposes: [tree],
        description: tree,
        responsibilities: tree,
        notes: [{ text: tree }],
        details: [{ label: prose, value: tree }],
      },
    ],
  });
});

test("the languages of a text are no names of members", () => {
  expect(unknownFields({ intro: { en: "a", de: "b" }, groups: [{ id: "g", tittle: "x" }] })).toMatchObject([
    { name: "tittle", meant: "title" },
  ]);
});
