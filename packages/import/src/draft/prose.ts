import { parseProse } from "@trust-center/authoring";
import { plainText } from "@trust-center/feed";
import type { BlockContent, ListItem, PhrasingContent, Root, RootContent } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import { type Block, type Cell, type Item, type Run, textOf, trimRuns, withLinks } from "../model/document.ts";
import { type Ledger, withAddresses } from "./ledger.ts";

/** A text that may be formatted, in the Markdown of a list's file. */
export function proseOf(runs: readonly Run[], line: number, ledger: Ledger): string {
  const safe = withAddresses(trimRuns(runs), line, ledger);
  const plain = textOf(safe);
  if (
    safe.every(({ link, strong, mark, text }) => !link && !strong && !mark && !text.includes("\n")) &&
    readsAs(plain, plain)
  )
    return plain;
  return markdownOf([{ type: "paragraph", children: phrases(safe) }], plain);
}

/** Blocks of a page as Markdown. What Markdown cannot say of them goes to the ledger. */
export function proseOfBlocks(blocks: readonly Block[], ledger: Ledger): string {
  const nodes = blocks.flatMap((block) => nodesOf(block, ledger));
  return nodes.length === 0 ? "" : markdownOf(nodes, "");
}

const blank = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Whether a text of a file means these words and nothing else. */
function readsAs(text: string, words: string): boolean {
  const { value, problems } = parseProse(text);
  return problems.length === 0 && blank(typeof value === "string" ? value : plainText(value)) === blank(words);
}

function markdownOf(children: RootContent[], plain: string): string {
  const root: Root = { type: "root", children };
  const text = toMarkdown(root, { extensions: [gfmToMarkdown()], bullet: "-", rule: "-" }).trim();
  if (plain === "" || parseProse(text).problems.length === 0) return text;
  // What Markdown has no form for is words: every mark of it is escaped.
  return plain.replace(/[\\`*_{}[\]()<>#+!|~&.-]/g, "\\$&");
}

/** Neighbours that say the same of their words are one node, with blanks outside of it. */
function phrases(runs: readonly Run[]): PhrasingContent[] {
  return runs.flatMap((run, index): PhrasingContent[] =>
    linesOf(index === 0 && run.mark ? { text: `[${run.text.trim()}]` } : run),
  );
}

/** The lines of a run. */
const linesOf = (run: Run): PhrasingContent[] =>
  run.text
    .split("\n")
    .flatMap((text, at) => [...(at > 0 ? [{ type: "break" as const }] : []), ...phrase({ ...run, text })]);

function phrase({ text, link, strong, code, mark }: Run): PhrasingContent[] {
  if (text === "") return [];
  // The number of a footnote is no part of the word before it.
  if (mark && /[\p{L}\p{N}]/u.test(text)) return [{ type: "text", value: ` [${text.trim()}]` }];
  const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  if (words === "") return [{ type: "text", value: text }];
  let node: PhrasingContent =
    code && !words.includes("`") ? { type: "inlineCode", value: words } : { type: "text", value: words };
  if (strong) node = { type: "strong", children: [node] };
  if (link) node = { type: "link", url: link, children: [node] };
  const around = (value: string): PhrasingContent[] => (value ? [{ type: "text", value }] : []);
  return [...around(before), node, ...around(after)];
}

function nodesOf(block: Block, ledger: Ledger): RootContent[] {
  const { line } = block;
  const words = (runs: readonly Run[]) => phrases(withAddresses(trimRuns(runs), line, ledger));
  switch (block.type) {
    case "paragraph":
      return [{ type: "paragraph", children: words(block.runs) }];
    case "heading":
      return [
        {
          type: "heading",
          depth: Math.min(Math.max(block.depth, 1), 6) as 1,
          children: words(flat(block.runs).map((run) => ({ ...run, strong: false }))),
        },
      ];
    case "list": {
      const children = block.items.map((item) => itemOf(item, ledger));
      return [{ type: "list", ordered: block.ordered, spread: false, children }];
    }
    case "terms": {
      const children = block.items.map((item): ListItem => {
        const runs = item.runs.map((run) => ({ ...run, strong: true }));
        return itemOf({ ...item, runs }, ledger);
      });
      return [{ type: "list", ordered: false, spread: false, children }];
    }
    case "table": {
      const cells = (row: readonly Cell[]) =>
        row.map(({ runs, copy }) => ({ type: "tableCell" as const, children: copy ? [] : words(flat(runs)) }));
      const width = Math.max(...block.rows.map((row) => row.cells.length));
      const rows = block.rows.map((row) => {
        const children = cells(row.cells);
        while (children.length < width) children.push({ type: "tableCell", children: [] });
        return { type: "tableRow" as const, children };
      });
      return [{ type: "table", children: rows }];
    }
    case "footnote":
      return [{ type: "paragraph", children: [{ type: "text", value: `[${block.mark}] ` }, ...words(block.runs)] }];
    case "aside":
      ledger.keep(line, block.what, block.text);
      return [];
  }
}

/** A heading and a cell are one line. */
const flat = (runs: readonly Run[]): Run[] => runs.map((run) => ({ ...run, text: run.text.replace(/\n/g, " ") }));

/** Levels of lists that the text of a list may have: see the reader of its Markdown. */
const deepest = 8;

function itemOf({ runs, blocks, line }: Item, ledger: Ledger, depth = 0): ListItem {
  const children: BlockContent[] = [
    { type: "paragraph", children: phrases(withAddresses(trimRuns(flat(runs)), line, ledger)) },
  ];
  for (const block of blocks) {
    if (depth < deepest && (block.type === "list" || block.type === "terms")) {
      const inner = block.items.map((item) => itemOf(item, ledger, depth + 1));
      children.push({ type: "list", ordered: block.type === "list" && block.ordered, spread: false, children: inner });
    } else if (block.type === "heading") children.push({ type: "paragraph", children: phrases(block.runs) });
    else if (depth < deepest) children.push(...(nodesOf(block, ledger) as BlockContent[]));
    else ledger.keep(block.line, "list that is nested too deeply", wordsOf(block));
  }
  return { type: "listItem", spread: false, children };
}

/** Every word of a block with its links, a line for each part. */
export function wordsOf(block: Block): string {
  if (block.type === "aside") return block.text;
  if (block.type === "table")
    return block.rows
      .map(({ cells }) =>
        cells
          .filter(({ copy }) => !copy)
          .map(({ runs }) => withLinks(runs))
          .join(" | "),
      )
      .join("\n");
  if (block.type === "list" || block.type === "terms") {
    return block.items.map(({ runs, blocks }) => [withLinks(runs), ...blocks.map(wordsOf)].join("\n")).join("\n");
  }
  return block.type === "footnote" ? `${block.mark} ${withLinks(block.runs)}` : withLinks(block.runs);
}
