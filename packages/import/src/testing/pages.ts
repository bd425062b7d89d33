import fc from "fast-check";
import { type Source, sourceOf } from "../source/read-source.ts";
import { type WorkbookCell, workbook } from "./workbook.ts";

/** A list that a page holds, with its text around it. */
export interface GeneratedPage {
  labels: readonly string[];
  rows: readonly (readonly string[])[];
  before: readonly string[];
  after: readonly string[];
  /** Addresses of the names, where they have any. */
  links: readonly (string | undefined)[];
}

/** What a page is made of, in no order that makes sense. */
export type GeneratedBlock =
  | { type: "heading"; depth: number; text: string }
  | { type: "paragraph"; pieces: GeneratedPiece[] }
  | { type: "list"; ordered: boolean; items: GeneratedItem[] }
  | { type: "table"; rows: GeneratedPiece[][][] }
  | { type: "terms"; items: { term: string; text: string }[] };

export interface GeneratedPiece {
  text: string;
  strong: boolean;
  link: string | undefined;
}

export interface GeneratedItem {
  pieces: GeneratedPiece[];
  items: GeneratedItem[];
}

/** Words as lists have them: of several scripts, with marks that formats give a meaning. */
const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ..."Harbour Pigeon cloud mail USA Germany EU Inc. GmbH data e-mail 2024-05 TBD N/A Müller Größe Київ 東京 São l’été".split(
        " ",
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .stringMatching(/^[\p{L}\p{N}]{1,8}$/u)
      .filter(
        (text) => !/^(?:null|mailto)$/i.test(text) && text === text.normalize("NFC") && text === text.normalize("NFKC"),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "*",
      "&",
      "<3",
      "a_b_c",
      "5*3",
      "C#",
      "#1",
      "1.",
      "(x)",
      "[y]",
      "~z~",
      "50%",
      "$1",
      "a|b",
      "—",
      "“q”",
      "it's",
      "\\",
      "`code`",
      "-",
      "+1",
      "=SUM",
      "@home",
      "!",
      "d/b/a",
      "via",
      "(via Harbour)",
      "https://acme.example/a_b?c=d&e=f",
    ),
  },
);
const words = (max: number) => fc.array(word, { minLength: 1, maxLength: max }).map((all) => all.join(" "));
const name = fc
  .tuple(
    fc.constantFrom("Harbour", "Pigeon", "Lookout", "Åland", "Київ", "東京クラウド", "9Lives", "Farsight"),
    fc.option(fc.constantFrom("Cloud", "Post, Inc.", "GmbH", "(EU)", "d/b/a Wing", "Ltd*"), { nil: "" }),
  )
  .map(([first, second]) => `${first} ${second}`.trim());

const otherLabels = [
  "Purpose",
  "Location",
  "Data categories",
  "Transfer mechanism",
  "DPA",
  "Retention",
  "Since",
  "Notes",
  "Owner",
  "2FA",
  "Applies to",
  "Category",
  "Contact",
  "Address",
  "Entity country",
];

export const anyPage: fc.Arbitrary<GeneratedPage> = fc
  .tuple(fc.subarray(otherLabels, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 5 }))
  .chain(([labels, count]) =>
    fc.record({
      labels: fc.constant(["Sub-processor", ...labels]),
      rows: fc.array(
        fc
          .tuple(
            name,
            fc.array(fc.oneof({ weight: 5, arbitrary: words(6) }, { weight: 1, arbitrary: fc.constant("") }), {
              minLength: labels.length,
              maxLength: labels.length,
            }),
          )
          .map(([first, rest]) => [first, ...rest]),
        { minLength: count, maxLength: count },
      ),
      before: fc.array(
        words(10).map((text) => `We say ${text}`),
        { maxLength: 2 },
      ),
      after: fc.array(
        words(10).map((text) => `Then ${text}`),
        { maxLength: 2 },
      ),
      links: fc.array(
        fc.option(
          fc.constantFrom("https://harbour.example/", "https://pigeon.example/privacy", "https://acme.example/x_y"),
          { nil: undefined },
        ),
        { minLength: count, maxLength: count },
      ),
    }),
  );

const link = fc.option(
  fc.constantFrom("https://harbour.example/", "https://pigeon.example/dpa", "/privacy", "mailto:a@b.example"),
  { nil: undefined, freq: 3 },
);
const piece = fc.record({ text: words(5), strong: fc.boolean(), link });
const pieces = fc.array(piece, { minLength: 1, maxLength: 3 });
const heads = [
  ...otherLabels,
  "Sub-processor",
  "Vendor",
  "Name",
  "Change",
  "Date",
  "Cookie",
  "Sub-processors",
  "Where & why",
];
const text = fc.oneof(
  words(6),
  fc.constantFrom(
    ...heads,
    "Our sub-processors",
    "Change log",
    "Affiliates",
    "United States",
    "The following sub-processors are located in Ireland",
    "Last updated: 3 May 2026",
    "Last updated: 3/5/2026",
  ),
);
const label = fc
  .constantFrom(...heads)
  .map((found): GeneratedPiece[] => [{ text: found, strong: false, link: undefined }]);
const item: fc.Arbitrary<GeneratedItem> = fc.letrec<{ item: GeneratedItem }>((tie) => ({
  item: fc.record({
    pieces: fc.oneof(
      pieces,
      fc
        .tuple(fc.constantFrom(...heads), words(4))
        .map(([head, rest]) => [{ text: `${head}: ${rest}`, strong: false, link: undefined }]),
    ),
    items: fc.oneof({ maxDepth: 2 }, fc.constant<GeneratedItem[]>([]), fc.array(tie("item"), { maxLength: 3 })),
  }),
})).item;
const table = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.boolean())
  .chain(([width, height, isAcross]) => {
    const cell = fc.oneof(
      { weight: 5, arbitrary: pieces },
      { weight: 1, arbitrary: fc.constant<GeneratedPiece[]>([]) },
    );
    const row = fc.array(cell, { minLength: width, maxLength: width });
    const head = fc.array(label, { minLength: width, maxLength: width });
    const body = fc.array(isAcross ? row : fc.tuple(label, row).map(([first, rest]) => [first, ...rest]), {
      minLength: height,
      maxLength: height,
    });
    return isAcross ? fc.tuple(head, body).map(([first, rest]) => [first, ...rest]) : body;
  });

export const anyBlocks: fc.Arbitrary<GeneratedBlock[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("heading" as const), depth: fc.integer({ min: 1, max: 4 }), text }),
    fc.record({
      type: fc.constant("paragraph" as const),
      pieces: fc.oneof(
        pieces,
        text.map((one) => [{ text: one, strong: false, link: undefined }]),
      ),
    }),
    fc.record({
      type: fc.constant("list" as const),
      ordered: fc.boolean(),
      items: fc.array(item, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ type: fc.constant("table" as const), rows: table }),
    fc.record({
      type: fc.constant("terms" as const),
      items: fc.array(fc.record({ term: text, text: words(6) }), { minLength: 1, maxLength: 3 }),
    }),
  ),
  { minLength: 1, maxLength: 8 },
);

const html = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

function asHtml({ labels, rows, before, after, links }: GeneratedPage): string {
  const cell = (text: string, link?: string) => `<td>${link ? `<a href="${link}">${html(text)}</a>` : html(text)}</td>`;
  return `<!doctype html><html><body><h1>Sub-processors</h1>
${before.map((text) => `<p>${html(text)}</p>`).join("\n")}
<table><tr>${labels.map((label) => `<th>${html(label)}</th>`).join("")}</tr>
${rows.map((row, at) => `<tr>${row.map((text, column) => cell(text, column === 0 ? links[at] : undefined)).join("")}</tr>`).join("\n")}</table>
<h2>Else</h2>${after.map((text) => `<p>${html(text)}</p>`).join("\n")}</body></html>`;
}

const markdown = (text: string): string =>
  text.replace(/https?:\S+|[\\`*_{}[\]()<>#+!|~&.-]/g, (mark) => (mark.startsWith("http") ? mark : `\\${mark}`));

function asMarkdown({ labels, rows, before, after, links }: GeneratedPage): string {
  const cell = (text: string, link?: string) => (link ? `[${markdown(text)}](${link})` : markdown(text));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `# Sub-processors\n\n${before.map(markdown).join("\n\n")}\n\n${line(labels.map(markdown))}\n${line(labels.map(() => "---"))}\n${rows
    .map((row, at) => line(row.map((text, column) => cell(text, column === 0 ? links[at] : undefined))))
    .join("\n")}\n\n## Else\n\n${after.map(markdown).join("\n\n")}\n`;
}

const rst = (text: string): string =>
  text.replace(/https?:\S+|[\\`*_|]/g, (mark) => (mark.startsWith("http") ? mark : `\\${mark}`));

function asRst({ labels, rows, before, after, links }: GeneratedPage): string {
  const row = (cells: readonly string[]) =>
    cells.map((text, at) => `   ${at === 0 ? "* -" : "  -"} ${text}`.trimEnd()).join("\n");
  const body = rows.map((cells, at) =>
    row(cells.map((text, column) => (column === 0 && links[at] ? rstLink(text, links[at]) : `\\ ${rst(text)}`))),
  );
  return `Sub-processors\n==============\n\n${before.map(rst).join("\n\n")}\n\n.. list-table::\n   :header-rows: 1\n\n${row(labels)}\n${body.join("\n")}\n\nElse\n----\n\n${after.map(rst).join("\n\n")}\n`;
}

const csv = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const asCsv = ({ labels, rows }: GeneratedPage): string =>
  [labels, ...rows].map((row) => row.map(csv).join(",")).join("\r\n");

function asXlsx({ labels, rows, links }: GeneratedPage): Uint8Array {
  const cells = rows.map((row, at) =>
    row.map((text, column): WorkbookCell => ({ text, ...(column === 0 && links[at] && { link: links[at] }) })),
  );
  return workbook("Sub-processors", [labels.map((text) => ({ text })), ...cells]);
}

function asRecords({ labels, rows, links }: GeneratedPage): { subprocessors: Record<string, string>[] } {
  return {
    subprocessors: rows.map((row, at) => ({
      ...Object.fromEntries(row.map((text, column) => [labels[column] as string, text])),
      ...(links[at] && { website: links[at] }),
    })),
  };
}

const asJson = (page: GeneratedPage): string => JSON.stringify(asRecords(page), null, 2);

const asYaml = (page: GeneratedPage): string =>
  asRecords(page)
    .subprocessors.map((record) =>
      Object.entries(record)
        .map(([key, value], at) => `${at === 0 ? "- " : "  "}${JSON.stringify(key)}: ${JSON.stringify(value)}`)
        .join("\n"),
    )
    .join("\n");

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A page in every format that is read. */
export const written: Record<string, (page: GeneratedPage) => Source> = {
  html: (page) => sourceOf("page.html", bytesOf(asHtml(page))),
  markdown: (page) => sourceOf("page.md", bytesOf(asMarkdown(page))),
  rst: (page) => sourceOf("page.rst", bytesOf(asRst(page))),
  csv: (page) => sourceOf("page.csv", bytesOf(asCsv(page))),
  xlsx: (page) => sourceOf("page.xlsx", asXlsx(page)),
  json: (page) => sourceOf("page.json", bytesOf(asJson(page))),
  yaml: (page) => sourceOf("page.yaml", bytesOf(asYaml(page))),
};

const joined = (pieces: readonly GeneratedPiece[], say: (piece: GeneratedPiece) => string): string =>
  pieces.map(say).join(" ");

const inHtml = ({ text, strong, link }: GeneratedPiece): string => {
  const inner = strong ? `<b>${html(text)}</b>` : html(text);
  return link ? `<a href="${link}">${inner}</a>` : inner;
};

function blockInHtml(block: GeneratedBlock): string {
  const items = (all: readonly GeneratedItem[]): string =>
    all
      .map(
        (item) =>
          `<li>${joined(item.pieces, inHtml)}${item.items.length > 0 ? `<ul>${items(item.items)}</ul>` : ""}</li>`,
      )
      .join("");
  switch (block.type) {
    case "heading":
      return `<h${block.depth}>${html(block.text)}</h${block.depth}>`;
    case "paragraph":
      return `<p>${joined(block.pieces, inHtml)}</p>`;
    case "list":
      return block.ordered ? `<ol>${items(block.items)}</ol>` : `<ul>${items(block.items)}</ul>`;
    case "table":
      return `<table>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${joined(cell, inHtml)}</td>`).join("")}</tr>`).join("")}</table>`;
    case "terms":
      return `<dl>${block.items.map(({ term, text }) => `<dt>${html(term)}</dt><dd>${html(text)}</dd>`).join("")}</dl>`;
  }
}

const inMarkdown = ({ text, strong, link }: GeneratedPiece): string => {
  const inner = strong ? `**${markdown(text)}**` : markdown(text);
  return link ? `[${inner}](${link})` : inner;
};

function blockInMarkdown(block: GeneratedBlock): string {
  const items = (all: readonly GeneratedItem[], mark: string, indent: string): string =>
    all
      .map(
        (item) =>
          `${indent}${mark} ${joined(item.pieces, inMarkdown)}\n${items(item.items, "-", `${indent}${" ".repeat(mark.length + 1)}`)}`,
      )
      .join("");
  switch (block.type) {
    case "heading":
      return `${"#".repeat(block.depth)} ${markdown(block.text)}`;
    case "paragraph":
      return joined(block.pieces, inMarkdown);
    case "list":
      return items(block.items, block.ordered ? "1." : "-", "");
    case "table": {
      const line = (row: readonly GeneratedPiece[][]) =>
        `| ${row.map((cell) => joined(cell, inMarkdown)).join(" | ")} |`;
      const [head = [], ...body] = block.rows;
      return [line(head), `|${head.map(() => " --- |").join("")}`, ...body.map(line)].join("\n");
    }
    case "terms":
      return block.items.map(({ term, text }) => `${markdown(term)}\n: ${markdown(text)}`).join("\n\n");
  }
}

/** The words of a link hold neither of its own marks. */
const rstLink = (text: string, link: string): string => `\`${rst(text.replace(/[`<>]/g, "'"))} <${link}>\`__`;

const inRst = ({ text, strong, link }: GeneratedPiece): string => {
  if (link) return rstLink(text, link);
  return strong ? `**${rst(text)}**` : rst(text);
};

function blockInRst(block: GeneratedBlock): string {
  const items = (all: readonly GeneratedItem[], mark: string, indent: string): string =>
    all
      .map(
        (item) =>
          `${indent}${mark} ${joined(item.pieces, inRst)}\n${item.items.length > 0 ? `\n${items(item.items, "*", `${indent}${" ".repeat(mark.length + 1)}`)}\n` : ""}`,
      )
      .join("");
  switch (block.type) {
    case "heading":
      return `${rst(block.text)}\n${("=-~^"[block.depth - 1] as string).repeat(rst(block.text).length + 2)}`;
    case "paragraph":
      return joined(block.pieces, inRst);
    case "list":
      return items(block.items, block.ordered ? "#." : "*", "");
    case "table":
      return `.. list-table::\n\n${block.rows.map((row) => row.map((cell, at) => `   ${at === 0 ? "* -" : "  -"} ${joined(cell, inRst)}`.trimEnd()).join("\n")).join("\n")}`;
    case "terms":
      return block.items.map(({ term, text }) => `${rst(term)}\n   ${rst(text)}`).join("\n\n");
  }
}

/** Blocks in every format that has blocks. */
export const writtenBlocks: Record<string, (blocks: readonly GeneratedBlock[]) => Source> = {
  html: (blocks) => sourceOf("page.html", bytesOf(`<html><body>${blocks.map(blockInHtml).join("\n")}</body></html>`)),
  markdown: (blocks) => sourceOf("page.md", bytesOf(blocks.map(blockInMarkdown).join("\n\n"))),
  rst: (blocks) => sourceOf("page.rst", bytesOf(blocks.map(blockInRst).join("\n\n"))),
};
