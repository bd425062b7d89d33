import { UsageError } from "@trust-center/authoring";
import type { Definition, Nodes, Parents, PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { parse as parseYaml } from "yaml";
import { limits } from "../limits.ts";
import { withHtmlComments, withoutComments } from "../model/clean.ts";
import type { Block, Item, Run, SourceDocument } from "../model/document.ts";
import { spaced, textOf, trimRuns } from "../model/document.ts";
import { componentTags, readHtmlPart } from "./html.ts";

/** Reads Markdown (CommonMark with GFM) and MDX. Components of MDX are kept apart as markup, and what they hold is read. */
export function readMarkdown(text: string): SourceDocument {
  checkDepth(text);
  const matter = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(text);
  // Lines keep their numbers.
  const body = matter ? matter[0].replace(/[^\n]/g, "") + text.slice(matter[0].length) : text;
  const tree = fromMarkdown(withHtmlComments(body), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const definitions = new Map<string, Definition>();
  collectDefinitions(tree, definitions);
  const reader = createReader(definitions);
  const blocks = reader.blocksOf(tree.children);
  const used = reader.used();
  for (const [name, { url, title, position }] of definitions) {
    const line = position?.start.line ?? 1;
    const left = used.has(name) ? title : [name, url, title].filter(Boolean).join(" ");
    if (left) blocks.push({ type: "aside", what: "markup", text: left, line });
  }
  if (!matter) return { blocks };
  const title = titleIn(matter[1] ?? "");
  return {
    blocks: [{ type: "aside", what: "front matter", text: matter[1] ?? "", line: 2 }, ...blocks],
    ...(title && { title }),
  };
}

/** Each level of a quotation or a list costs the parser a pass over the line. */
function checkDepth(text: string): void {
  const marks = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])(?=[ \\t>]|$)){${limits.depth / 4}}`, "m");
  if (!marks.test(text) && !new RegExp(`^[ \\t]{${limits.depth}}`, "m").test(text)) return;
  throw new UsageError(
    `Expected lists and quotations with at most ${limits.depth / 4} levels, found more. Copy the part that holds the list into a file of its own.`,
  );
}

function titleIn(matter: string): string | undefined {
  try {
    const value: unknown = parseYaml(matter, { maxAliasCount: 10, logLevel: "silent" });
    const title = value !== null && typeof value === "object" ? (value as Record<string, unknown>).title : undefined;
    return typeof title === "string" ? title : undefined;
  } catch {
    // It is kept as it is written; only its title is not known.
    return undefined;
  }
}

function collectDefinitions(node: Nodes, definitions: Map<string, Definition>): void {
  if (node.type === "definition" && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  if ("children" in node) for (const child of node.children) collectDefinitions(child, definitions);
}

function createReader(definitions: ReadonlyMap<string, Definition>) {
  const used = new Set<string>();
  /** Components that stand in a line of text. */
  const asides: Block[] = [];
  const lineOf = (node: Nodes) => node.position?.start.line ?? 1;
  const runs = (nodes: readonly PhrasingContent[]) => trimRuns(spaced(phrases(nodes, {})));

  const phrases = (nodes: readonly PhrasingContent[], style: Omit<Run, "text">): Run[] => {
    // An `<a href>` in Markdown is a node for each tag, with its words between them.
    let open: string | undefined;
    // So is a `<del>`.
    let isStruck = false;
    return nodes.flatMap((node): Run[] => {
      const now = { ...style, ...(open && { link: open }), ...(isStruck && { struck: true }) };
      switch (node.type) {
        case "text":
          return [{ text: node.value.replace(/\n/g, " "), ...now }];
        case "inlineCode":
          return [{ text: node.value, ...now, code: true }];
        case "break":
          return [{ text: "\n", ...now }];
        case "strong":
          return phrases(node.children, { ...now, strong: true });
        case "emphasis":
          return phrases(node.children, now);
        case "delete":
          return phrases(node.children, { ...now, struck: true });
        case "link":
          return linked(node.children, node, now);
        case "linkReference": {
          const target = definitions.get(node.identifier);
          used.add(node.identifier);
          return linked(node.children, target ?? { url: "" }, now);
        }
        case "image":
          return [
            { text: [node.alt, node.title, node.url].filter(Boolean).join(" "), ...now, picture: node.alt ?? "" },
          ];
        case "imageReference":
          return [{ text: node.alt ?? "", ...now, picture: node.alt ?? "" }];
        case "footnoteReference":
          return [{ text: node.label ?? node.identifier, ...now, mark: true }];
        case "html": {
          if (/^<br\s*\/?>$/i.test(node.value)) return [{ text: "\n", ...now }];
          const target = /^<a\s[^>]*?href\s*=\s*["']?([^"'\s>]+)/i.exec(node.value)?.[1];
          if (target || /^<\/a>$/i.test(node.value)) open = target;
          const [, end] = /^<(\/?)(?:del|s|strike)(?:\s[^>]*)?>$/i.exec(node.value) ?? [];
          if (end !== undefined) isStruck = end === "";
          // Marks of blocks inside of a cell or a line part words as a break does.
          if (/^<\/?(?:ul|ol|li|p|div|dl|dt|dd|hr|blockquote|h[1-6])\b/i.test(node.value))
            return [{ text: "\n", ...now }];
          for (const text of componentTags(node.value))
            asides.push({ type: "aside", what: "markup", text, line: lineOf(node) });
          return [];
        }
        default:
          return [];
      }
    });
  };

  const linked = (
    children: readonly PhrasingContent[],
    { url, title }: Pick<Definition, "url" | "title">,
    style: Omit<Run, "text">,
  ): Run[] => {
    const inner = phrases(children, { ...style, ...(url && { link: url }) });
    const words = textOf(inner).trim() === "" && url ? [{ text: url, link: url, ...style }] : inner;
    return title ? [...words, { text: ` (${title})`, ...style }] : words;
  };

  const blocksOf = (nodes: readonly RootContent[]): Block[] => {
    const blocks: Block[] = [];
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at] as RootContent;
      if (node.type !== "html") {
        blocks.push(...blockOf(node), ...asides.splice(0));
        continue;
      }
      // A table with an empty line in it comes in several parts.
      const parts = [node];
      while (nodes[at + 1]?.type === "html") parts.push(nodes[++at] as typeof node);
      blocks.push(...htmlBlocks(parts));
    }
    return blocks;
  };

  const htmlBlocks = (parts: readonly Extract<RootContent, { type: "html" }>[]): Block[] => {
    const first = lineOf(parts[0] as Nodes);
    let [text, line] = ["", first];
    for (const part of parts) {
      text += "\n".repeat(Math.max(0, lineOf(part) - line)) + part.value;
      line = part.position?.end.line ?? line;
    }
    const asides = componentTags(withoutComments(text)).map(
      (tag): Block => ({ type: "aside", what: "markup", text: tag, line: first }),
    );
    return [...asides, ...readHtmlPart(text, first - 1)];
  };

  const blockOf = (node: RootContent): Block[] => {
    const line = lineOf(node);
    switch (node.type) {
      case "heading":
        return [{ type: "heading", depth: node.depth, runs: runs(node.children), line }];
      case "paragraph":
        return paragraphOf(runs(labelledLines(node.children)), line);
      case "blockquote":
        return blocksOf(node.children);
      case "list": {
        const items = node.children.map((item): Item => {
          const [first, ...rest] = blocksOf(item.children);
          const box = typeof item.checked === "boolean" ? [{ text: item.checked ? "[x] " : "[ ] " }] : [];
          if (first?.type === "paragraph") return { runs: [...box, ...first.runs], blocks: rest, line: lineOf(item) };
          return { runs: box, blocks: first ? [first, ...rest] : [], line: lineOf(item) };
        });
        return [{ type: "list", ordered: node.ordered === true, items, line }];
      }
      case "table": {
        const rows = node.children.map((row) => ({
          cells: row.children.map((cell) => ({ runs: runs(cell.children) })),
          line: lineOf(row),
        }));
        return [{ type: "table", rows, heads: 1, line }];
      }
      case "code": {
        const text = [node.lang, node.meta, node.value].filter(Boolean).join("\n");
        return [{ type: "aside", what: "code", text, line }];
      }
      case "footnoteDefinition": {
        const text = (node as Parents).children.flatMap((child) =>
          "children" in child ? [...phrases(child.children as PhrasingContent[], {}), { text: "\n" }] : [],
        );
        return [{ type: "footnote", mark: node.label ?? node.identifier, runs: trimRuns(spaced(text)), line }];
      }
      default:
        return [];
    }
  };

  return { blocksOf, used: () => used };
}

/** A label at the start of a line, and words behind it. */
const label = /^\s*\p{L}[\p{L} /,'’-]{1,60}(?:\([^()]*\)\s*)?:\s+(?:\S|$)/u;
/** The end of a line that has such a line behind it. */
const nextLabel = new RegExp(`\\n(?=${label.source.slice(1)})`, "u");

/** Whether a node is the first of its line. */
function startsLine(nodes: readonly PhrasingContent[], at: number): boolean {
  const before = nodes[at - 1];
  return before === undefined || (before.type === "text" && before.value.endsWith("\n"));
}

/**
 * Text whose lines begin with names in bold, or are labels with values, each under the other: there its lines are what they
 * are in the source. A line without a label goes on with the value above it.
 */
function labelledLines(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const text = nodes.map((node) => ("value" in node ? node.value : "children" in node ? "x" : "")).join("");
  const lines = text.split("\n");
  const isNamed = nodes.every((node, at) => startsLine(nodes, at) === (node.type === "strong"));
  const labelled = lines.filter((line) => label.test(line)).length;
  const isLabelled = label.test(lines[0] ?? "") && labelled > 1 && labelled * 2 > lines.length;
  if (lines.length < 2 || !(isNamed || isLabelled)) return [...nodes];
  return nodes.flatMap((node): PhrasingContent[] =>
    node.type !== "text"
      ? [node]
      : node.value
          .split(isNamed ? "\n" : nextLabel)
          .flatMap((value, at): PhrasingContent[] => [
            ...(at > 0 ? [{ type: "break" } as const] : []),
            { ...node, value },
          ]),
  );
}

/** A paragraph of a page; lines of MDX that import, and of a directive (`:::note`), are a program's. */
function paragraphOf(runs: Run[], line: number): Block[] {
  const text = textOf(runs);
  if (text.trim() === "") return [];
  if (/^(?:import\s.+\sfrom\s+["']|import\s+["']|export\s+(?:const|default|function)\b)/.test(text)) {
    return [{ type: "aside", what: "code", text, line }];
  }
  if (/^:{3,}\s*\S*\s*$/.test(text)) return [{ type: "aside", what: "directive", text, line }];
  return [{ type: "paragraph", runs, line }];
}
