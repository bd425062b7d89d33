import type { FlowNode, PhrasingNode, TableRowNode } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { outward } from "../view/link.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";

/** A policy's tree as elements. Every string becomes a text node: there is no way to markup. */
export function policyBody(view: View, nodes: readonly FlowNode[]): unknown {
  return nodes.map((node) => flow(view, node));
}

function flow(view: View, node: FlowNode): TemplateResult {
  switch (node.type) {
    case "paragraph":
      return html`<p>${phrasing(node.children)}</p>`;
    case "heading":
      return heading({ level: view.level + node.depth }, 1, phrasing(node.children));
    case "thematicBreak":
      return html`<hr />`;
    case "blockquote":
      return html`<blockquote>${policyBody(view, node.children)}</blockquote>`;
    case "code":
      return html`<pre><code>${node.value}</code></pre>`;
    case "list":
      return list(view, node);
    case "table":
      return table(node.children);
  }
}

function list(view: View, node: Extract<FlowNode, { type: "list" }>): TemplateResult {
  const items = node.children.map(({ children }) => {
    const [only] = children;
    const tight = children.length === 1 && only?.type === "paragraph";
    return html`<li>${tight ? phrasing(only.children) : policyBody(view, children)}</li>`;
  });
  return node.ordered ? html`<ol start=${node.start ?? 1}>${items}</ol>` : html`<ul>${items}</ul>`;
}

function table([head, ...rows]: readonly TableRowNode[]): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="group">
    <table>
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
