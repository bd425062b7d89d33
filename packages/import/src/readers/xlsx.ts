import { UsageError } from "@trust-center/authoring";
import { Unzip, UnzipInflate } from "fflate";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { limits } from "../limits.ts";
import { clean } from "../model/clean.ts";
import {
  type Aside,
  type Block,
  type Cell,
  type Row,
  type Run,
  type SourceDocument,
  textOf,
  withLinks,
} from "../model/document.ts";
import { tooManyCells } from "./html.ts";
import { runsOfText } from "./plain-cell.ts";

/** Reads a workbook (ECMA-376, SpreadsheetML): a table for each sheet that anybody sees, under its name. */
export function readXlsx(bytes: Uint8Array): SourceDocument {
  const parts = unpack(bytes);
  const part = (path: string) => parts.get(path);
  const workbook = part("xl/workbook.xml");
  if (workbook === undefined) throw notAWorkbook("no xl/workbook.xml in it");
  const shared = stringsOf(part("xl/sharedStrings.xml") ?? "");
  const styles = stylesOf(part("xl/styles.xml") ?? "");
  const targets = targetsOf(part("xl/_rels/workbook.xml.rels") ?? "");
  const blocks = sheetsOf(workbook).flatMap(({ name, id, hidden }): Block[] => {
    const path = `xl/${(targets.get(id) ?? "").replace(/^\/xl\/|^\//, "")}`;
    const links = targetsOf(part(path.replace(/([^/]+)$/, "_rels/$1.rels")) ?? "");
    const { rows, apart } = rowsOf(part(path) ?? "", { shared, styles, links });
    if (hidden) {
      const words = [name, ...rows.map(wordsOf), ...apart.map(({ text }) => text)].join("\n");
      return [{ type: "aside", what: "hidden", text: words, line: 1 }];
    }
    const heading: Block = { type: "heading", depth: 1, runs: [{ text: name }], line: 1 };
    const table: Block[] = rows.length > 0 ? [{ type: "table", rows, heads: 0, line: rows[0]?.line ?? 1 }] : [];
    return [heading, ...table, ...apart];
  });
  return { blocks };
}

const wordsOf = ({ cells }: Row): string =>
  cells
    .filter(({ copy }) => !copy)
    .map(({ runs }) => withLinks(runs))
    .filter(Boolean)
    .join(" | ");

const notAWorkbook = (found: string) =>
  new UsageError(`Expected a workbook (.xlsx), found ${found}. Save it as .xlsx or CSV in your spreadsheet program.`);

/** Parts of a workbook that are read. */
const wanted =
  /^xl\/(?:workbook\.xml|sharedStrings\.xml|styles\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml|worksheets\/_rels\/[^/]+\.rels)$/;

/** Unpacks step by step: what an archive says of its sizes is not believed. */
function unpack(bytes: Uint8Array): Map<string, string> {
  const parts = new Map<string, Uint8Array[]>();
  let size = 0;
  const unzip = new Unzip((file) => {
    if (!wanted.test(file.name) || parts.has(file.name)) return;
    const chunks: Uint8Array[] = [];
    parts.set(file.name, chunks);
    file.ondata = (error, chunk) => {
      // What is thrown below comes back as an error of the archive.
      if (error) throw error instanceof UsageError ? error : notAWorkbook("an archive that cannot be unpacked");
      size += chunk.length;
      if (size > limits.unpacked) {
        throw new UsageError(
          `Expected a workbook that unpacks to at most ${limits.unpacked} bytes, found more. Copy the list into a workbook of its own.`,
        );
      }
      chunks.push(chunk);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += limits.unpackStep) {
      unzip.push(bytes.subarray(at, at + limits.unpackStep), at + limits.unpackStep >= bytes.length);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw notAWorkbook("an archive that cannot be unpacked");
  }
  const decoder = new TextDecoder();
  return new Map([...parts].map(([path, chunks]) => [path, decoder.decode(Buffer.concat(chunks))]));
}

/** Walks a part. No document type, and so no entities of its own. */
function walk(
  xml: string,
  open: (tag: SaxesTagPlain, path: readonly string[]) => void,
  close?: (name: string, text: string) => void,
): void {
  if (xml === "") return;
  const path: string[] = [];
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw notAWorkbook(`XML that is not well formed (${error.message})`);
  });
  parser.on("doctype", () => {
    throw notAWorkbook("XML with a document type");
  });
  parser.on("opentag", (tag) => {
    const name = local(tag.name);
    path.push(name);
    if (path.length > limits.depth) throw notAWorkbook("XML that is nested too deeply");
    text = "";
    open(tag as SaxesTagPlain, path);
  });
  parser.on("text", (more) => {
    text += more;
  });
  parser.on("closetag", (tag) => {
    close?.(local(tag.name), text);
    path.pop();
    text = "";
  });
  parser.write(xml).close();
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Whether a mark of a font is set: `<strike/>`, and not `<strike val="0"/>`. */
const isSet = ({ val = "1" }: Record<string, string>): boolean => !/^(?:0|false)$/.test(val);

/** Collects a text in parts, each struck out or not: `rPh` is how a Japanese text is read aloud, and no part of it. */
function createText() {
  let runs: Run[] = [];
  let [inReading, isStruck] = [false, false];
  return {
    open: (name: string, attributes: Record<string, string>) => {
      if (name === "rPh") inReading = true;
      if (name === "r") isStruck = false;
      if (name === "strike") isStruck = isSet(attributes);
    },
    close: (name: string, text: string) => {
      if (name === "rPh") inReading = false;
      if (name === "t" && !inReading && text !== "")
        runs.push({ text: clean(text), ...(isStruck && { struck: true }) });
      if (name === "r") isStruck = false;
    },
    take: (): Run[] => {
      const taken = runs;
      [runs, inReading, isStruck] = [[], false, false];
      return taken;
    },
  };
}

function stringsOf(xml: string): Run[][] {
  const strings: Run[][] = [];
  const text = createText();
  walk(
    xml,
    ({ name, attributes }) => text.open(local(name), attributes),
    (name, words) => {
      text.close(name, words);
      if (name === "si") strings.push(text.take());
    },
  );
  return strings;
}

/** Formats of numbers that show a day: ECMA-376, 18.8.30. */
const builtInDates = new Set([14, 15, 16, 17, 22, 30, 36, 50, 57]);

interface Style {
  /** Its numbers are shown as days. */
  date: boolean;
  struck: boolean;
}

/** What styles of cells say. */
function stylesOf(xml: string): Style[] {
  const formats = new Map<number, string>();
  const fonts: boolean[] = [];
  const styles: Style[] = [];
  walk(xml, ({ name, attributes }, path) => {
    const element = local(name);
    if (element === "numFmt") formats.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
    if (element === "font" && path.includes("fonts")) fonts.push(false);
    if (element === "strike" && path.includes("fonts")) fonts[fonts.length - 1] = isSet(attributes);
    if (element !== "xf" || !path.includes("cellXfs")) return;
    const format = Number(attributes.numFmtId);
    const code = (formats.get(format) ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
    const date = builtInDates.has(format) || (/y/i.test(code) && /[dm]/i.test(code));
    styles.push({ date, struck: fonts[Number(attributes.fontId)] === true });
  });
  return styles;
}

/** Where relations lead, by id. */
function targetsOf(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  walk(xml, ({ name, attributes }) => {
    if (local(name) === "Relationship") targets.set(attributes.Id ?? "", attributes.Target ?? "");
  });
  return targets;
}

function sheetsOf(xml: string): { name: string; id: string; hidden: boolean }[] {
  const sheets: { name: string; id: string; hidden: boolean }[] = [];
  walk(xml, ({ name, attributes }) => {
    if (local(name) !== "sheet") return;
    const hidden = attributes.state === "hidden" || attributes.state === "veryHidden";
    sheets.push({ name: clean(attributes.name ?? ""), id: attributes["r:id"] ?? "", hidden });
  });
  return sheets;
}

interface Book {
  shared: readonly (readonly Run[])[];
  styles: readonly Style[];
  links: ReadonlyMap<string, string>;
}

/** The rows that are seen, and what rows and columns hide. */
function rowsOf(xml: string, { shared, styles, links }: Book): { rows: Row[]; apart: Aside[] } {
  const cells = new Map<number, Map<number, Cell>>();
  const hidden = { rows: new Set<number>(), columns: [] as [from: number, to: number][] };
  const inline = createText();
  let [reference, type, style, value, count] = ["", "", 0, "", 0];
  const put = (at: string, make: (before: Cell | undefined) => Cell) => {
    const [row, column] = placeOf(at);
    const line = cells.get(row) ?? new Map<number, Cell>();
    cells.set(row, line);
    if (!line.has(column) && ++count > limits.cells) throw tooManyCells();
    line.set(column, make(line.get(column)));
  };
  const runsIn = (): Run[] => {
    const own = inline.take();
    if (type === "inlineStr") return own;
    if (type === "s") return [...(shared[Number(value)] ?? [])];
    return value === "" ? [] : [{ text: clean(type === "n" && styles[style]?.date ? dayOf(value) : value) }];
  };
  walk(
    xml,
    ({ name, attributes }) => {
      const element = local(name);
      inline.open(element, attributes);
      if (element === "row" && isHidden(attributes)) hidden.rows.add(Number(attributes.r));
      if (element === "col" && isHidden(attributes))
        hidden.columns.push([Number(attributes.min), Number(attributes.max)]);
      if (element === "c")
        [reference, type, style, value] = [attributes.r ?? "", attributes.t ?? "n", Number(attributes.s ?? 0), ""];
      if (element === "hyperlink") {
        const link = links.get(attributes["r:id"] ?? "");
        const first = (attributes.ref ?? "").split(":")[0] ?? "";
        if (link)
          put(first, (before) => ({ runs: (before?.runs ?? [{ text: link }]).map((run) => ({ ...run, link })) }));
      }
      if (element === "mergeCell") spread(attributes.ref ?? "", cells);
    },
    (name, text) => {
      inline.close(name, text);
      if (name === "v") value += text;
      if (name !== "c") return;
      const runs = runsIn();
      const struck = styles[style]?.struck === true ? { struck: true } : {};
      if (textOf(runs).trim() === "") return;
      // Addresses are links where the text is of one piece.
      const parts =
        runs.length === 1 ? runs.flatMap((run) => runsOfText(run.text).map((part) => ({ ...run, ...part }))) : runs;
      put(reference, () => ({ runs: parts.map((run) => ({ ...run, ...struck })) }));
    },
  );
  return seenOf(cells, hidden);
}

const isHidden = ({ hidden = "0" }: Record<string, string>): boolean => !/^(?:0|false)$/.test(hidden);

function seenOf(
  cells: ReadonlyMap<number, Map<number, Cell>>,
  hidden: { rows: ReadonlySet<number>; columns: readonly (readonly [from: number, to: number])[] },
): { rows: Row[]; apart: Aside[] } {
  const isOut = (column: number) => hidden.columns.some(([from, to]) => column >= from && column <= to);
  const apart: Aside[] = [];
  const rows = [...cells]
    .sort(([a], [b]) => a - b)
    .flatMap(([line, row]): Row[] => {
      const isRow = hidden.rows.has(line);
      const out = [...row].filter(([column]) => isRow || isOut(column));
      const text = wordsOf({ line, cells: out.sort(([a], [b]) => a - b).map(([, cell]) => cell) });
      if (text !== "") apart.push({ type: "aside", what: "hidden", text, line });
      const seen = new Map([...row].filter(([column]) => !isRow && !isOut(column)));
      return seen.size > 0 ? [{ line, cells: dense(seen) }] : [];
    });
  return { rows, apart };
}

/** A merged area shows its first cell. */
function spread(area: string, cells: Map<number, Map<number, Cell>>): void {
  const [from = "", to = ""] = area.split(":");
  if (to === "") return;
  const [[top, left], [bottom, right]] = [placeOf(from), placeOf(to)];
  const cell = cells.get(top)?.get(left);
  if (!cell) return;
  for (let row = top; row <= Math.min(bottom, top + limits.span); row++) {
    for (let column = left; column <= Math.min(right, left + limits.span); column++) {
      if ((row !== top || column !== left) && cells.has(row)) cells.get(row)?.set(column, { ...cell, copy: true });
    }
  }
}

const maxColumns = 16_384;

function placeOf(reference: string): [row: number, column: number] {
  const [, letters = "", digits = ""] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  if (column === 0 || column > maxColumns) throw notAWorkbook(`a cell at “${reference.slice(0, 20)}”`);
  return [Number(digits), column];
}

function dense(row: ReadonlyMap<number, Cell>): Cell[] {
  const width = Math.min(Math.max(...row.keys()), limits.span * 10);
  const empty = (): Cell => ({ runs: [] });
  const kept = Array.from({ length: width }, (_, at) => row.get(at + 1) ?? empty());
  const beyond = [...row].filter(([column]) => column > width).map(([, cell]) => cell);
  return [...kept, ...beyond];
}

/** Days since the last of 1899; the sheet's 29 February 1900 never was (ECMA-376, 18.17.4.1). */
function dayOf(serial: string): string {
  const days = Number(serial);
  if (!(days >= 61 && days < 2_958_466)) return serial;
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * 86_400_000).toISOString().slice(0, 10);
}
