import type { FlowNode, ListItemNode, PhrasingNode, ProseTree } from "@trust-center/feed";
import { type Arbitrary, array, assert, constantFrom, letrec, property, record } from "fast-check";
import { expect, test } from "vitest";
import { type ComparedBlock, compareTexts, type Run } from "./text-difference.ts";

const tree = (...children: FlowNode[]): ProseTree => ({ type: "root", children });
const paragraph = (value: string): FlowNode => ({ type: "paragraph", children: [{ type: "text", value }] });
const head = (value: string): FlowNode => ({ type: "heading", depth: 2, children: [{ type: "text", value }] });
const list = (...items: string[]): FlowNode => ({
  type: "list",
  children: items.map((item): ListItemNode => ({ type: "listItem", children: [paragraph(item)] })),
});

const marks: Record<Run["is"], string> = { kept: "", removed: "-", added: "+" };
const written = (blocks: ComparedBlock[]) =>
  blocks.flatMap(({ isSame, under, runs }) =>
    isSame ? [] : `${under}: ${runs.map(({ is, text }) => (is === "kept" ? text : `[${marks[is]}${text}]`)).join("")}`,
  );
const compared = (before: ProseTree, after: ProseTree, language = "en") =>
  written(compareTexts(before, after, language));

test("a word that differs is marked within its paragraph, under its heading", () => {
  const before = tree(head("Deletion"), paragraph("Backups are kept for 30 days, then deleted."), paragraph("Ask us."));
  const after = tree(head("Deletion"), paragraph("Backups are kept for 90 days, then deleted."), paragraph("Ask us."));
  expect(compared(before, after)).toEqual(["Deletion: Backups are kept for [-30 ][+90 ]days, then deleted."]);
});

test("what comes and goes is told whole; what moved is told as gone here and come there", () => {
  const before = tree(paragraph("One thing."), list("Names", "Addresses"), paragraph("Quite another text."));
  const after = tree(
    list("Names", "Addresses", "Bank details"),
    paragraph("Quite another text."),
    paragraph("One thing."),
  );
  expect(compared(before, after)).toEqual([": [-One thing.]", ": [+• Bank details]", ": [+One thing.]"]);
});

test("a paragraph that shares little is another one", () => {
  expect(
    compared(tree(paragraph("Data stays in Germany.")), tree(paragraph("We use whatever region is cheap today."))),
  ).toEqual([": [-Data stays in Germany.]", ": [+We use whatever region is cheap today.]"]);
});

test("a paragraph that changed stands beside itself, also where another went before it", () => {
  const before = tree(paragraph("This is gone."), paragraph("Backups are kept for 30 days."));
  const after = tree(paragraph("Backups are kept for 90 days."), paragraph("Wholly new words come here."));
  expect(compared(before, after)).toEqual([
    ": [-This is gone.]",
    ": Backups are kept for [-30 ][+90 ]days.",
    ": [+Wholly new words come here.]",
  ]);
});

test("a source that was wrapped otherwise is the same text, but for code", () => {
  const same = compareTexts(tree(paragraph("One and\nthe same.")), tree(paragraph("One\nand the same.")), "en");
  expect(same).toEqual([{ under: "", isSame: true, runs: [{ is: "kept", text: "One and the same." }] }]);
  const code = (value: string) => tree({ type: "code", value });
  expect(compareTexts(code("a\nb"), code("a b"), "en").every(({ isSame }) => isSame)).toBe(false);
});

test("where a link leads, and what is stressed, are part of a text", () => {
  const linked = (url: string) =>
    tree({
      type: "paragraph",
      children: [{ type: "link", url, children: [{ type: "text", value: "our terms of service" }] }],
    });
  expect(compared(linked("https://acme.example/one"), linked("https://acme.example/two")).join()).toContain("+");
  const stressed = tree({
    type: "paragraph",
    children: [{ type: "strong", children: [{ type: "text", value: "must" }] }],
  });
  expect(compareTexts(tree(paragraph("must")), stressed, "en")).toEqual([
    { under: "", isSame: false, runs: [{ is: "kept", text: "must" }] },
  ]);
});

test("words of a language without spaces are words", () => {
  expect(
    compared(
      tree(paragraph("個人データは日本で保存されます。")),
      tree(paragraph("個人データはドイツで保存されます。")),
      "ja",
    ),
  ).toEqual([": 個人データは[-日本][+ドイツ]で保存されます。"]);
});

test("texts beyond all measure are compared in no more than a glance", () => {
  const many = (word: string) => tree(...Array.from({ length: 3000 }, (_, at) => paragraph(`${word} ${at}`)));
  const found = compareTexts(
    tree(paragraph("a"), ...many("x").children),
    tree(paragraph("a"), ...many("y").children),
    "en",
  );
  expect([found.length >= 3001, found[0]?.isSame]).toEqual([true, true]);
});

const word = constantFrom("alpha", "beta", "gamma", "delta,", "30", "“quoted”", "名前", "x", " ");
const texts = array(word, { maxLength: 8 }).map((words) => words.join(" "));
const { flow } = letrec<{ phrasing: PhrasingNode; flow: FlowNode }>((tie) => ({
  phrasing: texts.chain(
    (value): Arbitrary<PhrasingNode> =>
      constantFrom<PhrasingNode>(
        { type: "text", value },
        { type: "inlineCode", value },
        { type: "strong", children: [{ type: "text", value }] },
      ),
  ),
  flow: record({ kind: constantFrom(0, 1, 2, 3), inner: array(tie("phrasing"), { minLength: 1, maxLength: 2 }) }).map(
    ({ kind, inner }): FlowNode => {
      if (kind === 0) return { type: "heading", depth: 3, children: inner };
      if (kind === 1)
        return { type: "list", children: [{ type: "listItem", children: [{ type: "paragraph", children: inner }] }] };
      if (kind === 2)
        return { type: "table", children: [{ type: "tableRow", children: [{ type: "tableCell", children: inner }] }] };
      return { type: "paragraph", children: inner };
    },
  ),
}));
const prose = array(flow, { maxLength: 6 }).map((children) => tree(...children));

test("what is kept and removed is the older text, what is kept and added the newer, whatever the two are", () => {
  const sideOf = (blocks: ComparedBlock[], side: Run["is"]) =>
    blocks
      .flatMap(({ runs }) => runs.flatMap(({ is, text }) => (is === "kept" || is === side ? text : [])))
      .join("")
      .replace(/\s/g, "");
  const source = (one: ProseTree) => JSON.stringify(one).replace(/\s+/g, " ");
  assert(
    property(prose, prose, (before, after) => {
      const blocks = compareTexts(before, after, "en");
      const whole = (one: ProseTree) => sideOf(compareTexts(one, one, "en"), "kept");
      expect(sideOf(blocks, "removed")).toBe(whole(before));
      expect(sideOf(blocks, "added")).toBe(whole(after));
      expect(blocks.every(({ isSame }) => isSame)).toBe(source(before) === source(after));
    }),
    { numRuns: 300 },
  );
});
