import { policyBodySchema } from "@trust-center/feed";
import { expect, test } from "vitest";
import { parseMarkdown } from "./markdown.ts";

test("headings, lists, tables, code and links become the tree", () => {
  const { children, problems } = parseMarkdown(
    "# A\n\n- one\n- two\n\n3. three\n\n| a | b |\n| - | - |\n| ~~1~~ | [x](https://x.example) |\n\n```js\ncode\n```\n\n> q\n\n---\n",
  );
  expect(problems).toEqual([]);
  expect(children.map(({ type }) => type)).toEqual([
    "heading",
    "list",
    "list",
    "table",
    "code",
    "blockquote",
    "thematicBreak",
  ]);
  expect(JSON.stringify(children)).not.toContain("position");
  const body = { type: "policy", id: "a", language: "en", body: { type: "root", children } };
  expect(policyBodySchema.safeParse(body).success).toBe(true);
});

test("reference links become links", () => {
  const { children, problems } = parseMarkdown("See [the terms][t].\n\n[t]: https://acme.example/terms\n");
  expect(problems).toEqual([]);
  expect(children).toEqual([
    {
      type: "paragraph",
      children: [
        { type: "text", value: "See " },
        { type: "link", url: "https://acme.example/terms", children: [{ type: "text", value: "the terms" }] },
        { type: "text", value: "." },
      ],
    },
  ]);
});

test.each([
  ["HTML block", "a\n\n<div>x</div>\n", 3, 1],
  ["comment", "a <!-- x -->\n", 1, 3],
  ["image", "a ![x](https://x.example/a.png)\n", 1, 3],
  ["image by reference", "![x][y]\n\n[y]: https://x.example\n", 1, 1],
  ["footnote", "a[^1]\n\n[^1]: b\n", 1, 2],
  ["check box", "- [x] done\n", 1, 1],
  ["script link", "[x](javascript:alert(1))\n", 1, 1],
  ["data link", "[x](data:text/html,x)\n", 1, 1],
  ["script link by reference", "[x][y]\n\n[y]: javascript:alert(1)\n", 1, 1],
  ["relative link", "[x](/terms)\n", 1, 1],
  ["link title", '[x](https://x.example "title")\n', 1, 1],
  ["endless nesting", `${">".repeat(60)} x\n`, 1, 25],
])("%s is refused at its place", (_what, markdown, line, column) => {
  expect(parseMarkdown(markdown).problems[0]).toMatchObject({ line, column });
});
