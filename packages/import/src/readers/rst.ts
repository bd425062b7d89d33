import type { Block, Cell, Item, Row, Run, SourceDocument } from "../model/document.ts";
import { oneLine, textOf, trimRuns } from "../model/document.ts";
import { readCsv } from "./csv.ts";

/**
 * Reads reStructuredText (docutils): headings, paragraphs, lists, definitions, fields, both kinds of tables, `list-table`
 * and `csv-table`, links and footnotes. Other directives are kept apart as they are written.
 */
export function readRst(text: string): SourceDocument {
  const lines = text.split("\n").map((line) => line.replace(/\t/g, "        ").trimEnd());
  const targets = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", url = ""] = /^\s*\.\. _`?([^`:]+)`?: (\S+)$/.exec(line) ?? [];
    if (name) targets.set(name.toLowerCase(), url);
  }
  return { blocks: createReader(targets).read(lines, 1) };
}

const adornment = /^([!-/:-@[-`{-~])\1{2,}$/;
const bullet = /^(\s*)([-*+•](?=\s|$)|\(?(?:\d{1,4}|#|[a-zA-Z])[.)](?=\s+\S))\s*/;
const field = /^(\s*):([^:\n][^:]*):(?:\s+(.*))?$/;
const gridRule = /^\s*\+(?:[-=]+\+)+$/;
const simpleRule = /^\s*={2,}(?: +={2,})+$/;

const indentOf = (line: string): number => line.length - line.trimStart().length;

function createReader(targets: ReadonlyMap<string, string>) {
  const depths: string[] = [];

  const read = (lines: readonly string[], first: number): Block[] => {
    const blocks: Block[] = [];
    let at = 0;
    /** The lines from here that are set in deeper than `indent`, blank ones among them. */
    const below = (indent: number): string[] => {
      const start = at;
      while (at < lines.length && (lines[at] === "" || indentOf(lines[at] as string) > indent)) at++;
      while (at > start && lines[at - 1] === "") at--;
      return lines.slice(start, at);
    };
    while (at < lines.length) {
      const line = lines[at] as string;
      const next = lines[at + 1] ?? "";
      const number = first + at;
      if (line === "") {
        at++;
      } else if (adornment.test(line) && adornment.test(lines[at + 2] ?? "") && next.trim() !== "") {
        blocks.push(heading(`${line[0]}over`, next.trim(), number + 1));
        at += 3;
      } else if (
        adornment.test(next) &&
        indentOf(line) === 0 &&
        !adornment.test(line) &&
        next.length >= Math.min(line.length, 3)
      ) {
        blocks.push(heading(next[0] as string, line.trim(), number));
        at += 2;
      } else if (adornment.test(line) && !simpleRule.test(line)) {
        at++;
      } else if (gridRule.test(line)) {
        const start = at;
        while (at < lines.length && /^\s*[+|]/.test(lines[at] as string)) at++;
        blocks.push(...gridTable(lines.slice(start, at), number));
      } else if (simpleRule.test(line)) {
        const start = at++;
        let rules = 1;
        while (at < lines.length && (rules < 3 || lines[at] !== "")) {
          if (simpleRule.test(lines[at] as string)) rules++;
          at++;
          if (rules >= 2 && simpleRule.test(lines[at - 1] as string) && (lines[at] ?? "") === "") break;
        }
        blocks.push(...simpleTable(lines.slice(start, at), number));
      } else if (/^\s*\.\.(?:\s|$)/.test(line)) {
        at++;
        const body = below(indentOf(line));
        blocks.push(...directive(line, body, number));
      } else if (bullet.test(line)) {
        const items: Item[] = [];
        const indent = indentOf(line);
        const ordered = /\d|#/.test(bullet.exec(line)?.[2] ?? "");
        while (at < lines.length && bullet.test(lines[at] as string) && indentOf(lines[at] as string) === indent) {
          const item = lines[at] as string;
          const head = item.replace(bullet, (mark) => " ".repeat(mark.length));
          const start = at++;
          const rest = below(indent);
          items.push(itemOf(read(dedent([head, ...rest]), first + start), first + start));
          while (lines[at] === "") at++;
        }
        blocks.push({ type: "list", ordered, items, line: number });
      } else if (field.test(line)) {
        const items: Item[] = [];
        while (at < lines.length && field.test(lines[at] as string)) {
          const [, , name = "", value = ""] = field.exec(lines[at] as string) ?? [];
          const start = at++;
          const rest = dedent(below(indentOf(lines[start] as string)));
          items.push({ runs: inline(name), blocks: read([value, ...rest], first + start), line: first + start });
        }
        blocks.push({ type: "terms", items, line: number, fields: true });
      } else if (next !== "" && indentOf(next) > indentOf(line) && !line.endsWith("::")) {
        at++;
        const start = at;
        const body = below(indentOf(line));
        const item = { runs: inline(line), blocks: read(dedent(body), first + start), line: number };
        const last = blocks.at(-1);
        if (last?.type === "terms") last.items.push(item);
        else blocks.push({ type: "terms", items: [item], line: number });
      } else {
        const start = at++;
        while (at < lines.length && lines[at] !== "" && !/^\s*\.\. /.test(lines[at] as string)) at++;
        const words = lines.slice(start, at).map((one) => one.replace(/^\s*\| ?/, "\n"));
        blocks.push({ type: "paragraph", runs: inline(words.join(" ").replace(/ \n/g, "\n").trim()), line: number });
      }
    }
    return blocks.filter((block) => block.type !== "paragraph" || textOf(block.runs).trim() !== "");
  };

  const heading = (kind: string, words: string, line: number): Block => {
    if (!depths.includes(kind)) depths.push(kind);
    return { type: "heading", depth: Math.min(depths.indexOf(kind) + 1, 6), runs: inline(words), line };
  };

  const directive = (line: string, body: string[], number: number): Block[] => {
    const [, mark = "", words = ""] = /^\s*\.\. \[([^\]]+)\]\s*(.*)$/.exec(line) ?? [];
    if (mark) {
      const runs = inline([words, ...dedent(body)].join(" ").trim());
      return [{ type: "footnote", mark: mark.replace(/^#/, "") || "#", runs, line: number }];
    }
    const [, name = "", title = ""] = /^\s*\.\. ([\w-]+)::\s*(.*)$/.exec(line) ?? [];
    const [options, content, skipped] = optionsOf(dedent(body));
    const written: Block[] =
      options.length > 0 || title
        ? [{ type: "aside", what: "directive", text: [line.trim(), ...options].join("\n"), line: number }]
        : [{ type: "aside", what: "directive", text: line.trim(), line: number }];
    const from = number + 1 + skipped;
    if (name === "list-table") return [...captioned(title, number), ...written, ...listTable(content, options, from)];
    if (name === "csv-table") {
      const header = options.join("\n").match(/^:header:\s*(.*)$/m)?.[1];
      const table = readCsv([...(header ? [header] : []), ...content].join("\n")).blocks;
      const rows = table.flatMap((block) => (block.type === "table" ? block.rows : []));
      const shift = from - 1 - (header ? 1 : 0);
      const placed = rows.map((row) => ({ ...row, line: row.line + shift }));
      return [
        ...captioned(title, number),
        ...written,
        { type: "table", rows: placed, heads: header ? 1 : 0, line: number },
      ];
    }
    if (
      [
        "table",
        "note",
        "warning",
        "tip",
        "important",
        "caution",
        "hint",
        "attention",
        "admonition",
        "container",
        "rst-class",
        "only",
      ].includes(name)
    ) {
      return [...(name === "table" ? captioned(title, number) : []), ...written, ...read(content, from)];
    }
    return [
      {
        type: "aside",
        what: name || /^\s*\.\. _/.test(line) ? "directive" : "comment",
        text: [line.trim(), ...dedent(body)].join("\n"),
        line: number,
      },
    ];
  };

  const captioned = (title: string, line: number): Block[] =>
    title ? [{ type: "paragraph", runs: inline(title), line }] : [];

  const listTable = (content: readonly string[], options: readonly string[], from: number): Block[] => {
    const [list, ...rest] = read(content, from);
    if (list?.type !== "list") return list ? [list, ...rest] : [];
    const heads = Number(/^:header-rows:\s*(\d+)/m.exec(options.join("\n"))?.[1] ?? 0);
    const beside: Block[] = [];
    const rows = list.items.map(({ blocks, runs, line }): Row => {
      const lists = blocks.filter((block) => block.type === "list");
      beside.push(...blocks.filter((block) => block.type !== "list"));
      const own = lists.length > 0 && runs.length > 0 ? [{ runs }] : [];
      const cells = lists.flatMap((inner) => inner.items.map((item) => ({ runs: flat(item) })));
      return { cells: lists.length > 0 ? [...own, ...cells] : [{ runs }], line };
    });
    return [{ type: "table", rows, heads, line: list.line }, ...beside, ...rest];
  };

  /** A table drawn with `+---+`: lines of a row are one text. */
  const gridTable = (lines: readonly string[], first: number): Block[] => {
    const edges = new Set<number>();
    for (const line of lines) if (gridRule.test(line)) for (const { index } of line.matchAll(/\+/g)) edges.add(index);
    const columns = [...edges].sort((a, b) => a - b);
    const rows: Row[] = [];
    let heads = 0;
    let open: string[] = [];
    let line = first;
    lines.forEach((text, at) => {
      if (!gridRule.test(text)) {
        if (open.length === 0) line = first + at;
        open.push(text);
        return;
      }
      if (open.length > 0) rows.push({ cells: gridCells(open, columns, line), line });
      open = [];
      if (text.includes("=")) heads = rows.length;
    });
    return [{ type: "table", rows, heads, line: first }];
  };

  const gridCells = (lines: readonly string[], columns: readonly number[], line: number): Cell[] => {
    const cells: string[][] = [];
    for (let at = 0; at + 1 < columns.length; at++) {
      const start = columns[at] as number;
      // A cell goes on where no line parts it from the next column.
      let end = at + 1;
      while (end + 1 < columns.length && !lines.some((text) => text[columns[end] as number] === "|")) end++;
      cells.push(lines.map((text) => text.slice(start + 1, columns[end]).trimEnd()));
      at = end - 1;
    }
    return cells.map((texts) => ({ runs: flat(itemOf(read(dedent(texts), line), line)) }));
  };

  /** A table under lines of `=`: a row begins where its first column does. */
  const simpleTable = (lines: readonly string[], first: number): Block[] => {
    const columns = [...(lines[0] as string).matchAll(/=+/g)].map(
      ({ index, 0: { length } }) => [index, index + length] as const,
    );
    const rules = lines.flatMap((line, at) => (simpleRule.test(line) ? [at] : []));
    const rows: { texts: string[][]; line: number }[] = [];
    let heads = 0;
    lines.forEach((line, at) => {
      if (rules.includes(at)) {
        if (at === rules[1] && rules.length > 2) heads = rows.length;
        return;
      }
      if (line === "" || /^[\s-]+$/.test(line)) return;
      const texts = columns.map(([from, to], column) =>
        line.slice(from, column === columns.length - 1 ? undefined : (columns[column + 1]?.[0] ?? to)).trim(),
      );
      const last = rows.at(-1);
      if (texts[0] === "" && last && rows.length > heads) {
        for (const [column, text] of texts.entries()) if (text) last.texts[column]?.push(text);
      } else rows.push({ texts: texts.map((text) => (text ? [text] : [])), line: first + at });
    });
    const read_ = rows.map(({ texts, line }) => ({
      cells: texts.map((text) => ({ runs: inline(text.join(" ")) })),
      line,
    }));
    return [{ type: "table", rows: read_, heads, line: first }];
  };

  const inline = (text: string): Run[] => trimRuns(inlineRuns(text, targets));

  return { read };
}

/** Options of a directive (`:name: value`), its content, and how many lines stand before that. */
function optionsOf(body: readonly string[]): [options: string[], content: string[], skipped: number] {
  let at = 0;
  while (at < body.length && /^:[\w-]+:/.test(body[at] as string)) at++;
  const options = body.slice(0, at);
  while (body[at] === "") at++;
  return [options, body.slice(at), at];
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== "").map(indentOf);
  const least = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(least));
}

function itemOf(blocks: Block[], line: number): Item {
  const [first, ...rest] = blocks;
  if (first?.type === "paragraph") return { runs: first.runs, blocks: rest, line };
  return { runs: [], blocks: first ? [first, ...rest] : [], line };
}

/** An item and what is below it, as lines. */
function flat({ runs, blocks }: Item): Run[] {
  const below = blocks.flatMap((block): Run[] => {
    if (block.type === "list" || block.type === "terms")
      return block.items.flatMap((item) => [{ text: "\n" }, ...flat(item)]);
    if ("runs" in block) return [{ text: "\n" }, ...block.runs];
    if (block.type === "aside") return [{ text: `\n${block.text}` }];
    return block.rows.flatMap(({ cells }) => cells.flatMap((cell) => [{ text: "\n" }, ...cell.runs]));
  });
  return trimRuns([...runs, ...below]);
}

const marks =
  /``([^`]{1,2000})``|:[\w.-]{1,60}:`([^`]{1,2000})`|`([^`<]{0,2000})<([^<>`\s]{1,2000})>`__?|`([^`]{1,2000})`(__?)?|\*\*([^*]{1,2000})\*\*|\*([^*\s][^*]{0,2000})\*|\[([#\w*]{1,60})\]_|(?<![\w`])([A-Za-z][\w-]{0,60})_(?![\w_])|(https?:\/\/[^\s<>"'`|\\]*[^\s<>"'`|\\.,;:!?)\]])/g;

function inlineRuns(text: string, targets: ReadonlyMap<string, string>): Run[] {
  const runs: Run[] = [];
  let last = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > last) runs.push({ text: withoutEscapes(text.slice(last, match.index)) });
    last = match.index + match[0].length;
    const [, literal, role, label, url, quoted, isLink, strong, emphasis, footnote, name, address] = match;
    if (literal !== undefined) runs.push({ text: literal, code: true });
    else if (role !== undefined) runs.push({ text: match[0], code: true });
    else if (url !== undefined) runs.push({ text: withoutEscapes(label ?? "").trim() || url, link: url });
    else if (quoted !== undefined) {
      const link = isLink ? targets.get(oneLine(quoted).toLowerCase()) : undefined;
      runs.push({ text: withoutEscapes(quoted), ...(link && { link }) });
    } else if (strong !== undefined) runs.push(...inlineRuns(strong, targets).map((run) => ({ ...run, strong: true })));
    else if (emphasis !== undefined) runs.push(...inlineRuns(emphasis, targets));
    else if (footnote !== undefined) runs.push({ text: footnote.replace(/^#(?=.)/, ""), mark: true });
    else if (name !== undefined) {
      const link = targets.get(name.toLowerCase());
      runs.push(link ? { text: name, link } : { text: match[0] });
    } else if (address !== undefined) runs.push({ text: address, link: address });
  }
  if (last < text.length) runs.push({ text: withoutEscapes(text.slice(last)) });
  return runs;
}

const withoutEscapes = (text: string): string => text.replace(/\\(\s)?/g, "");
