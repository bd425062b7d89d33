import { expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import type { TreeNode } from "../browsers/page.ts";
import { useDemo } from "./demo.ts";
import { usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();
const browser = usePage("Chromium");

/** What is said of no node, and nodes that are none to a reader. */
const unsaid = new Set(["role", "name", "children", "elementHandle", "loaderId", "backendNodeId", "url"]);
const silent = new Set([
  "generic",
  "none",
  "LineBreak",
  "InlineTextBox",
  "LayoutTable",
  "LayoutTableRow",
  "LayoutTableCell",
]);

/** A tree as lines: role, name, what is set. Dates and numbers change by the day. */
function lines({ role, name = "", children = [], ...states }: TreeNode, depth = 0): string[] {
  if (silent.has(role)) return children.flatMap((child) => lines(child, depth));
  const isText = role === "StaticText";
  const set = Object.entries(states)
    .filter(([state, value]) => !unsaid.has(state) && ["boolean", "number", "string"].includes(typeof value))
    .map(([state, value]) => (value === true ? state : `${state}=${value}`));
  const said = name
    .replace(/\d{1,2} (?:[A-Z][a-z]{2} \d{4}|[A-Z][a-z]{2}\b)/g, "DATE")
    .replace(/\b\d+ days?\b/g, "N days");
  const line = `${"  ".repeat(depth)}${isText ? `"${said}"` : [role, said && `"${said}"`, ...set].filter(Boolean).join(" ")}`;
  // A text is told by the element that it names.
  const inner = children.filter((child) => !(child.role === "StaticText" && child.name === name));
  return [line, ...inner.flatMap((child) => lines(child, depth + 1))];
}

/** Roles whose name is what stands in them. */
const namedByContent = new Set(["heading", "link", "columnheader", "rowheader", "cell", "term"]);

const namesIn = ({ role, name = "", children = [] }: TreeNode): string[] => [
  ...(namedByContent.has(role) ? [name] : []),
  ...children.flatMap(namesIn),
];

const spaced = (text: string) => text.replace(/\s+/g, " ");

const inside = (selector: string) =>
  `document.querySelector("trust-center").shadowRoot.querySelector(${JSON.stringify(selector)})`;

test("no two words are one to who hears them", async () => {
  const { page } = browser;
  const widget = widgetOn(page);
  await page.resize(1280, 900);
  for (const vendor of demo.vendors) {
    await page.open(vendor.page);
    await widget.see("trust-center-history .entry", "");
    const seen = spaced(await widget.text(".root"));
    const heard = namesIn((await page.tree?.(inside(".root"))) as TreeNode).map((name) => spaced(name).trim());
    expect(heard.length).toBeGreaterThan(50);
    expect(heard.filter((name) => !seen.includes(name))).toEqual([]);
  }
});

test("assistive technology is told of the table, of a change and of the forms what they are", async () => {
  const { page } = browser;
  const widget = widgetOn(page);
  await page.resize(1280, 900);
  await page.open((demo.vendors[1] as DemoVendor).page);
  await widget.see("trust-center-history", "");
  await widget.see(".change", "");
  const treeOf = async (selector: string) => `${lines((await page.tree?.(inside(selector))) as TreeNode).join("\n")}\n`;
  await expect(await treeOf(".change")).toMatchFileSnapshot("trees/change.txt");
  await widget.press("button.open");
  await widget.see(".details-row", "");
  await expect(await treeOf(".rows")).toMatchFileSnapshot("trees/table.txt");
  await widget.press(".change .object");
  await widget.see("trust-center-objection form", "");
  await expect(await treeOf("trust-center-objection form")).toMatchFileSnapshot("trees/objection.txt");
  await widget.press("button.subscribe");
  await widget.press("trust-center-subscribe button[type=submit]");
  await widget.see("trust-center-subscribe form", "Enter one address");
  await expect(await treeOf("trust-center-subscribe form")).toMatchFileSnapshot("trees/subscribe.txt");
});
