import {
  type FlowNode,
  type PhrasingNode,
  type Prose,
  type ProseTree,
  plainText,
  resolveProse,
  type TableRowNode,
} from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { outward } from "./link.ts";
import { heading, text } from "./text.ts";
import type { View } from "./view.ts";

/**
 * A text of the feed with its form: paragraphs, lists, tables. Every string becomes a text node: there is no way to
 * markup.
 *
 * @param below How many levels below the widget's own title the heading above it stands.
 */
export function prose(view: View, value: Prose | undefined, below = 0): TemplateResult | typeof nothing {
  const found = resolveProse(value, view.content);
  const content =
    typeof found.value === "string"
      ? found.value.trim() && found.value.split(/\n\s*\n/).map((part) => html`<p>${part}</p>`)
      : proseTree(view, found.value, below);
  return content ? html`<div class="prose" lang=${found.lang ?? nothing}>${content}</div>` : nothing;
}

/** The same without a frame, for a place in a line. */
export function proseLine(view: View, value: Prose | undefined): unknown {
  const found = resolveProse(value, view.content);
  return typeof found.value === "string" ? text(view, value) : proseTree(view, found.value, 2);
}

/**
 * A formatted text: a single paragraph without its frame, so that it can stand in a line.
 *
 * @param idOf The id of a heading in the document, by its slug, where its headings have addresses.
 */
export function proseTree(view: View, { children }: ProseTree, below = 0, idOf?: (slug: string) => string): unknown {
  // The highest of its headings stands right below the one above it, whichever marks its author used.
  const depths = children.map((node) => (node.type === "heading" ? node.depth : 6));
  return flowContent({ level: view.level + below + 1 - Math.min(...depths), idOf }, children);
}

/** The headings of a text, with what their addresses end in. */
export const sectionsIn = ({ children }: ProseTree): { slug: string; title: string }[] =>
  children.flatMap((node) =>
    node.type === "heading"
      ? [
          {
            slug: slugOf(node),
            title: plainText({ type: "root", children: [{ type: "paragraph", children: node.children }] } as ProseTree),
          },
        ]
      : [],
  );

/** A heading as the end of an address: `data-access-controls`. */
const slugOf = ({ children }: { children: readonly PhrasingNode[] }): string =>
  plainText({ type: "root", children: [{ type: "paragraph", children }] } as ProseTree)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** How a text stands in the document. */
interface Setting {
  readonly level: number;
  readonly idOf: ((slug: string) => string) | undefined;
}

const flowContent = (setting: Setting, children: readonly FlowNode[]): unknown => {
  const [only] = children;
  return children.length === 1 && only?.type === "paragraph"
    ? phrasing(only.children)
    : children.map((node) => flow(setting, node));
};

function flow(setting: Setting, node: FlowNode): TemplateResult {
  const { level, idOf } = setting;
  switch (node.type) {
    case "paragraph":
      return html`<p>${phrasing(node.children)}</p>`;
    case "heading":
      return heading({ level: level + node.depth - 2 }, 2, phrasing(node.children), idOf?.(slugOf(node)));
    case "thematicBreak":
      return html`<hr />`;
    case "blockquote":
      return html`<blockquote>${node.children.map((child) => flow(setting, child))}</blockquote>`;
    case "code":
      return html`<pre><code>${node.value}</code></pre>`;
    case "list": {
      const items = node.children.map(({ children }) => html`<li>${flowContent(setting, children)}</li>`);
      return node.ordered ? html`<ol start=${node.start ?? 1}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "table":
      return table(node.children);
  }
}

function table([head, ...rows]: readonly TableRowNode[]): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="group">
    <table class="cells">
      ${head ? html`<thead><tr>${head.children.map((cell) => html`<th scope="col">${phrasing(cell.children)}</th>`)}</tr></thead>` : nothing}
      <tbody>
        ${rows.map((row) => html`<tr>${row.children.map((cell) => html`<td>${phrasing(cell.children)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

const phrasing = (nodes: readonly PhrasingNode[]): unknown => nodes.map(inline);

function inline(node: PhrasingNode): unknown {
  switch (node.type) {
    case "text":
      return node.value;
    case "inlineCode":
      return html`<code>${node.value}</code>`;
    case "break":
      return html`<br />`;
    case "emphasis":
      return html`<em>${phrasing(node.children)}</em>`;
    case "strong":
      return html`<strong>${phrasing(node.children)}</strong>`;
    case "delete":
      return html`<del>${phrasing(node.children)}</del>`;
    case "link":
      return outward(node.url, phrasing(node.children));
  }
}
