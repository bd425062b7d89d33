import {
  type FlowNode,
  isSafeUrl,
  type PhrasingNode,
  type Prose,
  type ProseTree,
  resolveProse,
  type TableRowNode,
} from "@trust-center/feed";
import { html, type Markup } from "./html.ts";
import type { FileReader } from "./source.ts";

type Page = Pick<FileReader, "tag" | "content">;

/** A text with its form, marked with its language where that is not the page's. Blank lines part paragraphs. */
export function prose(value: Prose | undefined, { tag, content }: Page): Markup[] {
  const found = resolveProse(value, content);
  const blocks = typeof found.value === "string" ? paragraphs(found.value) : found.value.children.map(flow);
  if (blocks.length === 0 || !found.lang || found.lang.split("-")[0] === tag.split("-")[0]) return blocks;
  return [html`<div lang="${found.lang}">${blocks}</div>`];
}

const paragraphs = (text: string): Markup[] =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => html`<p>${part}</p>`);

/** A formatted text: a single paragraph without its frame, so that it can stand in a line. */
export function proseTree({ children }: Pick<ProseTree, "children">): Markup {
  const [only] = children;
  return children.length === 1 && only?.type === "paragraph"
    ? html`${phrasing(only.children)}`
    : html`${children.map(flow)}`;
}

function flow(node: FlowNode): Markup {
  switch (node.type) {
    case "paragraph":
      return html`<p>${phrasing(node.children)}</p>`;
    case "heading":
      // The page's own headings are h1 to h3.
      return html`<h4>${phrasing(node.children)}</h4>`;
    case "thematicBreak":
      return html`<hr>`;
    case "blockquote":
      return html`<blockquote>${node.children.map(flow)}</blockquote>`;
    case "code":
      return html`<pre><code>${node.value}</code></pre>`;
    case "list": {
      const items = node.children.map((item) => html`<li>${proseTree(item)}</li>`);
      return node.ordered ? html`<ol start="${String(node.start ?? 1)}">${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "table":
      return table(node.children);
  }
}

const table = ([head, ...rows]: readonly TableRowNode[]): Markup =>
  html`<table><thead><tr>${cells(head).map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${cells(row).map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table>`;

const cells = (row: TableRowNode | undefined): Markup[] =>
  (row?.children ?? []).map(({ children }) => html`${phrasing(children)}`);

const phrasing = (nodes: readonly PhrasingNode[]): Markup[] => nodes.map(inline);

function inline(node: PhrasingNode): Markup {
  switch (node.type) {
    case "text":
      return html`${node.value}`;
    case "inlineCode":
      return html`<code>${node.value}</code>`;
    case "break":
      return html`<br>`;
    case "emphasis":
      return html`<em>${phrasing(node.children)}</em>`;
    case "strong":
      return html`<strong>${phrasing(node.children)}</strong>`;
    case "delete":
      return html`<del>${phrasing(node.children)}</del>`;
    case "link":
      return isSafeUrl(node.url)
        ? html`<a href="${node.url}">${phrasing(node.children)}</a>`
        : html`${phrasing(node.children)}`;
  }
}
