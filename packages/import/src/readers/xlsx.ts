import { UsageError } from "@trust-center/authoring";
import { Unzip, UnzipInflate } from "fflate";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { limits } from "../limits.ts";
import { clean } from "../model/clean.ts";
import type { Block, Cell, Row, SourceDocument } from "../model/document.ts";
import { tooManyCells } from "./html.ts";
import { runsOfText } from "./plain-cell.ts";

/** Reads a workbook (ECMA-376, SpreadsheetML): a table for each sheet that anybody sees, under its name. */
export function readXlsx(bytes: Uint8Array): SourceDocument {
  const parts = unpack(bytes);
  const part = (path: string) => parts.get(path);
  const workbook = part("xl/workbook.xml");
  if (workbook === undefined) throw notAWorkbook("no xl/workbook.xml in it");
  const shared = stringsOf(part("xl/sharedStrings.xml") ?? "");
  const dates = dateStylesOf(part("xl/styles.xml") ?? "");
  const targets = targetsOf(part("xl/_rels/workbook.xml.rels") ?? "");
  const blocks = sheetsOf(workbook).flatMap(({ name, id }): Block[] => {
    const path = `xl/${(targets.get(id) ?? "").replace(/^\/xl\/|^\//, "")}`;
    const links = targetsOf(part(path.replace(/([^/]+)$/, "_rels/$1.rels")) ?? "");
    const rows = rowsOf(part(path) ?? "", { shared, dates, links });
    const heading: Block = { type: "heading", depth: 1, runs: [{ text: name }], line: 1 };
    return rows.length > 0 ? [heading, { type: "table", rows, heads: 0, line: rows[0]?.line ?? 1 }] : [heading];
  });
  return { blocks };
}

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

function stringsOf(xml: string): string[] {
  const strings: string[] = [];
  let inReading = false;
  walk(
    xml,
    (tag) => {
      if (local(tag.name) === "si") strings.push("");
      if (local(tag.name) === "rPh") inReading = true;
    },
    (name, text) => {
      if (name === "rPh") inReading = false;
      // `rPh` is how a Japanese text is read aloud: no part of it.
      if (name === "t" && !inReading) strings[strings.length - 1] += text;
    },
  );
  return strings.map(clean);
}

/** Formats of numbers that show a day: ECMA-376, 18.8.30. */
const builtInDates = new Set([14, 15, 16, 17, 22, 30, 36, 50, 57]);

/** Which styles of cells show a day. */
function dateStylesOf(xml: string): boolean[] {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  walk(xml, ({ name, attributes }, path) => {
    if (local(name) === "numFmt") formats.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
    if (local(name) !== "xf" || !path.includes("cellXfs")) return;
    const format = Number(attributes.numFmtId);
    const code = (formats.get(format) ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
    styles.push(builtInDates.has(format) || (/y/i.test(code) && /[dm]/i.test(code)));
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

function sheetsOf(xml: string): { name: string; id: string }[] {
  const sheets: { name: string; id: string }[] = [];
  walk(xml, ({ name, attributes }) => {
    if (local(name) === "sheet") sheets.push({ name: clean(attributes.name ?? ""), id: attributes["r:id"] ?? "" });
  });
  return sheets;
}

interface Book {
  shared: readonly string[];
  dates: readonly boolean[];
  links: ReadonlyMap<string, string>;
}

function rowsOf(xml: string, { shared, dates, links }: Book): Row[] {
  const cells = new Map<number, Map<number, Cell>>();
  let [reference, type, style, value, count] = ["", "", 0, "", 0];
  const put = (at: string, make: (before: Cell | undefined) => Cell) => {
    const [row, column] = placeOf(at);
    const line = cells.get(row) ?? new Map<number, Cell>();
    cells.set(row, line);
    if (!line.has(column) && ++count > limits.cells) throw tooManyCells();
    line.set(column, make(line.get(column)));
  };
  walk(
    xml,
    ({ name, attributes }) => {
      if (local(name) === "c")
        [reference, type, style, value] = [attributes.r ?? "", attributes.t ?? "n", Number(attributes.s ?? 0), ""];
      if (local(name) === "hyperlink") {
        const link = links.get(attributes["r:id"] ?? "");
        const first = (attributes.ref ?? "").split(":")[0] ?? "";
        if (link)
          put(first, (before) => ({ runs: (before?.runs ?? [{ text: link }]).map((run) => ({ ...run, link })) }));
      }
      if (local(name) === "mergeCell") spread(attributes.ref ?? "", cells);
    },
    (name, text) => {
      if (name === "v" || name === "t") value += text;
      if (name !== "c" || value === "") return;
      const words = clean(
        type === "s" ? (shared[Number(value)] ?? "") : type === "n" && dates[style] ? dayOf(value) : value,
      );
      if (words.trim() !== "") put(reference, () => ({ runs: runsOfText(words) }));
    },
  );
  return [...cells].sort(([a], [b]) => a - b).map(([line, row]) => ({ line, cells: dense(row) }));
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
