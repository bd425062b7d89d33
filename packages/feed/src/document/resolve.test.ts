import { describe, expect, test } from "vitest";
import { isWording } from "../changes/fields.ts";
import type { FlowNode, PhrasingNode, ProseTree } from "./prose.ts";
import { proseSchema } from "./prose.ts";
import { languageFor, plainText, resolveProse, resolveText } from "./resolve.ts";

const text = (value: string): PhrasingNode => ({ type: "text", value });
const paragraph = (...children: PhrasingNode[]): FlowNode => ({ type: "paragraph", children });
const link = (url: string, words: string): PhrasingNode => ({ type: "link", url, children: [text(words)] });
const tree = (...children: FlowNode[]): ProseTree => ({ type: "root", children });
const item = (...children: FlowNode[]) => ({ type: "listItem" as const, children });
const cell = (value: string) => ({ type: "tableCell" as const, children: [text(value)] });

describe("a formatted text as a string", () => {
  test.each<[string, ProseTree, string]>([
    ["paragraphs", tree(paragraph(text("a")), paragraph(text("b"))), "a\n\nb"],
    ["marks", tree(paragraph({ type: "strong", children: [text("a")] }, { type: "inlineCode", value: "b" })), "ab"],
    ["a break", tree(paragraph(text("a"), { type: "break" }, text("b"))), "a\nb"],
    ["a link", tree(paragraph(link("https://a.example/x", "here"))), "here (https://a.example/x)"],
    ["an address", tree(paragraph(link("mailto:a@b.example", "a@b.example"))), "a@b.example"],
    ["a link without words", tree(paragraph(link("https://a.example/", ""))), " (https://a.example/)"],
    [
      "lists",
      tree(
        { type: "list", children: [item(paragraph(text("a"))), item(paragraph(text("b")))] },
        { type: "list", ordered: true, start: 3, children: [item(paragraph(text("c"))), item(paragraph(text("d")))] },
      ),
      "• a\n• b\n\n3. c\n4. d",
    ],
    ["code", tree({ type: "code", value: "x\ny" }), "x\ny"],
    [
      "a table",
      tree({
        type: "table",
        children: [
          { type: "tableRow", children: [cell("a"), cell("b")] },
          { type: "tableRow", children: [cell("c"), cell("d")] },
        ],
      }),
      "a | b\nc | d",
    ],
  ])("%s", (_name, value, expected) => expect(plainText(value)).toBe(expected));
});

test("a language has a formatted text, another a plain one", () => {
  const value = { en: tree(paragraph(link("https://a.example/x", "here"))), de: "hier" };
  expect(proseSchema.safeParse(value).success).toBe(true);
  expect(resolveProse(value, ["en"])).toEqual({ value: value.en, lang: "en" });
  expect(resolveText(value, ["en"])).toEqual({ value: "here (https://a.example/x)", lang: "en" });
  expect(resolveText(value, ["de-AT"])).toEqual({ value: "hier", lang: "de" });
  expect(resolveProse(value.en, ["de"])).toEqual({ value: value.en });
});

test.each<[reader: string[], tags: string[], string | undefined]>([
  [["de-AT"], ["de-CH", "de"], "de"],
  [["pt-PT", "en"], ["en", "pt-BR", "pt"], "pt"],
  [["en-AU"], ["en-US", "en-GB"], "en-US"],
  [["EN-gb"], ["en-US", "en-GB"], "en-GB"],
  [["zh-TW"], ["zh-Hans", "zh-Hant"], "zh-Hant"],
  [["zh-HK", "en"], ["en", "zh-CN", "zh-TW"], "zh-TW"],
  [["zh-TW"], ["zh", "zh-Hant"], "zh-Hant"],
  [["zh-Hant-TW"], ["zh", "zh-Hant"], "zh-Hant"],
  [["zh-SG"], ["zh-Hant", "zh-Hans"], "zh-Hans"],
  [["zh-TW"], ["en", "zh-Hans"], "zh-Hans"],
  [["sr-Latn-RS"], ["sr", "sr-Latn"], "sr-Latn"],
  [["fr", "de"], ["de", "en"], "de"],
  [["en-a", "e"], ["en-", "en-b"], "en-"],
  [["fr"], ["de", "en"], undefined],
])("who reads %j gets of %j %s", (reader, tags, expected) => {
  expect(languageFor(tags, reader)).toBe(expected);
  expect(resolveText(Object.fromEntries(tags.map((tag) => [tag, tag])), reader).value).toBe(expected ?? tags[0]);
});

test.each([
  ["HTML", { type: "root", children: [{ type: "html", value: "<b>" }] }],
  ["a script's address", tree(paragraph(link("javascript:alert(1)", "x")))],
  ["another root", { type: "policy", children: [] }],
  ["a tree under no language", { "a b": tree() }],
])("%s is refused", (_name, value) => expect(proseSchema.safeParse(value).success).toBe(false));

describe("the form of a text is wording, where its links lead is a fact", () => {
  const wording = (before: unknown, after: unknown) =>
    isWording({ type: "subprocessor", field: "description", before, after });
  const plain = "Stores records";
  const strong = tree(paragraph({ type: "strong", children: [text(plain)] }));
  test("a form", () => expect(wording(plain, strong)).toBe(true));
  test("a form in one of its languages", () => expect(wording({ en: plain }, { en: strong, de: plain })).toBe(true));
  test("other words", () => expect(wording(plain, tree(paragraph(text("Reads records"))))).toBe(false));
  test("a link", () => expect(wording(plain, tree(paragraph(link("https://a.example/x", plain))))).toBe(false));
  test("another link", () =>
    expect(
      wording(tree(paragraph(link("https://a.example/x", plain))), tree(paragraph(link("https://a.example/X", plain)))),
    ).toBe(false));
});
