import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { wordsOfDraft } from "./count/draft.ts";
import { wordsOfSource } from "./count/source.ts";
import { missing } from "./count/words.ts";
import { readRecord } from "./draft/record.ts";
import { drafted, fixture, page } from "./testing/draft.ts";

/** Invented pages, each with oddities that published lists have, and the entries in it. */
const pages: Record<string, number> = {
  "beside-cookies.md": 2,
  "bold-names.md": 6,
  "cards.html": 2,
  "changes.md": 2,
  "empty-header.md": 3,
  "former.md": 2,
  "groups.md": 5,
  "headings.html": 3,
  "lists.rst": 8,
  "nested.md": 5,
  "one-cell.html": 4,
  "one-term.rst": 4,
  "others.md": 2,
  "prose.md": 4,
  "records.json": 2,
  "records.yaml": 2,
  "regions.mdx": 7,
  "register.html": 2,
  "sheet.csv": 4,
  "short-sections.html": 3,
  "wide-register.md": 3,
  "without-head.csv": 3,
};

test("every page of the folder is held", async () => {
  const folder = fileURLToPath(new URL("../fixtures/", import.meta.url));
  expect((await readdir(folder)).sort()).toEqual(Object.keys(pages));
});

test.each(Object.entries(pages))("%s: %i entries, no word lost, and the draft passes check", async (name, rows) => {
  const { report, check } = await drafted(await fixture(name));
  expect({ rows: report.rows, lost: report.words.lost, errors: check.errors, warnings: check.warnings }).toEqual({
    rows,
    lost: [],
    errors: [],
    warnings: [],
  });
  expect(report.words.in).toBeGreaterThan(9);
});

test("the count of words can fail: a fact, a heading and a piece that was not placed are missed", async () => {
  const source = await fixture("one-cell.html");
  const { list, record } = await drafted(source);
  const lost = (from: string, to: string) =>
    missing(wordsOfSource(source), wordsOfDraft(list.replace(from, to), record.replace(from, to))).map(
      ({ word }) => word,
    );
  expect(lost("Kaistraße 5", "Kaistraße")).toEqual(["5"]);
  expect(lost("# Schweiz", "")).toEqual(["Schweiz"]);
  expect(lost("label: Ort der Verarbeitung\n    field", "label: Ort\n    field")).toEqual(["der", "Verarbeitung"]);
  expect(lost("2FA aktiv: TBD", "2FA aktiv: ")).toEqual(["TBD"]);
});

test("a register whose headings stand in the first column is an entry for each table", async () => {
  const { content } = await drafted(await fixture("register.html"));
  expect(content.subprocessors).toMatchObject([
    { name: "Nuage Bleu SAS", purposes: ["Hébergement des données"], locations: [{ country: "FR" }] },
    {
      name: "Courrier Express, Inc.",
      locations: [{ text: "Hors UE (États-Unis)" }],
      transferMechanisms: [{ type: "scc" }],
    },
  ]);
  expect(content.publisher.languages).toEqual(["fr"]);
});

test("names above the facts are entries; those who left on a certain day are of the past", async () => {
  const { content, report } = await drafted(await fixture("wide-register.md"));
  expect(content.subprocessors).toMatchObject([
    { name: "Nuage Bleu", purposes: ["Hébergement"], locations: [{ country: "FR" }] },
    { name: "Courrier Express", locations: [{ country: "US" }], transferMechanisms: [{ type: "scc" }] },
    { name: "Longue-vue", purposes: ["Erreurs"], locations: [{ country: "IE" }] },
  ]);
  expect(content.pastChanges).toEqual([{ date: "2024-05-01", kind: "removed", name: "Coursier" }]);
  expect(report.questions).toEqual([]);
});

test("a sheet without headings is a list where a column holds places, and each column is asked about", async () => {
  const source = await fixture("without-head.csv");
  const { content, report } = await drafted(source, { given: { "Column 2": "purposes", "Column 3": "locations" } });
  expect(content.subprocessors[0]).toMatchObject({
    name: "Harbour Cloud",
    purposes: ["Hosting"],
    locations: [{ country: "DE" }],
  });
  expect(report.questions.map(({ text }) => text)).toEqual([expect.stringContaining("“Column 1”")]);
});

test("cookies and data beside the list are no sub-processors; a table without outer pipes is", async () => {
  const { content } = await drafted(await fixture("beside-cookies.md"));
  expect(content.subprocessors.map(({ name }) => name)).toEqual(["Tallyho Analytics Ltd", "Harbour Cloud GmbH"]);
});

test("one cell with name, company and address is taken apart; what spans rows is of each", async () => {
  const { content } = await drafted(await fixture("one-cell.html"));
  const [harbour, , messenger] = content.subprocessors;
  expect(harbour).toMatchObject({
    name: "Hafenwolke",
    legalEntity: { name: "Hafenwolke GmbH" },
    address: "Kaistraße 5, 20457 Hamburg",
    purposes: ["Betrieb der Server", "Datenbanken", "Sicherungen"],
    links: [
      { type: "site", url: "https://hafen.example" },
      { type: "dpa", url: "https://hafen.example/avv.pdf", text: "AVV" },
    ],
  });
  expect(messenger).toMatchObject({ purposes: ["Versand"], notes: [{ text: "Bis zum Umzug im Herbst." }] });
  expect(content.groups?.map(({ title }) => title)).toEqual(["Kernsystem", "Optional"]);
});

test("errors of the publisher survive, and are reported", async () => {
  const { content, report } = await drafted(await fixture("empty-header.md"));
  expect(content.updated).toEqual({ text: "30rd December 2018" });
  expect(content.subprocessors.map(({ name }) => name)).toEqual([
    "Harbour Cloud GmbH (DE)",
    "Pigeon Post, Inc. d/b/a Pigeon",
    "Pigeon Post, Inc. d/b/a Pigeon",
  ]);
  expect(content.subprocessors[2]?.locations).toEqual([{ text: "Outside India" }]);
  expect(content.subprocessors[1]?.legalEntity).toEqual({ name: "Pigeon Post, Inc.", tradeNames: ["Pigeon"] });
  expect(report.questions.map(({ line }) => line)).toEqual([3, 11]);
  expect(report.notPlaced).toContainEqual({
    line: 11,
    what: "row without a name",
    text: expect.stringContaining("for accounts of before 2020 only"),
  });
});

test("a placeholder is no fact, an ambiguous date stays as it is written, and rows of one name stay apart", async () => {
  const { content, report } = await drafted(await fixture("sheet.csv"));
  const [, pigeon, first, second] = content.subprocessors;
  expect(pigeon).toMatchObject({
    locations: [{ country: "US" }],
    since: { text: "05/04/2026" },
    transferMechanisms: [{ type: "scc", modules: [2] }, { type: "dpf" }],
  });
  expect(pigeon?.dataCategories).toEqual([{ items: ["Alles, was Sie eingeben. Auch Anhänge."] }]);
  expect([first?.id, second?.id]).toEqual(["lookout", "lookout-2"]);
  expect(first).not.toHaveProperty("purposes");
  expect(first).not.toHaveProperty("locations");
  expect(first).not.toHaveProperty("transferMechanisms");
  expect(second?.locations).toEqual([{ text: "Georgia" }]);
  expect(report.notPlaced.filter(({ what }) => what === "placeholder").map(({ text }) => text)).toEqual([
    "Zweck: TBD",
    "Land: [REGION]",
  ]);
  expect(report.questions.some(({ text }) => text.includes("05/04/2026"))).toBe(true);
});

test("conditions, places that are no country, chains and mechanisms that are ruled out", async () => {
  const { content } = await drafted(await fixture("regions.mdx"));
  const [europe, america, beacon, well] = content.subprocessors;
  expect(europe).toMatchObject({
    locations: [{ country: "EU", when: { text: "only for customers of the EU plan" } }],
    notes: [{ text: "One contract, two regions." }],
  });
  expect(america).toMatchObject({
    locations: [
      { country: "US", priority: "primary" },
      { country: "IE", priority: "fallback" },
    ],
    transferMechanisms: [{ type: "dpf" }, { type: "scc", fallback: true }],
    when: { text: "US plan" },
  });
  expect(beacon).toMatchObject({ chain: [{ relation: "via", name: "Harbour Cloud" }], locations: [{ kind: "edge" }] });
  expect(beacon).not.toHaveProperty("transferMechanisms");
  expect(well?.locations).toEqual([{ text: "EU Data Boundary, with exceptions" }]);
  expect(content.sections).toContainEqual({
    id: "planned",
    title: "Planned",
    text: expect.stringMatching(/^None at present\./),
  });
});

test("a record that is a place is written as one, and a count of entries is none of them", async () => {
  const records = [
    { name: "Hetzner", purpose: "Hosting", location: { country: "DE", city: "Falkenstein" } },
    { name: "AWS", purpose: "Cloud", location: [{ country: "US" }, { country: "Ireland" }] },
  ];
  const { content, report } = await drafted(page("list.json", JSON.stringify({ subprocessors: records })));
  expect(content.subprocessors.map(({ locations }) => locations)).toEqual([
    [{ country: "DE", text: "Falkenstein, DE" }],
    [{ country: "US" }, { country: "IE" }],
  ]);
  expect(report.words.lost).toEqual([]);
  const counted = await drafted(
    page(
      "list.md",
      "# Sub-processors\n\n## Germany\n\n| Name | Purpose |\n| --- | --- |\n| Hetzner | Hosting |\n| Mailjet | E-mail |\n| Total: 2 | |\n",
    ),
  );
  expect(counted.content.subprocessors.map(({ name }) => name)).toEqual(["Hetzner", "Mailjet"]);
  expect(counted.report.words.lost).toEqual([]);
});

test("a heading that is a country, and an address among other words, are asked about", async () => {
  const { report } = await drafted(
    page(
      "list.md",
      "# Sub-processors\n\n## Germany\n\n| Name | Purpose |\n| --- | --- |\n| Hetzner | Hosting |\n| Stripe | Payments, 510 Townsend Street, San Francisco, CA 94103 |\n",
    ),
  );
  const questions = report.questions.map(({ text }) => text).join("\n");
  expect(questions).toContain("“Germany” (line 5) was taken for where the 2 entries");
  expect(questions).toContain("has an address in it");
});

test("a sentence above the list says where all of it is; the page's record of changes is its past", async () => {
  const { content } = await drafted(await fixture("changes.md"));
  expect(content.groups?.[0]?.common).toEqual({ locations: [{ country: "IE" }] });
  expect(content.pastChanges).toEqual([
    { date: "2026-02-01", text: "Pigeon replaces Courier" },
    { date: { text: "Enero 2025", date: "2025-01" }, text: "First published" },
    { date: { text: "sometime" }, text: "Harbour moved" },
  ]);
});

test("names in running text are entries with a question; the publisher's own companies are affiliates", async () => {
  const { content, report } = await drafted(await fixture("prose.md"));
  expect(content.subprocessors.map(({ name, role, category }) => [name, role, category])).toEqual([
    ["Harbour Cloud", undefined, "Hosting"],
    ["Pigeon", undefined, "Mail"],
    ["Quill", undefined, "Mail"],
    ["Acme UK Limited", "affiliate", "Group companies"],
  ]);
  expect(report.questions).toHaveLength(3);
});

const hosted = "# Sub-processors\n\n| Vendor | Hosted in | Owner |\n| --- | --- | --- |\n| Pigeon | Ireland | Ada |\n";

test("a heading that is not known stays under its own label, until it is given, remembered or answered", async () => {
  const open = await drafted(page("a.md", hosted));
  expect(open.content.subprocessors[0]?.details).toEqual([
    { label: "Hosted in", value: "Ireland" },
    { label: "Owner", value: "Ada" },
  ]);
  expect(open.report.questions.map(({ text }) => text)).toEqual([
    expect.stringContaining('--map "Hosted in=<field>"'),
    expect.stringContaining('--map "Owner=<field>"'),
  ]);
  const given = await drafted(page("a.md", hosted), { given: { "hosted in": "locations" } });
  expect(given.content.subprocessors[0]?.locations).toEqual([{ country: "IE" }]);
  const asked: string[] = [];
  const answered = await drafted(page("a.md", hosted), {
    ask: async ({ label, samples }) => {
      asked.push(`${label}: ${samples.join()}`);
      return label === "Owner" ? undefined : "locations";
    },
  });
  expect(asked).toEqual(["Hosted in: Ireland", "Owner: Ada"]);
  const remembered = readRecord(answered.record);
  const again = await drafted(page("a.md", hosted), {
    remembered,
    ask: async ({ label }) => expect.fail(`asked again about ${label}`),
  });
  expect(again.list).toBe(answered.list);
  expect(again.report.questions).toEqual([]);
});

/** Headings for name, purpose and place in each language that is known. */
const languages: Record<string, [string, string, string]> = {
  en: ["Sub-processor", "Purpose", "Location"],
  es: ["Subencargado", "Finalidad", "Ubicación"],
  pt: ["Suboperador", "Finalidade", "Localização"],
  de: ["Unterauftragsverarbeiter", "Zweck", "Standort"],
  fr: ["Sous-traitant ultérieur", "Finalité", "Localisation"],
  it: ["Sub-responsabile", "Finalità", "Ubicazione"],
  nl: ["Subverwerker", "Doel", "Locatie"],
  sv: ["Underbiträde", "Ändamål", "Plats"],
  ro: ["Sub-procesor", "Scop", "Locație"],
  uk: ["Субпроцесор", "Мета", "Країна"],
  ja: ["サブプロセッサー", "目的", "所在地"],
};

test.each(Object.entries(languages))("headings in %s are understood without a question", async (language, labels) => {
  const country = new Intl.DisplayNames(language, { type: "region" }).of("DE");
  const { content, report } = await drafted(
    page("a.csv", `${labels.join()}\nHarbour,x,${country}\nPigeon,y,${country}\n`),
  );
  expect(report.questions).toEqual([]);
  expect(content.subprocessors).toMatchObject([
    { name: "Harbour", purposes: ["x"], locations: [{ country: "DE" }] },
    { name: "Pigeon", purposes: ["y"], locations: [{ country: "DE" }] },
  ]);
});

test("links of a page that was fetched are whole; those of a file without its page are kept apart", async () => {
  const source = page(
    "a.html",
    '<h1>Subprocessors</h1><table><tr><th>Name<th>DPA<tr><td>Pigeon<td><a href="/dpa">DPA</a></table>',
  );
  const file = await drafted(source);
  expect(file.content.subprocessors[0]).not.toHaveProperty("links");
  expect(file.report.notPlaced).toContainEqual({ line: 1, what: "link that is not whole", text: "/dpa" });
  const fetched = await drafted({ ...source, address: "https://acme.example/legal/list" });
  expect(fetched.content.subprocessors[0]?.links).toEqual([
    { type: "dpa", url: "https://acme.example/dpa", text: "DPA" },
  ]);
});

test("the catalogue's knowledge is remarks in the record, no word of the list, and hides no lost word", async () => {
  const source = page(
    "list.md",
    "| Sub-processor | Purpose |\n| --- | --- |\n| Stripe, Inc. | Cards |\n| Microsoft (GitHub) | Code |\n| Acme Widgets | Widgets |\n",
  );
  const { list, record, report } = await drafted(source);
  expect(report.remarks).toEqual([
    {
      entry: expect.any(String),
      text: expect.stringMatching(/“Stripe, Inc\.” as “Stripe”: its own list is at https:\/\/stripe\.com\//),
    },
    { entry: expect.any(String), text: expect.stringContaining("“Microsoft” and “GitHub”") },
  ]);
  expect(list).not.toContain("stripe.com");
  expect(record).toContain("its own list is at https://stripe.com/");
  expect(report.words.lost).toEqual([]);
  const without = await drafted(page("list.md", "| Sub-processor |\n| --- |\n| Acme Widgets |\n"));
  expect(without.report.words.out - without.report.words.in).toBe(report.words.out - report.words.in);
});

test("cards with a number are entries; a table of which data goes to whom, measures and ways to write are texts", async () => {
  const { content } = await drafted(await fixture("cards.html"));
  expect(content.subprocessors).toMatchObject([
    { id: "harbour-cloud-gmbh", name: "Harbour Cloud GmbH", locations: [{ country: "DE" }] },
    { id: "pigeon-post-inc", name: "Pigeon Post, Inc.", locations: [{ country: "US" }] },
  ]);
  expect(content.sections?.map(({ title }) => title)).toEqual([
    "Which data goes where",
    "Security Measures",
    "Contact Us",
  ]);
});

test("a section with one term is a list as those with several are", async () => {
  const { content } = await drafted(await fixture("one-term.rst"));
  expect(content.groups?.map(({ title }) => title)).toEqual(["Servers", "Letters", "Doors"]);
  expect(content.subprocessors[3]).toMatchObject({ name: "Keyring", purposes: ["Lets people sign in."] });
});

test("former and planned ones are texts with a question each, related documents a text; marks inside of a cell part words", async () => {
  const { content, report } = await drafted(await fixture("others.md"));
  expect(content.subprocessors).toMatchObject([
    { name: "Harbour Cloud", purposes: ["Servers", "Copies"], dataCategories: [{ items: ["Accounts"] }] },
    { name: "Pigeon Post", purposes: ["Mail", "Letters"], locations: [{ country: "FR" }] },
  ]);
  expect(content.sections?.map(({ title }) => title)).toEqual([
    "Historical",
    "Sub-processor pianificati (non ancora attivi)",
    "Related documents",
  ]);
  expect(report.questions.map(({ text }) => /^“([^”]+)”/.exec(text)?.[1])).toEqual([
    "Historical",
    "Sub-processor pianificati (non ancora attivi)",
  ]);
});

test("those who have left on certain days become pastChanges; of one day that is not certain all stay a text", async () => {
  const { content, record } = await drafted(await fixture("former.md"));
  expect(content.pastChanges).toEqual([
    {
      date: "2026-03-18",
      kind: "removed",
      name: "Sailcloth",
      text: "Period: 2026-01 to 2026-03-18\nReason: Its harbour silted up.",
    },
    {
      date: "2025-06-30",
      kind: "removed",
      name: "Semaphore",
      text: "Period: 2024-05-01 – 2025-06-30\nReason: Too slow in fog.",
    },
  ]);
  expect(record).toContain("Former subprocessors");
  // `others.md` has the same table with “Pre-2025-04” in it.
  expect((await drafted(await fixture("others.md"))).content.pastChanges).toBeUndefined();
});

test("terms of notice in the page's text are asked about with their line, and never written", async () => {
  const { content, report, list } = await drafted(await fixture("former.md"));
  expect(report.questions).toEqual([
    {
      line: 3,
      text: expect.stringContaining("noticeTerms: { noticePeriod: P30D }"),
    },
    { line: 3, text: expect.stringContaining("noticeTerms: { objectionPeriod: P14D }") },
  ]);
  expect(content).not.toHaveProperty("noticeTerms");
  expect(list).not.toContain("P30D");
});

test("links that are not whole start from the address that is named for a file", async () => {
  const links = async (base?: string) => {
    const source = page(
      "list.md",
      "| Subprocessor | Purpose |\n| --- | --- |\n| [Harbour Cloud](/vendors/harbour) | Servers |\n",
    );
    const { content, record } = await drafted(source, { base });
    return { links: content.subprocessors[0]?.links, record };
  };
  expect((await links("https://acme.example/legal/list")).links).toEqual([
    { type: "other", url: "https://acme.example/vendors/harbour" },
  ]);
  const without = await links();
  expect(without.links).toBeUndefined();
  expect(without.record).toContain("/vendors/harbour");
});

test.each([
  [
    "struck.md",
    `# Sub-processors

| Name | Purpose | Location |
|---|---|---|
| Acme Ltd | ~~Letters~~ Texts | Germany |
| ~~Old Corp~~ | Backups | France |
| Bolt Inc | Hosting | Ireland |
`,
  ],
  [
    "struck.html",
    `<h1>Sub-processors</h1><table><tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
<tr><td>Acme Ltd</td><td><del>Letters</del> Texts</td><td>Germany</td></tr>
<tr><td><span style="text-decoration: line-through">Old Corp</span></td><td><s>Backups</s></td><td><strike>France</strike></td></tr>
<tr><td>Bolt Inc</td><td>Hosting</td><td>Ireland</td></tr></table>`,
  ],
  [
    "struck-rows.html",
    `<h1>Sub-processors</h1><table><tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
<tr><td>Acme Ltd</td><td><p style="text-decoration:line-through">Letters</p><p>Texts</p></td><td>Germany</td></tr>
<tr style="text-decoration: line-through"><td>Old Corp</td><td>Backups</td><td>France</td></tr>
<tr><td>Bolt Inc</td><td>Hosting</td><td>Ireland</td></tr></table>`,
  ],
  [
    "struck-tags.md",
    `# Sub-processors

| Name | Purpose | Location |
|---|---|---|
| Acme Ltd | <del>Letters</del> Texts | Germany |
| <s>Old Corp</s> | Backups | France |
| Bolt Inc | Hosting | Ireland |
`,
  ],
  [
    "struck-list.md",
    "# Sub-processors\n\n- Acme Ltd: Texts, ~~Letters~~ (Germany)\n- ~~Old Corp: Backups (France)~~\n- Bolt Inc: Hosting (Ireland)\n",
  ],
])("what %s strikes out is in no entry, is kept apart, and is asked about", async (name, text) => {
  const { list, record, report } = await drafted(page(name, text));
  expect([report.rows, report.words.lost]).toEqual([2, []]);
  for (const struck of ["Letters", "Old Corp", "Backups", "France", "FR"]) expect(list).not.toContain(struck);
  for (const left of ["Acme Ltd", "Texts", "Bolt Inc", "Hosting"]) expect(list).toContain(left);
  expect(report.questions.map((one) => one.text).filter((one) => one.includes("struck out"))).toEqual([
    expect.stringContaining("Letters"),
    expect.stringMatching(/Old Corp.*Backups.*France/),
  ]);
  expect(record).toContain("what: struck out");
});
