import { UsageError } from "@trust-center/authoring";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { importList } from "./import-list.ts";
import { limits } from "./limits.ts";
import { sourceOf } from "./source/read-source.ts";
import { page } from "./testing/draft.ts";
import { archive, workbook } from "./testing/workbook.ts";

const publisher = { name: "Acme", feed: "https://acme.example/.well-known/trust-center/" };

/** Milliseconds: what takes a text's length times itself never ends within them. */
const patience = 600_000;

const times = (text: string, count: number) => text.repeat(count);
const sheet = (xml: string) =>
  archive({
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": xml,
  });

/** What is refused, with what the refusal says. */
const refused: Record<string, [name: string, content: string | (() => Uint8Array), says: RegExp]> = {
  "elements inside each other": ["a.html", times("<div>", 100_000), /at most 200 elements/],
  "lists inside each other in a page": ["a.html", times("<ul><li>", 100_000), /at most 200 elements/],
  "quotations inside each other": ["a.md", `${times("> ", 60)}a`, /at most 50 levels/],
  "lists inside each other in Markdown": ["a.md", `${times("- ", 5000)}a`, /at most 50 levels/],
  "arrays inside each other": ["a.json", times("[", 100_000), /at most 200 lists/],
  "maps inside each other": ["a.yaml", times("- ", 5000), /at most 200 lists|nested/],
  "a billion laughs": [
    "a.yaml",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghi"].map((name, at) => `${name}: &${name} [${times(`*${"abcdefgh"[at]},`, 9)}]`).join("\n")}\n`,
    /at most 100 uses of YAML aliases/,
  ],
  "a table of a million cells by spans": [
    "a.html",
    `<table>${times(`<tr>${times('<td colspan="100" rowspan="100">a</td>', 10)}</tr>`, 300)}</table>`,
    /at most 200000 cells/,
  ],
  "a text that is too long": ["a.md", times("a ", limits.marked), /at most 1048576 characters/],
  "a bomb in a workbook": [
    "a.xlsx",
    () =>
      zipSync(
        { "xl/workbook.xml": new Uint8Array(0), "xl/sharedStrings.xml": new Uint8Array(limits.unpacked + 1) },
        { level: 9 },
      ),
    /unpacks to at most/,
  ],
  "an archive that is none": ["a.xlsx", "PK\u0003\u0004and nothing else", /workbook/],
  "a text by the name of a workbook": ["a.xlsx", "Name,Purpose", /none of them by its name/],
  "an entity of its own in a workbook": [
    "a.xlsx",
    () => sheet('<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>'),
    /document type/,
  ],
  "a cell beyond every sheet": [
    "a.xlsx",
    () => sheet('<worksheet><sheetData><row><c r="ZZZ99999999" t="str"><v>a</v></c></row></sheetData></worksheet>'),
    /a cell at/,
  ],
  "bytes that are no text": ["a.csv", () => Uint8Array.of(0x61, 0xff, 0xfe, 0x62), /text in utf-8/],
  "an encoding that is none": ["a.html", '<meta charset="klingon"><p>a', /encoding that browsers know/],
  "nothing that has a format": ["a.pdf", "%PDF-1.7", /none of them by its name/],
};

test.each(Object.entries(refused))(
  "%s: refused with what was expected, found, and how to go on",
  async (_, [name, content, says]) => {
    const run = async () => {
      const source = typeof content === "string" ? page(name, content) : sourceOf(name, content());
      await importList(source, { publisher });
    };
    const error = await run().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(says);
    expect((error as Error).message).toMatch(/^Expected .*found.*\. .+\.$/s);
  },
  patience,
);

const list = "# Sub-processors\n\n| Name | Purpose |\n| --- | --- |\n";

/** What is read, and takes its time where a pattern goes back and forth. */
const slow: Record<string, [name: string, content: string]> = {
  "blanks in a cell": ["a.csv", `Name,Purpose\nAcme,"${times("\n ", 100_000)}x"`],
  "brackets in a cell": ["a.csv", `Name,Location,Data\nAcme,"${times("(", 50_000)}","${times("(a", 50_000)}"`],
  "labels in a cell": ["a.html", `<h1>Subprocessors</h1><ul><li>Acme: ${times("a, b. c; ", 20_000)}</ul>`],
  "comments without an end": ["a.html", times("<!-- ", 100_000)],
  "tags without an end": ["a.html", times("<a href=", 50_000)],
  "links without an end": ["a.html", times("<a href=x>", 20_000)],
  attributes: ["a.html", `<a ${times("a ", 100_000)}href=x>y</a>`],
  "marks of Markdown": ["a.md", `${list}| Acme | ${times("**a ", 5000)} |\n`],
  "brackets of Markdown": ["a.md", `${list}| Acme | ${times("[a](", 5000)} |\n`],
  components: ["a.mdx", times("<A ", 20_000)],
  "quotation marks of RST": ["a.rst", times("`a ", 20_000)],
  "names in a line of RST": ["a.rst", `${times("a_", 20_000)}\n`],
  "a name of ten thousand words": ["a.csv", `Name,Purpose\n"${times("Acme d/b/a ", 10_000)}",x`],
  "keys of JSON": ["a.json", `{${times(`"${times("\\\\", 100)}":1,`, 500).replace(/"/g, (mark) => mark)}"a":1}`],
  "a million columns": ["a.csv", `Name,${times(",", 50_000)}\nAcme`],
};

test.each(Object.entries(slow))(
  "%s: read or refused in time, and no word lost",
  async (_, [name, content]) => {
    const result = await importList(page(name, content), { publisher }).catch((error: unknown) => error);
    if (result instanceof Error) expect(result).toBeInstanceOf(UsageError);
    else expect((result as { report: { words: { lost: unknown[] } } }).report.words.lost).toEqual([]);
  },
  patience,
);

test("a workbook may be large, and name its parts as it likes", async () => {
  const rows = Array.from({ length: 2000 }, (_, at) => [
    { text: `Acme ${at}` },
    { text: "Hosting", link: `https://acme.example/${at}` },
  ]);
  const bytes = workbook("Sub-processors", [[{ text: "Name" }, { text: "Website" }], ...rows]);
  const { report } = await importList(sourceOf("a.xlsx", bytes), { publisher });
  expect({ rows: report.rows, lost: report.words.lost }).toEqual({ rows: 2000, lost: [] });
});
