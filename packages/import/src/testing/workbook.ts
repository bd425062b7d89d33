import { strToU8, zipSync } from "fflate";

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** A cell: its words, and where it leads. */
export interface WorkbookCell {
  text: string;
  link?: string;
}

const columnName = (column: number): string =>
  (column >= 26 ? columnName(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));

/** A workbook of one sheet, as spreadsheet programs write it: shared strings, links by relation. */
export function workbook(name: string, rows: readonly (readonly WorkbookCell[])[]): Uint8Array {
  const strings = [...new Set(rows.flat().map(({ text }) => text))];
  const links = rows.flatMap((row, at) =>
    row.flatMap(({ link }, column) => (link ? [{ link, ref: `${columnName(column)}${at + 1}` }] : [])),
  );
  const sheet = rows
    .map((row, at) => {
      const cells = row.map(({ text }, column) =>
        text === "" ? "" : `<c r="${columnName(column)}${at + 1}" t="s"><v>${strings.indexOf(text)}</v></c>`,
      );
      return `<row r="${at + 1}">${cells.join("")}</row>`;
    })
    .join("");
  const hyperlinks =
    links.length > 0
      ? `<hyperlinks>${links.map(({ ref }, at) => `<hyperlink ref="${ref}" r:id="rId${at + 1}"/>`).join("")}</hyperlinks>`
      : "";
  return archive({
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/sharedStrings.xml": `<sst>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns:r="r"><sheetData>${sheet}</sheetData>${hyperlinks}</worksheet>`,
    "xl/worksheets/_rels/sheet1.xml.rels": `<Relationships>${links.map(({ link }, at) => `<Relationship Id="rId${at + 1}" Target="${escaped(link)}"/>`).join("")}</Relationships>`,
  });
}

/** An archive of XML parts. */
export const archive = (parts: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])));
