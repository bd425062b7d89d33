import { UsageError } from "@trust-center/authoring";
import { type DefaultTreeAdapterTypes, html, parse, parseFragment } from "parse5";
import { limits } from "../limits.ts";
import type { Block, Cell, Item, Row, Run, SourceDocument } from "../model/document.ts";
import { oneLine, spaced, textOf, trimRuns } from "../model/document.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Elements whose words are a program's, not a reader's. */
const silent = new Set(["script", "style", "template", "noscript", "svg", "math", "iframe", "object"]);
/** What stands around a page's own text. */
const around = new Set(["nav", "footer", "aside", "form", "dialog"]);
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr br input".split(
    " ",
  ),
);

/** Reads a page (WHATWG HTML, as browsers do). */
export function readHtml(text: string): SourceDocument {
  const tree = parse(text, { sourceCodeLocationInfo: true });
  checkDepth(tree.childNodes);
  const root = tree.childNodes.find((node): node is Element => node.nodeName === "html");
  const head = root?.childNodes.find((node) => node.nodeName === "head") as Element | undefined;
  const title = head?.childNodes.find((node) => node.nodeName === "title") as Element | undefined;
  const language = attribute(root, "lang");
  const words = title ? oneLine(textOf(runsOf(title.childNodes))) : "";
  const reader = createReader(0);
  reader.walk(root?.childNodes.filter((node) => node !== head) ?? []);
  return { blocks: reader.blocks(), ...(language && { language }), ...(words && { title: words }) };
}

/** Reads a part of a page that stands in another text, which has `before` lines in front of it. */
export function readHtmlPart(text: string, before: number): Block[] {
  const { childNodes } = parseFragment(text, { sourceCodeLocationInfo: true });
  checkDepth(childNodes);
  const reader = createReader(before);
  reader.walk(childNodes);
  return reader.blocks();
}

/** The open or closing tags that are not of HTML, as a component of MDX is, with their attributes. */
export function componentTags(text: string): string[] {
  return [...text.matchAll(/<\/?([A-Za-z][\w.-]*)(?:[\s/][^<>]*)?>/g)]
    .filter(([, name = ""]) => /[A-Z.]/.test(name) || !isKnownElement(name))
    .map(([tag]) => tag);
}

const isKnownElement = (name: string): boolean => Object.values(html.TAG_NAMES).includes(name as html.TAG_NAMES);

/** Trees are walked by functions that call themselves. */
function checkDepth(roots: readonly Node[]): void {
  let [level, depth] = [roots, 0];
  while (level.length > 0) {
    if (depth++ > limits.depth) {
      throw new UsageError(
        `Expected at most ${limits.depth} elements inside each other, found more. Copy the part of the page that holds the list into a file of its own.`,
      );
    }
    level = level.flatMap((node) => ("childNodes" in node ? node.childNodes : []));
  }
}

function createReader(before: number) {
  const found: Block[] = [];
  let open: Run[] = [];
  let openLine = 1;
  const lineAt = (node: Node) => (node.sourceCodeLocation?.startLine ?? 1) + before;

  const close = () => {
    const runs = trimRuns(spaced(open));
    open = [];
    if (runs.length > 0)
      found.push(isWithin(runs) ? aside(runs, openLine) : { type: "paragraph", runs, line: openLine });
  };

  const add = (block: Block) => {
    if (open.length > 0) close();
    found.push(block);
  };

  const walk = (nodes: readonly Node[]) => {
    for (const [at, node] of nodes.entries()) visit(node, nodes[at - 1]);
    close();
  };

  const visit = (node: Node, previous: Node | undefined) => {
    if (node.nodeName === "#comment" || node.nodeName === "#documentType") return;
    if (node.nodeName === "#text" || isInline(node)) {
      if (open.length === 0) openLine = lineAt(node);
      if (areLinks(previous, node)) open.push({ text: " " });
      open.push(...runsOf([node]));
      return;
    }
    close();
    const element = node as Element;
    const name = tagOf(element);
    const line = lineAt(node);
    if (silent.has(name)) return;
    if (around.has(name) || name === "button" || isNavigation(element)) return put(wordsAround(element, line));
    if (/^h[1-6]$/.test(name)) {
      const runs = trimRuns(spaced(runsOf(element.childNodes)));
      if (runs.length > 0) add({ type: "heading", depth: Number(name[1]), runs, line });
    } else if (name === "table" && isLayout(element)) {
      for (const cell of cellsOf(element)) walk(cell.childNodes);
    } else if (name === "table" && (element.tagName === "table" || !hasWordsBesideCells(element)))
      put(tableOf(element, lineAt));
    else if (name === "ul" || name === "ol" || name === "menu") {
      const items = itemsOf(element.childNodes, before);
      if (items.every(leadsWithin)) put(wordsAround(element, line));
      else add({ type: "list", ordered: name === "ol", items, line });
    } else if (name === "dl") {
      const items = termsOf(element.childNodes, before);
      if (items.length > 0) add({ type: "terms", items, line });
    } else if (name === "pre") {
      const text = textOf(runsOf(element.childNodes)).trim();
      if (text) add({ type: "aside", what: "code", text, line });
    } else walk(element.childNodes);
  };

  const put = (blocks: readonly Block[]) => {
    for (const block of blocks) add(block);
  };

  return {
    walk,
    blocks: () => {
      close();
      return found;
    },
  };
}

/** What an element is: as its role says where it is a part of a table (WAI-ARIA 1.2), else by its name. */
const tagOf = (element: Element): string => tableRoles.get(attribute(element, "role") ?? "") ?? element.tagName;

const tableRoles = new Map([
  ["table", "table"],
  ["grid", "table"],
  ["treegrid", "table"],
  ["rowgroup", "tbody"],
  ["row", "tr"],
  ["columnheader", "th"],
  ["rowheader", "th"],
  ["cell", "td"],
  ["gridcell", "td"],
]);

const isInline = (node: Node): boolean =>
  "tagName" in node && inline.has(tagOf(node)) && !node.childNodes.some(holdsBlock);
const holdsBlock = (node: Node): boolean =>
  "tagName" in node && (!inline.has(tagOf(node)) || node.childNodes.some(holdsBlock)) && !silent.has(node.tagName);

/** Two links side by side are two words. */
const areLinks = (before: Node | undefined, node: Node): boolean => before?.nodeName === "a" && node.nodeName === "a";

/** Links to places of the same page are its table of contents. */
const isWithin = (runs: readonly Run[]): boolean =>
  runs.every(({ link, text }) => link?.startsWith("#") || text.trim() === "");
const leadsWithin = ({ runs, blocks }: Item): boolean =>
  isWithin(runs) &&
  blocks.every((block) => block.type === "aside" || (block.type === "list" && block.items.every(leadsWithin)));

const aside = (runs: readonly Run[], line: number): Block => ({
  type: "aside",
  what: "navigation",
  text: textOf(runs),
  line,
});

const isNavigation = (element: Element): boolean =>
  ["navigation", "banner", "contentinfo", "search"].includes(attribute(element, "role") ?? "") ||
  (element.tagName === "header" && !holds(element, "h1"));

const holds = (element: Element, name: string): boolean =>
  element.childNodes.some((node) => "tagName" in node && (node.tagName === name || holds(node, name)));

/** Words and links of what stands around the text, without its layout. */
function wordsAround(element: Element, line: number): Block[] {
  const pieces = collect(element.childNodes).map(({ text, link }) => oneLine(link ? `${text} ${link}` : text));
  const text = pieces.filter(Boolean).join("\n");
  return text ? [{ type: "aside", what: "navigation", text, line }] : [];
}

function collect(nodes: readonly Node[], link?: string): Run[] {
  return nodes.flatMap((node): Run[] => {
    if (node.nodeName === "#text")
      return [{ text: (node as DefaultTreeAdapterTypes.TextNode).value, ...(link && { link }) }];
    if (!("tagName" in node) || silent.has(node.tagName)) return [];
    if (node.tagName === "img") return [{ text: ` ${attribute(node, "alt") ?? ""} ` }];
    if (node.tagName !== "a") return [...collect(node.childNodes, link), { text: "\n" }];
    const target = attribute(node, "href");
    const runs = collect(node.childNodes);
    return target ? [{ text: textOf(runs), link: target }] : runs;
  });
}

/** The runs of nodes that stand in a line. Blocks among them are parted by line breaks. */
export function runsOf(nodes: readonly Node[], style: Omit<Run, "text"> = {}): Run[] {
  return nodes.flatMap((node, at): Run[] => {
    if (node.nodeName === "#text") {
      const text = (node as DefaultTreeAdapterTypes.TextNode).value.replace(/[ \t\n\f\r]+/g, " ");
      return text === "" ? [] : [{ text, ...style, ...(isStruck(node) && { struck: true }) }];
    }
    if (!("tagName" in node) || silent.has(node.tagName)) return [];
    const inner = (more: Omit<Run, "text"> = {}) => runsOf(node.childNodes, { ...style, ...more });
    switch (node.tagName) {
      case "br":
        return [{ text: "\n", ...style }];
      case "img": {
        const picture = attribute(node, "alt") ?? "";
        return [{ text: ` ${picture} `, ...style, picture }];
      }
      case "a": {
        const link = attribute(node, "href");
        const runs = link && link !== "#" ? linked(inner({ link }), link) : inner();
        return areLinks(nodes[at - 1], node) && runs.length > 0 ? [{ text: " ", ...style }, ...runs] : runs;
      }
      case "b":
      case "strong":
      case "th":
        return inner({ strong: true });
      case "code":
        return inner({ code: true });
      case "sup": {
        const runs = inner();
        return /^\s*(?:\d{1,2}|[*†‡§]{1,3}|[a-z])\s*$/u.test(textOf(runs))
          ? runs.map((run) => ({ ...run, mark: true }))
          : runs;
      }
      case "ul":
      case "ol":
      case "li":
      case "p":
      case "div":
      case "dt":
      case "dd":
      case "tr":
      case "td":
      case "h1":
      case "h2":
      case "h3":
      case "h4":
      case "h5":
      case "h6":
        return [{ text: "\n", ...style }, ...inner(), { text: "\n", ...style }];
      default:
        return inner();
    }
  });
}

/** What a page says is no longer so: alone, or with the row, the list or the whole part that it stands in. */
function isStruck(node: Node): boolean {
  for (let at = node.parentNode; at && "tagName" in at; at = at.parentNode) {
    const strikes = ["del", "s", "strike"].includes(at.tagName);
    if (strikes || /\bline-through\b/.test(attribute(at, "style") ?? "")) return true;
  }
  return false;
}

/** A link without words shows where it leads. Anchors of headings (`#intro`) lead to themselves. */
function linked(runs: Run[], link: string): Run[] {
  if (textOf(runs).trim() !== "") return runs;
  return link.startsWith("#") ? [] : [{ text: link, link }];
}

function itemsOf(nodes: readonly Node[], before: number): Item[] {
  return nodes.flatMap((node): Item[] => {
    if (!("tagName" in node)) {
      const text = node.nodeName === "#text" ? (node as DefaultTreeAdapterTypes.TextNode).value.trim() : "";
      return text ? [{ runs: [{ text }], blocks: [], line: (node.sourceCodeLocation?.startLine ?? 1) + before }] : [];
    }
    const item = itemOf(node, before);
    return item.runs.length + item.blocks.length > 0 ? [item] : [];
  });
}

function itemOf(element: Element, before: number): Item {
  const reader = createReader(before);
  reader.walk(element.tagName === "ul" || element.tagName === "ol" ? [element] : element.childNodes);
  const [first, ...rest] = reader.blocks();
  const line = (element.sourceCodeLocation?.startLine ?? 1) + before;
  if (first?.type === "paragraph" || first?.type === "heading") return { runs: first.runs, blocks: rest, line };
  return { runs: [], blocks: first ? [first, ...rest] : [], line };
}

function termsOf(nodes: readonly Node[], before: number): Item[] {
  const flat = nodes.flatMap((node) => ("tagName" in node && node.tagName === "div" ? node.childNodes : [node]));
  const items: Item[] = [];
  for (const node of flat) {
    if (!("tagName" in node)) continue;
    const item = itemOf(node, before);
    const last = items.at(-1);
    if (node.tagName === "dt" || !last) items.push(item);
    else last.blocks.push(...(item.runs.length > 0 ? [{ type: "paragraph" as const, ...item }] : []), ...item.blocks);
  }
  return items;
}

/** Whether what its roles call a table has words that its cells have not: then it is none. */
const hasWordsBesideCells = (element: Element): boolean =>
  element.childNodes.some((node) =>
    node.nodeName === "#text"
      ? (node as DefaultTreeAdapterTypes.TextNode).value.trim() !== ""
      : "tagName" in node && !/^t[dh]$/.test(tagOf(node)) && hasWordsBesideCells(node),
  );

/** The cells of a table's own rows. */
const cellsOf = (element: Element): Element[] =>
  element.childNodes.flatMap((node) => {
    if (!("tagName" in node)) return [];
    return /^t[dh]$/.test(node.tagName) ? [node] : node.tagName === "table" ? [] : cellsOf(node);
  });

/** A table that arranges a page: it has no headings of its own, and a cell with a table or a page's title inside. */
function isLayout(element: Element): boolean {
  const cells = cellsOf(element);
  return (
    cells.every(({ tagName }) => tagName === "td") &&
    cells.some((cell) => ["table", "h1", "h2"].some((name) => holds(cell, name)))
  );
}

function tableOf(element: Element, lineAt: (node: Node) => number): Block[] {
  const rows: Row[] = [];
  const before: Block[] = [];
  const spans: { cell: Cell; left: number }[] = [];
  let heads = 0;
  let cells = 0;
  const each = (parent: Element, inHead: boolean) => {
    for (const node of parent.childNodes) {
      if (!("tagName" in node)) continue;
      const name = tagOf(node);
      if (name === "caption") before.push(...captionOf(node, lineAt(node)));
      else if (["thead", "tbody", "tfoot"].includes(name)) each(node, name === "thead");
      else if (element.tagName !== "table" && name === "div") each(node, inHead);
      else if (name === "tr") {
        const row = rowOf(node, spans);
        cells += row.length;
        if (cells > limits.cells) throw tooManyCells();
        if (row.length === 0) continue;
        rows.push({ cells: row, line: lineAt(node) });
        const isHead = inHead || row.every(({ head }) => head);
        if (isHead && heads === rows.length - 1) heads = rows.length;
      }
    }
  };
  each(element, false);
  return rows.length > 0 ? [...before, { type: "table", rows, heads, line: lineAt(element) }] : before;
}

export const tooManyCells = () =>
  new UsageError(
    `Expected tables with at most ${limits.cells} cells, found more. Copy the list into a file of its own.`,
  );

function captionOf(element: Element, line: number): Block[] {
  const runs = trimRuns(spaced(runsOf(element.childNodes)));
  return runs.length > 0 ? [{ type: "paragraph", runs, line, caption: true }] : [];
}

/** The cells of a row, with copies where cells of this row or of rows above span. */
function rowOf(element: Element, spans: { cell: Cell; left: number }[]): Cell[] {
  const row: Cell[] = [];
  const take = () => {
    for (let span = spans[row.length]; span && span.left > 0; span = spans[row.length]) {
      span.left -= 1;
      row.push({ ...span.cell, copy: true });
    }
  };
  for (const node of element.childNodes) {
    if (!("tagName" in node) || !/^t[dh]$/.test(tagOf(node))) continue;
    take();
    const runs = trimRuns(spaced(runsOf(node.childNodes)));
    const cell: Cell = { runs, ...(tagOf(node) === "th" && { head: true }) };
    const columns = spanOf(node, "colspan");
    const down = spanOf(node, "rowspan") - 1;
    for (let at = 0; at < columns; at++) {
      spans[row.length] = { cell, left: down };
      row.push(at === 0 ? cell : { ...cell, copy: true });
    }
  }
  take();
  return row;
}

const spanOf = (element: Element, name: string): number =>
  Math.min(Math.max(Number.parseInt(attribute(element, name) ?? "1", 10) || 1, 1), limits.span);

const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value.trim();
