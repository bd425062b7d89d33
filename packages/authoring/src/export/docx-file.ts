import { directionOf } from "@trust-center/reading";
import { type Zippable, zipSync } from "fflate";
import { html, type Markup, raw, render } from "../derived/html.ts";
import type { Block, ExportDocument, LabelledLines } from "./document.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The date of every file in the archive: ZIP knows none before. It is local, so that it is written the same everywhere. */
const mtime = new Date(1980, 0, 1);

/**
 * A document as DOCX (ECMA-376, part 1): headings, paragraphs, and facts as tables of two columns. It has no macros, no links and
 * nothing that is fetched. The same document gives the same bytes.
 */
export function docxFile(document: ExportDocument): Uint8Array {
  const isRtl = directionOf(document.tag) === "rtl";
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "word/document.xml": render(
      html`<w:document xmlns:w="${main}"><w:body>${document.blocks.map((block) => blockMarkup(block, isRtl))}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>${isRtl ? raw("<w:bidi/>") : ""}</w:sectPr></w:body></w:document>`,
    ),
    "word/styles.xml": styles(document.tag),
    "docProps/core.xml": render(
      html`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${document.title}</dc:title><dc:language>${document.tag}</dc:language></cp:coreProperties>`,
    ),
  };
  const zippable: Zippable = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(declaration + text)]),
  );
  return zipSync(zippable, { mtime, level: 6 });
}

function blockMarkup(block: Block, isRtl: boolean): Markup {
  switch (block.is) {
    case "heading":
      return paragraph(block.text, isRtl, `Heading${block.level}`);
    case "paragraph":
      return paragraph(block.text, isRtl);
    case "command":
      return html`${paragraph(block.text, isRtl)}${paragraph(block.command, false)}`;
    case "facts":
      return html`<w:tbl><w:tblPr><w:tblStyle w:val="Facts"/>${isRtl ? raw("<w:bidiVisual/>") : ""}<w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="2600"/><w:gridCol w:w="7038"/></w:tblGrid>${block.facts.map((fact) => row(fact, isRtl))}</w:tbl>${paragraph("", isRtl)}`;
  }
}

const row = ({ label, lines }: LabelledLines, isRtl: boolean): Markup =>
  html`<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(2600, [paragraph(label, isRtl, "Label")])}${cell(7038, lines.length === 0 ? [paragraph("", isRtl)] : lines.map((line) => paragraph(line, isRtl)))}</w:tr>`;

const cell = (width: number, content: readonly Markup[]): Markup =>
  html`<w:tc><w:tcPr><w:tcW w:w="${String(width)}" w:type="dxa"/></w:tcPr>${content}</w:tc>`;

/** A paragraph. A line break in its text is one in the document. */
function paragraph(text: string, isRtl: boolean, style?: string): Markup {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const runs = lines.map((line, at) => html`${at > 0 ? raw("<w:br/>") : ""}<w:t xml:space="preserve">${line}</w:t>`);
  const own = style ? html`<w:pStyle w:val="${style}"/>` : "";
  return html`<w:p><w:pPr>${own}${isRtl ? raw("<w:bidi/>") : ""}</w:pPr><w:r>${isRtl ? raw("<w:rPr><w:rtl/></w:rPr>") : ""}${runs}</w:r></w:p>`;
}

const style = (id: string, name: string, inner: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${inner}</w:style>`;
const headingStyle = (level: number, size: number) =>
  style(
    `Heading${level}`,
    `heading ${level}`,
    `<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr>`,
  );

/** No font is named but the reader's own: each language has one there. */
const styles = (tag: string): string =>
  render(
    html`<w:styles xmlns:w="${main}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="${tag}" w:eastAsia="${tag}" w:bidi="${tag}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${raw(headingStyle(1, 36) + headingStyle(2, 28) + headingStyle(3, 24))}${raw(style("Label", "Label", "<w:rPr><w:b/><w:bCs/></w:rPr>"))}${raw('<w:style w:type="table" w:styleId="Facts"><w:name w:val="Facts"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="C8C8C8"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="C8C8C8"/></w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>')}</w:styles>`,
  );
