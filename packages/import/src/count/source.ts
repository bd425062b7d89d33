import { decodeNamedCharacterReference } from "decode-named-character-reference";
import { unzipSync } from "fflate";
import { limits } from "../limits.ts";
import { clean, withHtmlComments, withoutComments } from "../model/clean.ts";
import type { Format } from "../source/format.ts";
import { addWords, type WordCount } from "./words.ts";

/**
 * Counts the words of a source without its reader: no tree, no table, no list. Words that no reader of the page sees
 * (programs, styles, comments, names of elements) are none of its words; addresses of links are.
 */
export function wordsOfSource(source: { format: Format; text: string; bytes: Uint8Array }): WordCount {
  const count: WordCount = new Map();
  const { format, text } = source;
  if (format === "html") addWords(count, textOfHtml(text));
  else if (format === "markdown") addWords(count, textOfMarkdown(text));
  else if (format === "rst")
    addWords(count, text.replace(/^ *(?:(?:[-*+]|\(?(?:\d{1,4}|#|[a-zA-Z])[.)]) +){1,20}(?=\S)/gm, ""));
  else if (format === "csv") addWords(count, text);
  else if (format === "xlsx") addWorkbook(count, source.bytes);
  else addData(count, text, format);
  return count;
}

const silent = new Set(["script", "style", "template", "noscript", "svg", "math", "iframe", "object"]);
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** Characters in which the words of a link end. */
const longestLink = 2000;

/** What is seen of HTML, tag by tag, with the addresses of links behind it. */
function textOfHtml(text: string): string {
  let [seen, extra, at] = ["", "", 0];
  const page = withoutComments(text);
  const small = page.toLowerCase();
  for (let open = page.indexOf("<"); open >= 0; open = page.indexOf("<", at)) {
    seen += page.slice(at, open);
    const isTag = /[A-Za-z/!?]/.test(page[open + 1] ?? "");
    if (!isTag) {
      seen += "<";
      at = open + 1;
      continue;
    }
    const end = endOfTag(page, open + 1);
    // A tag that nobody ended is none, and the end of the page.
    if (end === page.length && !page.endsWith(">")) return decoded(`${seen} ${extra}`);
    const tag = page.slice(open, end);
    const [, slash = "", name = ""] = /^<(\/?)([A-Za-z][\w:-]*)/.exec(tag) ?? [];
    const element = name.toLowerCase();
    at = end;
    if (slash === "" && silent.has(element)) {
      const close = small.indexOf(`</${element}`, end);
      at = close < 0 ? page.length : endOfTag(page, close);
    } else if (element === "a" && slash === "") {
      const close = page.slice(end, end + longestLink).indexOf("</a");
      if (close < 0 || !isSaid(page.slice(end, end + close), hrefIn(tag))) extra += ` ${hrefIn(tag)}`;
      // Two links side by side are two words.
      if (page.startsWith("</a>", open - "</a>".length)) seen += " ";
    } else if (element === "img") seen += ` ${attributeIn(tag, "alt")} `;
    if (
      !inline.has(element) ||
      /^(?:cell|gridcell|columnheader|rowheader)$/.test(attributeIn(tag, "role")) ||
      (element === "sup" && !/^<?\/?\s*[a-z]{2}/.test(page.slice(end, end + 4)) && slash === "")
    )
      seen += " ";
  }
  return decoded(`${seen}${page.slice(at)} ${extra}`);
}

/** Whether the words of a link are its address: it is said once. */
const isSaid = (words: string, href: string): boolean =>
  decoded(words.replace(/<[^<>]*>/g, "")).trim() === decoded(href.replace(/^mailto:/, "")).trim();

const hrefIn = (tag: string): string => {
  const href = attributeIn(tag, "href");
  return href.startsWith("#") ? "" : href;
};

function attributeIn(tag: string, name: string): string {
  const [, double, single, bare] =
    new RegExp(`\\s${name}\\s{0,9}=\\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(tag) ?? [];
  return double ?? single ?? bare ?? "";
}

/** Behind the `>` that ends a tag; one in quotation marks does not. */
function endOfTag(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const mark = text[at] as string;
    if (quote) quote = mark === quote ? "" : quote;
    else if ((mark === '"' || mark === "'") && /[=\s]/.test(text[at - 1] ?? "")) quote = mark;
    else if (mark === ">") return at + 1;
  }
  return text.length;
}

const decoded = (text: string): string =>
  clean(
    text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]{1,31}));/gi, (whole, hex, decimal, name) => {
      if (name) return decodeNamedCharacterReference(name) || whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
    }),
  );

/** Markdown as it is written, without names of HTML's elements and numbers of items. */
function textOfMarkdown(text: string): string {
  const plain = withoutComments(withHtmlComments(text)).replace(/^[\t >-]*\d{1,9}[.)](?=\s)/gm, " ");
  const hrefs: string[] = [];
  const seen = plain
    .replace(/<a\s([^<>]{1,2000})>([^<>]{1,2000})<\/a>/g, (link, attributes, words) =>
      isSaid(words, attributeIn(` ${attributes}`, "href")) ? words : link,
    )
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, " ")
    .replace(/<\/?([a-z][a-z0-9]*)(?=[\s/>])(?:[^<>]*)>/g, (tag, name) => {
      if (name === "a") hrefs.push(hrefIn(tag));
      if (name === "img") hrefs.push(attributeIn(tag, "alt"));
      return inline.has(name) ? "" : " ";
    })
    .replace(/\[([^[\]]{1,2000})\]\(([^()\s]{1,2000})\)/g, (link, words, href) => (isSaid(words, href) ? words : link))
    // A mark of a task is no word.
    .replace(/\[[ xX]\]/g, " ");
  return decoded(`${seen} ${hrefs.join(" ")}`);
}

/** Shared strings by their use, and what stands in cells itself. Numbers may be days: they are not counted. */
function addWorkbook(count: WordCount, bytes: Uint8Array): void {
  let size = 0;
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      size += originalSize;
      return /^xl\/(?:sharedStrings|workbook|worksheets\/[^/]+)\.xml$/.test(name) && size <= limits.unpacked;
    },
  });
  const decoder = new TextDecoder();
  const shared = decoder.decode(parts["xl/sharedStrings.xml"] ?? new Uint8Array());
  const strings = shared
    .split(/<\/(?:\w+:)?si>/)
    .map((one) => texts(one.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, "")));
  for (const [, name = ""] of decoder
    .decode(parts["xl/workbook.xml"])
    .matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g))
    addWords(count, decoded(name));
  for (const [path, part] of Object.entries(parts)) {
    if (!path.startsWith("xl/worksheets/")) continue;
    for (const [, attributes = "", body = ""] of decoder
      .decode(part)
      .matchAll(/<(?:\w+:)?c\b([^>]*?)>([\s\S]*?)<\/(?:\w+:)?c>/g)) {
      const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? "n";
      const value = /<(?:\w+:)?v[^>]*>([^<]*)</.exec(body)?.[1] ?? "";
      if (type === "s") addWords(count, strings[Number(value)] ?? "");
      else if (type === "inlineStr") addWords(count, texts(body));
      else if (type === "str") addWords(count, decoded(value));
    }
  }
}

const texts = (xml: string): string =>
  decoded([...xml.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</g)].map(([, text]) => text).join(""));

/** Values each time, names of members once. */
const placeParts = new Set(["city", "state", "country"]);

function addData(count: WordCount, text: string, format: Format): void {
  const names = new Set<string>();
  const named = (name: string, left: string) => {
    names.add(name);
    return left;
  };
  const values =
    format === "json"
      ? text.replace(/"((?:[^"\\]|\\.)*)"\s{0,20}:/g, (_, name) => named(name, " "))
      : text.replace(
          /^( *(?:- +){0,20})(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'#:{[&*!|>-][^\n:]*?)) {0,20}:(?=\s|$)/gm,
          (_, before, double, single, bare) => named(double ?? single ?? bare, before),
        );
  // What is a city, a country and a name is said by how each is written, and by where it stands.
  for (const name of names) if (!placeParts.has(name) && name !== "name") addWords(count, name);
  const escaped = values
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[ntrbf]/g, " ");
  addWords(count, escaped.replace(/\bnull\b/g, ""));
}
