import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceOf } from "./source/read-source.ts";
import { drafted, page } from "./testing/draft.ts";
import { archive } from "./testing/workbook.ts";

const table = (head: string, ...rows: string[]) =>
  [`| ${head} |`, `|${head.replace(/[^|]+/g, "---")}|`, ...rows.map((row) => `| ${row} |`)].join("\n");
const list = (...parts: string[]) => page("list.md", `# Sub-processors\n\n${parts.join("\n\n")}\n`);
const asked = ({ report }: Awaited<ReturnType<typeof drafted>>) => report.questions.map(({ text }) => text).join("\n");

describe("an item whose name is struck out goes whole", () => {
  test.each([
    ["a.html", "<h1>Sub-processors</h1><ul><li>Acme – mail</li><li><s>Loggly</s> – logs</li><li>Bolt – SMS</li></ul>"],
    ["a.md", "# Sub-processors\n\n- Acme – mail\n- ~~Loggly~~: logs\n- Bolt – SMS\n"],
    ["b.md", "# Sub-processors\n\nAcme - mail\\\n~~Loggly~~ - logs\\\nBolt - SMS\\\nCrab - chat\n"],
  ])("%s", async (name, text) => {
    const draft = await drafted(page(name, text));
    expect(draft.content.subprocessors.map((entry) => entry.name)).not.toContain("– logs");
    expect([draft.list.includes("logs"), draft.report.words.lost]).toEqual([false, []]);
    expect(asked(draft)).toMatch(/Loggly.*logs.* is struck out/);
  });

  test("a name that is struck out before the one of today does not", async () => {
    const { content, report } = await drafted(list("- Acme – mail\n- ~~Loggly~~ Datadog – logs\n"));
    expect([content.subprocessors.map(({ name }) => name), report.words.lost]).toEqual([["Acme", "Datadog"], []]);
  });
});

describe("categories over nested items are no sub-processors", () => {
  const names = ({ content }: Awaited<ReturnType<typeof drafted>>) => [
    (content.groups ?? []).map(({ title }) => title),
    content.subprocessors.map(({ name }) => name),
  ];
  test.each([
    [
      "with what they do",
      "- **Infrastructure**\n  - AWS – hosting\n  - Cloudflare – CDN\n- Support\n  - Zendesk: ticketing",
    ],
    [
      "under a link",
      "- Infrastructure\n  - [AWS](https://aws.example): hosting\n  - Cloudflare – CDN\n- Support\n  - Zendesk – ticketing",
    ],
    [
      "by their names alone",
      "- Infrastructure:\n  - Amazon Web Services, Inc.\n  - Cloudflare, Inc.\n- Support\n  - Zendesk",
    ],
  ])("%s", async (_, items) => {
    const draft = await drafted(list(items));
    const [groups, entries] = names(draft);
    expect(groups).toEqual(["Infrastructure", "Support"]);
    expect(entries).toHaveLength(3);
    expect([draft.report.words.lost, draft.check.errors]).toEqual([[], []]);
  });

  test.each([
    "- AWS\n  - Purpose: hosting\n  - Location: Ireland\n- Zendesk\n  - Purpose: tickets\n  - Location: USA",
    "- AWS\n  - hosting\n  - Ireland\n- Zendesk\n  - tickets\n  - USA",
    "- **AWS**\n  - Stores customer data – encrypted\n- **Zendesk**\n  - Answers tickets – by chat",
  ])("facts below a name stay facts", async (items) => {
    expect(names(await drafted(list(items)))[1]).toEqual(["AWS", "Zendesk"]);
  });
});

describe("who is said not to be in use is asked about", () => {
  test.each([
    [
      table("Name | Purpose | Country | Status", "Alpha | Mail | DE | Active", "Delta | SMS | US | Inactive"),
      /Inactive.*Delta/,
    ],
    [
      table("Name | Purpose | Country | Status", "Alpha | Mail | DE | Active", "Delta | SMS | US | Planned (May)"),
      /Planned.*Delta/,
    ],
    [
      table("Anbieter | Zweck | Land | Aktiv", "Alpha | Mail | DE | ja", "Delta | SMS | US | nein"),
      /Aktiv: nein.*Delta/,
    ],
    ["- Alpha – mail\n- Delta (starting May 1, 2026) – SMS\n- Crab – chat", /starting May 1, 2026.*Delta/],
    ["- Alpha – mail\n- Delta – SMS, USA (until 30 June 2026)\n- Crab – chat", /until 30 June 2026.*Delta/],
  ])("%s", async (text, question) => {
    const draft = await drafted(list(text));
    expect(asked(draft)).toMatch(question);
    expect(draft.report.questions.filter((one) => /Alpha/.test(one.text))).toEqual([]);
  });

  test.each([
    [
      table(
        "Name | Purpose | Start date | End date",
        "Alpha | Mail | 2024-01-01 |",
        "Delta | SMS | 2023-01-01 | 2025-06-30",
      ),
      /2025-06-30.*Delta/,
    ],
    [
      table("Name | Purpose | Notes", "Alpha | Mail | EU only", "Delta | SMS | Removed from 1 May 2026"),
      /from 1 May 2026.*Delta/,
    ],
    [
      table("Name | Purpose | Where | In use", "Alpha | Mail | 🇩🇪 | ✅", "Delta | SMS | 🇺🇸 🇮🇪 | ❌"),
      /In use: ❌.*Delta/,
    ],
    [table("Name | Purpose | Where", "Alpha | Mail | DE", "Delta: 2 | |"), /nothing of “Delta: 2” but its name/],
  ])("%s", async (text, question) => {
    const draft = await drafted(list(text));
    expect(asked(draft)).toMatch(question);
    expect(draft.report.questions.filter((one) => /Alpha/.test(one.text))).toEqual([]);
  });

  test("in data too", async () => {
    const of = (active: unknown) => ({ vendor: "Delta", function: "SMS", countries: ["US"], active });
    const draft = await drafted(page("a.json", JSON.stringify([of(true), { ...of(false), vendor: "Old Co" }])));
    expect(asked(draft)).toMatch(/active: false.*Old Co/);
    expect(asked(draft)).not.toMatch(/Delta/);
  });
});

describe("documents named behind a name are no part of it", () => {
  const documents = ["DPA", "AVV", "Privacy Policy", "data processing agreement", "DPA, Privacy", "Terms & DPA"];
  test.each(documents)("%s", async (words) => {
    for (const [written, links] of [
      [`Acme GmbH (${words})`, 0],
      [`Acme GmbH ([${words}](https://acme.example/dpa))`, 1],
      [`Acme GmbH [${words}](https://acme.example/dpa)`, 1],
    ] as const) {
      const { content, report } = await drafted(list(table("Name | Purpose", `${written} | Mail`, "Bolt | SMS")));
      const [entry] = content.subprocessors;
      expect([entry?.name, entry?.id, entry?.links?.length ?? 0, report.words.lost]).toEqual([
        "Acme GmbH",
        "acme-gmbh",
        links,
        [],
      ]);
    }
  });

  test.each([
    "Mailgun (a Sinch company)",
    "Microsoft (Azure)",
    "DPA Deutsche Presse-Agentur",
    "X Corp. (formerly Twitter)",
  ])("%s is a name", async (name) => {
    const { content } = await drafted(list(table("Name | Purpose", `${name} | Mail`, "Bolt | SMS")));
    expect(content.subprocessors[0]?.name).toBe(name);
  });
});

test("what is the same as above is what stands above, wherever the row goes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("DE", "France", "same as above", "Ditto", "s. o.", "〃", "ídem", "come sopra"), {
        minLength: 1,
        maxLength: 5,
      }),
      async (places) => {
        const rows = ["Ireland", ...places].map((place, at) => `Acme${at} | Mail | ${place}`);
        const { content, report } = await drafted(list(table("Name | Purpose | Location", ...rows)));
        const codes: Readonly<Record<string, string>> = { Ireland: "IE", DE: "DE", France: "FR" };
        let last = "";
        const expected = ["Ireland", ...places].map((place) => {
          last = codes[place] ?? last;
          return [{ country: last }];
        });
        expect(content.subprocessors.map(({ locations }) => locations)).toEqual(expected);
        expect(report.words.lost).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
});

test("a cell that says nothing is not the same as above", async () => {
  const { content } = await drafted(
    list(table("Name | Purpose | Location", "A1 | Mail | DE", "B2 | SMS | —", "C3 | - | ")),
  );
  expect(content.subprocessors.map(({ locations, purposes }) => [locations?.length, purposes?.length])).toEqual([
    [1, 1],
    [undefined, 1],
    [undefined, undefined],
  ]);
});

test("flags are places, one or several", async () => {
  const { content } = await drafted(
    list(table("Name | Purpose | Where", "Alpha | Mail | 🇩🇪", "Delta | SMS | 🇺🇸 🇮🇪", "Bolt | SMS | 🇫🇷 France")),
  );
  expect(content.subprocessors.map(({ locations }) => locations)).toEqual([
    [{ country: "DE" }],
    [{ country: "US" }, { country: "IE" }],
    [{ country: "FR" }],
  ]);
});

test("sections by who is in use: the list is what is, and the others are asked about", async () => {
  const parts = [
    "## Active",
    "- Acme Cloud – hosting\n- Bolt – mail",
    "## Inactive",
    "- Old Co – backups",
    "## Coming soon",
    "- Next AI – chat",
  ];
  const draft = await drafted(list(...parts));
  expect(draft.content.subprocessors.map(({ name }) => name)).toEqual(["Acme Cloud", "Bolt"]);
  expect(asked(draft)).toMatch(/“Inactive”[\s\S]*“Coming soon”/);
});

test("of a register whose entries stand side by side, the same is what stands before it", async () => {
  const html =
    "<html lang=fr><h1>Sous-traitants</h1><table><tr><th>Nom<td>OVH<td>Scaleway<tr><th>Finalité<td>Hébergement<td>idem<tr><th>Pays<td>France<td>idem</table>";
  const { content, report } = await drafted(page("a.html", html));
  expect(content.subprocessors[1]).toMatchObject({
    name: "Scaleway",
    purposes: ["Hébergement"],
    locations: [{ country: "FR" }],
  });
  expect(report.words.lost).toEqual([]);
});

test("lines that begin with a name in bold are entries, though Markdown joins them", async () => {
  const { content, report } = await drafted(list("**Aruba S.p.A.** – hosting – Italy\n**Twilio Inc.** – SMS"));
  expect(content.subprocessors.map(({ name, purposes }) => [name, purposes])).toEqual([
    ["Aruba S.p.A.", ["hosting – Italy"]],
    ["Twilio Inc.", ["SMS"]],
  ]);
  expect(report.words.lost).toEqual([]);
});

test("a page in Polish, and days of pages in Japanese and Polish", async () => {
  const html = `<html lang="pl"><body><h1>Lista podprocesorów</h1><p>Ostatnia aktualizacja: 3 marca 2026 r.</p><table>
<tr><th>Nazwa podmiotu</th><th>Cel przetwarzania</th><th>Lokalizacja</th><th>Zakres danych</th></tr>
<tr><td>Chmura Sp. z o.o.</td><td>Hosting</td><td>Polska</td><td>Adresy e-mail</td></tr>
<tr><td>Poczta S.A.</td><td>Poczta</td><td>Irlandia, Niemcy</td><td>Imiona</td></tr></table></body></html>`;
  const { content, report } = await drafted(page("pl.html", html));
  expect(content.subprocessors).toMatchObject([
    { name: "Chmura Sp. z o.o.", purposes: ["Hosting"], locations: [{ country: "PL" }] },
    { name: "Poczta S.A.", locations: [{ country: "IE" }, { country: "DE" }], dataCategories: [{ items: ["Imiona"] }] },
  ]);
  expect([content.updated, report.words.lost]).toEqual([{ text: "3 marca 2026 r", date: "2026-03-03" }, []]);
  const ja = await drafted(
    page(
      "ja.html",
      "<html lang=ja><h1>再委託先</h1><p>最終更新日：2026年3月1日</p><table><tr><th>会社名<th>所在地<tr><td>青空<td>日本</table>",
    ),
  );
  expect(ja.content.updated).toEqual({ text: "2026年3月1日", date: "2026-03-01" });
});

test("labels at the start of lines are labels, though Markdown joins the lines", async () => {
  const text =
    "### Acme Cloud\nPurpose: Hosting\nLocation: Ireland\nData: Names\n\n### Bolt, Inc.\nPurpose: SMS\nLocation: USA\n";
  const { content, report } = await drafted(list(text));
  expect(content.subprocessors).toMatchObject([
    { purposes: ["Hosting"], locations: [{ country: "IE" }], dataCategories: [{ items: ["Names"] }] },
    { purposes: ["SMS"], locations: [{ country: "US" }] },
  ]);
  expect(report.words.lost).toEqual([]);
});

test("a caption is the title of its own table, of the first as of the others", async () => {
  const of = (caption: string, name: string) =>
    `<table><caption>${caption}</caption><tr><th>Name</th><th>Purpose</th></tr><tr><td>${name}</td><td>Mail</td></tr></table>`;
  const { content } = await drafted(
    page("a.html", `<h1>Sub-processors</h1>${of("Infrastructure", "AWS")}${of("Tools", "Jira")}`),
  );
  expect([content.intro, content.groups?.map(({ title }) => title)]).toEqual([undefined, ["Infrastructure", "Tools"]]);
});

test("a footnote stands with what it is of, once", async () => {
  const rows = table("Name | Purpose | Country", "Acme[^1] | Mail | US*", "Bolt† | SMS[^1] | DE");
  const notes =
    "[^1]: Only for some plans.\n\n\\* Backups only.\n\n† Under a new contract.\n\nAll of them are bound by contract.";
  const { content, list: draft, report } = await drafted(list(rows, notes));
  for (const words of ["Backups only", "Under a new contract"]) expect(draft.split(words)).toHaveLength(2);
  // One for each entry that has its mark.
  expect(draft.split("Only for some plans")).toHaveLength(3);
  expect(content.sections?.map(({ text }) => text)).toEqual(["All of them are bound by contract."]);
  expect(report.words.lost).toEqual([]);
});

test("a comment of MDX in a cell is none of its words", async () => {
  const { content, report } = await drafted(
    page(
      "a.mdx",
      `# Sub-processors\n\n${table("Name | Purpose", "Acme {/* old */} | Mail {/* since 2024 */}", "Bolt | SMS")}\n`,
    ),
  );
  expect([content.subprocessors[0], report.words.lost]).toMatchObject([{ name: "Acme", purposes: ["Mail"] }, []]);
});

test("a day of a former change that can be two is asked about", async () => {
  const changes = table("Date | Change", "2026-01-10 | Added Bolt", "2/3/24 | First version");
  const draft = await drafted(list(table("Name | Purpose", "Acme | Mail", "Bolt | SMS"), "## Change log", changes));
  expect(asked(draft)).toMatch(/2\/3\/24.*several days/);
});

describe("a workbook", () => {
  const sheet = (rows: string, more = "") => `<worksheet>${more}<sheetData>${rows}</sheetData></worksheet>`;
  const cell = (at: string, text: string, style = 0) =>
    `<c r="${at}" s="${style}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const book = (sheets: { xml: string; state?: string }[]) =>
    sourceOf(
      "list.xlsx",
      archive({
        "xl/workbook.xml": `<workbook xmlns:r="r"><sheets>${sheets.map(({ state }, at) => `<sheet name="S${at + 1}"${state ? ` state="${state}"` : ""} sheetId="${at + 1}" r:id="r${at + 1}"/>`).join("")}</sheets></workbook>`,
        "xl/_rels/workbook.xml.rels": `<Relationships>${sheets.map((_, at) => `<Relationship Id="r${at + 1}" Target="worksheets/s${at + 1}.xml"/>`).join("")}</Relationships>`,
        "xl/styles.xml":
          '<styleSheet><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": "<sst><si><r><rPr><strike/></rPr><t>Letters, </t></r><r><t>Texts</t></r></si></sst>",
        ...Object.fromEntries(sheets.map(({ xml }, at) => [`xl/worksheets/s${at + 1}.xml`, xml])),
      }),
    );
  const head = `<row r="1">${cell("A1", "Name")}${cell("B1", "Purpose")}${cell("C1", "Location")}</row>`;
  const acme = `<row r="2">${cell("A2", "Acme", 2)}${cell("B2", "Mail")}${cell("C2", "Germany")}</row>`;

  test("strikes out by the font of a cell, and by that of a part of it", async () => {
    const rows = `${head}${acme}<row r="3">${cell("A3", "Old Corp", 1)}${cell("B3", "Backups")}</row><row r="4">${cell("A4", "Bolt")}<c r="B4" t="s"><v>0</v></c></row>`;
    const draft = await drafted(book([{ xml: sheet(rows) }]));
    expect(draft.content.subprocessors.map(({ name, purposes }) => [name, purposes])).toEqual([
      ["Acme", ["Mail"]],
      ["Bolt", ["Texts"]],
    ]);
    expect([draft.list.includes("Old Corp"), draft.report.words.lost]).toEqual([false, []]);
    expect(asked(draft)).toMatch(/Old Corp.*struck out/);
  });

  test("hides rows, columns and sheets: nobody sees them, and they are asked about", async () => {
    const rows = `${head}${acme}<row r="3" hidden="1">${cell("A3", "Old Corp")}${cell("B3", "Backups")}</row>`;
    const cols = '<cols><col min="3" max="3" hidden="1"/></cols>';
    const other = sheet(
      `<row r="1">${cell("A1", "Name")}${cell("B1", "Purpose")}</row><row r="2">${cell("A2", "Draft Inc")}${cell("B2", "AI")}</row>`,
    );
    const draft = await drafted(book([{ xml: sheet(rows, cols) }, { xml: other, state: "hidden" }]));
    expect(draft.content.subprocessors.map(({ name }) => name)).toEqual(["Acme"]);
    for (const hidden of ["Old Corp", "Germany", "Draft Inc"]) {
      expect(draft.list).not.toContain(hidden);
      expect(asked(draft)).toMatch(new RegExp(`${hidden}.* is hidden`));
    }
    expect(draft.report.words.lost).toEqual([]);
  });
});
