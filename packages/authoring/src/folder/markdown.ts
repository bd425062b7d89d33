import { type FlowNode, isSafeUrl } from "@trust-center/feed";
import type { Definition, Nodes, Parents, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { checkBox, refusals, unknownNode } from "./markdown-refusals.ts";
import type { Problem } from "./report.ts";

const maxDepth = 24;

/** What became of a Markdown text. `children` is complete only where there are no problems. */
export interface ParsedMarkdown {
  children: FlowNode[];
  problems: MarkdownProblem[];
}

/** What a text says that its tree has no node for. Lines and columns count from 1, within the text. */
export type MarkdownProblem = Omit<Problem, "file" | "path">;

type AnyNode = { type: string; children?: AnyNode[]; [member: string]: unknown };

/**
 * Turns Markdown (CommonMark with GFM) into the tree of a policy or of a formatted text. What that tree has no node for
 * is a problem with its place, never dropped in silence; reference links become links.
 *
 * @param without Constructs of micromark that are read as plain words.
 */
export function parseMarkdown(markdown: string, without: readonly string[] = []): ParsedMarkdown {
  const tree = fromMarkdown(markdown, {
    extensions: [gfm({ singleTilde: false }), { disable: { null: [...without] } }],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const converter = createConverter(definitionsOf(tree));
  return { children: converter.children(tree, 0) as unknown as FlowNode[], problems: converter.problems };
}

/** Where a link leads. */
type Target = Pick<Definition, "url" | "title">;

function createConverter(definitions: ReadonlyMap<string, Definition>) {
  const problems: MarkdownProblem[] = [];

  const refuse = (node: Nodes, expected: string, found: string, fix: string) => {
    const { line = 1, column = 1 } = node.position?.start ?? {};
    problems.push({ line, column, expected, found, fix });
    return undefined;
  };

  const children = (parent: Parents, depth: number): AnyNode[] => {
    if (depth > maxDepth) {
      refuse(parent, `at most ${maxDepth} levels of nesting`, "more", "Write it flatter.");
      return [];
    }
    return parent.children.map((child) => convert(child, depth)).filter((node) => node !== undefined);
  };

  const link = (node: Nodes & Parents, { url, title }: Target, depth: number) => {
    if (!isSafeUrl(url)) {
      const found = `“${url.slice(0, 80)}”`;
      const fix = "Write the whole address, such as https://acme.example/terms, or remove the link.";
      return refuse(node, "a link that starts with https://, http://, mailto: or tel:", found, fix);
    }
    if (title) {
      return refuse(node, "a link without a title", `the title “${title}”`, "Say it in the text beside the link.");
    }
    return { type: "link", url, children: children(node, depth + 1) };
  };

  const convert = (node: Nodes, depth: number): AnyNode | undefined => {
    switch (node.type) {
      case "text":
      case "inlineCode":
        return { type: node.type, value: node.value };
      case "break":
      case "thematicBreak":
        return { type: node.type };
      case "code":
        return { type: "code", value: node.value, ...(node.lang && { lang: node.lang }) };
      case "heading":
        return { type: "heading", depth: node.depth, children: children(node, depth + 1) };
      case "paragraph":
      case "emphasis":
      case "strong":
      case "delete":
      case "blockquote":
      case "table":
      case "tableRow":
      case "tableCell":
        return { type: node.type, children: children(node, depth + 1) };
      case "list":
        return {
          type: "list",
          ordered: node.ordered === true,
          ...(node.ordered && typeof node.start === "number" && { start: node.start }),
          children: children(node, depth + 1),
        };
      case "listItem":
        if (typeof node.checked === "boolean") return refuse(node, ...checkBox);
        return { type: "listItem", children: children(node, depth + 1) };
      case "link":
        return link(node, node, depth);
      case "linkReference": {
        const target = definitions.get(node.identifier);
        return link(node, target ?? { url: "" }, depth);
      }
      case "definition":
        return undefined;
      default:
        return refuse(node, ...(refusals[node.type] ?? unknownNode));
    }
  };

  return { children, problems };
}

function definitionsOf(tree: Root): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const visit = (node: Nodes, depth: number) => {
    // The first definition of a name wins (CommonMark §4.7).
    if (node.type === "definition" && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if ("children" in node && depth <= maxDepth) for (const child of node.children) visit(child, depth + 1);
  };
  visit(tree, 0);
  return definitions;
}
