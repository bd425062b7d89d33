import { expect, test } from "vitest";
import { drafted, page } from "./testing/draft.ts";

const asked = ({ report }: Awaited<ReturnType<typeof drafted>>) => report.questions.map(({ text }) => text).join("\n");

test.each(["th", "td"])("of two rows of headings in %s, the lower says what each column has", async (cell) => {
  const row = (...cells: string[]) => `<tr>${cells.map((one) => `<${cell} ${one}</${cell}>`).join("")}</tr>`;
  const html = `<html lang="en"><h1>Subprocessors</h1><table>${row("rowspan=2>Vendor", "colspan=2>Processing", "rowspan=2>Transfer mechanism")}${row(">Purpose", ">Country")}
<tr><td>Twilio Inc.</td><td>SMS</td><td>USA</td><td>SCCs</td></tr></table>`;
  const { content, report } = await drafted(page("a.html", html));
  expect(content.subprocessors).toMatchObject([
    { name: "Twilio Inc.", purposes: ["SMS"], locations: [{ country: "US" }], transferMechanisms: [{ type: "scc" }] },
  ]);
  expect(report.words.lost).toEqual([]);
});

test("a table that arranges the page is none: what stands in its cells is the page", async () => {
  const rows = "<tr><td><b>Name</b><td><b>Country</b><td><b>Purpose</b><tr><td>Acme Cloud<td>NL<td>Servers";
  const html = `<table width=600><tr><td>Menu<td><h1>Subprocessors</h1><p>As of today.</p><table>${rows}</table></table>`;
  const { content, report } = await drafted(page("a.html", html));
  expect(content.subprocessors).toMatchObject([
    { name: "Acme Cloud", locations: [{ country: "NL" }], purposes: ["Servers"] },
  ]);
  expect(report.words.lost).toEqual([]);
});

test("of a register whose corner is empty, no fact's heading is that of the names", async () => {
  const html =
    "<html lang=en><h1>Sub-processors</h1><table><tr><th><th>AWS<th>Stripe<tr><th>Purpose<td>Hosting<td>Payments<tr><th>Location<td>Germany<td>Ireland</table>";
  const { content } = await drafted(page("a.html", html));
  expect(content.groups?.[0]?.columns).toEqual([
    { field: "name" },
    { field: "purposes", label: "Purpose" },
    { field: "locations", label: "Location" },
  ]);
});

test("a record within a record is called by its name", async () => {
  const of = (name: string) => ({
    company: { url: "https://acme.example", name },
    services: ["Hosting"],
    country: "DE",
  });
  const text = JSON.stringify({ subprocessors: [of("Acme Cloud"), of("Bolt, Inc.")] });
  const { content, report } = await drafted(page("a.json", text));
  expect(content.subprocessors.map(({ name }) => name)).toEqual(["Acme Cloud", "Bolt, Inc."]);
  expect(report.words.lost).toEqual([]);
});

// Commission Implementing Decision (EU) 2021/914, annex III.
test.each([
  [
    "en",
    "Sub-processors",
    [
      "Name",
      "Address",
      "Contact person’s name, position and contact details",
      "Description of processing (including a clear delimitation of responsibilities)",
    ],
  ],
  [
    "de",
    "Unterauftragsverarbeiter",
    ["Name", "Anschrift", "Name, Funktion und Kontaktdaten der Kontaktperson", "Beschreibung der Verarbeitung"],
  ],
  [
    "fr",
    "Sous-traitants ultérieurs",
    ["Nom", "Adresse", "Nom, fonction et coordonnées de la personne de contact", "Description du traitement"],
  ],
  [
    "es",
    "Subencargados del tratamiento",
    [
      "Nombre",
      "Dirección",
      "Nombre, cargo y datos de contacto de la persona de contacto",
      "Descripción del tratamiento",
    ],
  ],
] as const)("the numbered annex of the standard clauses, in %s", async (_, title, labels) => {
  const of = (name: string, mail: string) =>
    [name, "1 Rue X, Paris", mail, "Hosting in the\n   north"]
      .map((value, at) => `${labels[at]}: ${value}`)
      .join("\n   ");
  const text = `# ${title}\n\n1. ${of("Acme SARL", "a@acme.example")}\n\n2. ${of("Bolt, Inc.", "b@bolt.example")}\n`;
  const { content, report } = await drafted(page("a.md", text));
  const facts = { address: "1 Rue X, Paris", purposes: ["Hosting in the north"] };
  expect(content.subprocessors).toMatchObject([
    { name: "Acme SARL", contact: { email: "a@acme.example" }, ...facts },
    { name: "Bolt, Inc.", contact: { email: "b@bolt.example" }, ...facts },
  ]);
  expect(report.words.lost).toEqual([]);
});

test.each([
  ["a.md", "# Sub-processors\n\n- Acme – hosting\n- Bolt – mail\n\n**Former sub-processors**\n\n- Old Co – backups\n"],
  [
    "a.html",
    "<h1>Sub-processors</h1><ul><li>Acme – hosting<li>Bolt – mail</ul><details><summary>Former vendors:</summary><ul><li>Old Co – backups</ul></details>",
  ],
])("a line above those who have left is as good as a heading: %s", async (name, text) => {
  const draft = await drafted(page(name, text));
  expect(draft.content.subprocessors.map((entry) => entry.name)).toEqual(["Acme", "Bolt"]);
  expect([draft.list.includes("Old Co"), draft.report.words.lost]).toEqual([true, []]);
  expect(asked(draft)).toMatch(/“Former .*stays a text/);
});

test("a sentence that speaks of former ones leads to the list of today", async () => {
  const text =
    "# Sub-processors\n\nOur former vendors have left, and these do it now:\n\n- Acme – hosting\n- Bolt – mail\n";
  expect((await drafted(page("a.md", text))).content.subprocessors).toHaveLength(2);
});

test("rows and cells by their roles are a table, unless words stand beside them", async () => {
  const cells = (role: string, ...texts: string[]) =>
    `<div role=row>${texts.map((text) => `<span role="${role}">${text}</span>`).join("")}</div>`;
  const html = (aside: string) =>
    `<html lang=en><h1>Subprocessors</h1><div role="table">${aside}<div>${cells("columnheader", "Name", "Purpose", "Location")}</div>${cells("cell", "AWS", "Hosting", "Germany")}</div></html>`;
  const { content, report } = await drafted(page("a.html", html("")));
  expect(content.subprocessors).toMatchObject([{ name: "AWS", purposes: ["Hosting"], locations: [{ country: "DE" }] }]);
  expect(report.words.lost).toEqual([]);
  await expect(drafted(page("a.html", html("Filter")))).resolves.toMatchObject({
    content: { subprocessors: [] },
    report: { words: { lost: [] } },
  });
});

test("tables on one line of the source have their own headings", async () => {
  const of = (...heads: string[]) =>
    `<h2>Subprocessors (${heads[0]})</h2><table><tr><th>${heads.join("<th>")}<tr><td>AWS<td>Hosting<td>DE</table>`;
  const { content, report } = await drafted(
    page("a.html", of("Name", "Purpose", "Location") + of("Nom", "Finalité", "Pays")),
  );
  expect(content.groups?.map(({ columns }) => columns?.map(({ label }) => label))).toEqual([
    ["Name", "Purpose", "Location"],
    ["Nom", "Finalité", "Pays"],
  ]);
  expect(report.words.lost).toEqual([]);
});

test("a column of certificates shows them, whatever else is linked", async () => {
  const rows = "<tr><td><a href='https://acme.example'>Acme</a><td>Hosting<td>ISO 27001, HDS";
  const html = `<h1>Subprocessors</h1><table><tr><th>Name<th>Purpose<th>Certifications${rows}</table>`;
  const { content } = await drafted(page("a.html", html));
  expect(content.groups?.[0]?.columns?.at(-1)).toEqual({ field: "certifications", label: "Certifications" });
  expect(content.subprocessors[0]?.certifications).toEqual([{ name: "ISO 27001" }, { name: "HDS" }]);
});

test("paragraphs of labels set in bold are an entry each", async () => {
  const of = (name: string) => `<p><b>Name:</b> ${name}<br><b>Purpose:</b> Hosting<br><b>Location:</b> Germany</p>`;
  const { content } = await drafted(page("a.html", `<h2>Sub-processors</h2>${of("Acme")}${of("Bolt")}`));
  const facts = { purposes: ["Hosting"], locations: [{ country: "DE" }] };
  expect(content.subprocessors).toMatchObject([
    { name: "Acme", ...facts },
    { name: "Bolt", ...facts },
  ]);
});

test.each([
  [
    "a.yaml",
    "subprocessors:\n  Hosting:\n    - { name: Acme, country: DE }\n  Support:\n    - { name: Bolt, country: US }\n",
  ],
  [
    "a.md",
    "# Sub-processors\n\n## Hosting\n\n| Name | Country |\n|---|---|\n| Acme | DE |\n\n## Support\n\n| Name | Country |\n|---|---|\n| Bolt | US |\n",
  ],
])("a heading over a table of one entry is its category: %s", async (name, text) => {
  const { content } = await drafted(page(name, text));
  expect(content.groups?.map(({ title }) => title)).toEqual(["Hosting", "Support"]);
  expect(content.subprocessors).toMatchObject([
    { name: "Acme", locations: [{ country: "DE" }] },
    { name: "Bolt", locations: [{ country: "US" }] },
  ]);
});

test("who is struck out, with words of what became of them, is none", async () => {
  const text =
    "# Sub-processors\n\n- **Acme** – mail\n- ~~**Old Co** – mail~~ replaced by Acme on 2026-01-10\n- **Bolt** – SMS\n";
  const draft = await drafted(page("a.md", text));
  expect(draft.content.subprocessors.map(({ name }) => name)).toEqual(["Acme", "Bolt"]);
  expect(asked(draft)).toMatch(/Old Co.*replaced by Acme.* is struck out/);
});

const pageIn = (lang: string, title: string, rows: readonly (readonly string[])[]) => {
  const [head = [], ...body] = rows.map((cells, at) => cells.map((one) => (at === 0 ? `<th>${one}` : `<td>${one}`)));
  return `<html lang="${lang}"><h1>${title}</h1><table><tr>${head.join("")}${body.map((cells) => `<tr>${cells.join("")}`).join("")}</table>`;
};

test.each([
  ["zh-Hans", "子处理者名单", ["公司名称", "处理目的", "国家/地区", "个人数据类型"], "德国、爱尔兰"],
  ["zh-Hant", "次處理者清單", ["供應商名稱", "處理目的", "國家／地區", "個人資料類別"], "德國、愛爾蘭"],
  ["ko", "하위 처리자 목록", ["업체명", "처리 목적", "국가", "개인정보 항목"], "독일, 아일랜드"],
  ["da", "Underdatabehandlere", ["Navn", "Formål", "Placering", "Typer af personoplysninger"], "Tyskland og Irland"],
  [
    "nb",
    "Underdatabehandlere",
    ["Selskap", "Formål med behandlingen", "Lokasjon", "Personopplysninger"],
    "Tyskland og Irland",
  ],
  ["cs", "Seznam dalších zpracovatelů", ["Název", "Účel zpracování", "Země", "Osobní údaje"], "Německo, Irsko"],
  ["fi", "Alikäsittelijät", ["Nimi", "Käyttötarkoitus", "Sijainti", "Henkilötiedot"], "Saksa ja Irlanti"],
  ["tr", "ALT İŞLEYENLER", ["ŞİRKET ADI", "AÇIKLAMA", "ÜLKE", "KİŞİSEL VERİLER"], "Almanya ve İrlanda"],
  ["tr", "Alt veri işleyenler", ["Şirket adı", "Açıklama", "Ülke", "Kişisel veriler"], "Almanya ve İrlanda"],
  [
    "hu",
    "Al-adatfeldolgozók",
    ["Név", "Az adatkezelés célja", "Ország", "Személyes adatok"],
    "Németország és Írország",
  ],
  [
    "el",
    "Υπο-εκτελούντες την επεξεργασία",
    ["Επωνυμία", "Σκοπός επεξεργασίας", "Χώρα", "Προσωπικά δεδομένα"],
    "Γερμανία και Ιρλανδία",
  ],
])("a page in %s, “%s”", async (lang, title, head, countries) => {
  const html = pageIn(lang, title, [head, ["Acme Cloud GmbH", "Hosting", countries, "E-mail"]]);
  const { content, report } = await drafted(page("a.html", html));
  expect(content.subprocessors).toMatchObject([
    {
      name: "Acme Cloud GmbH",
      purposes: ["Hosting"],
      locations: [{ country: "DE" }, { country: "IE" }],
      dataCategories: [{ items: ["E-mail"] }],
    },
  ]);
  expect(report.words.lost).toEqual([]);
});

test.each([
  [
    "html",
    pageIn("en", "Subprocessors", [
      ["Name", "Purpose"],
      ['<img src="a.svg" alt="AWS logo"> AWS', "Hosting"],
    ]),
  ],
  [
    "html",
    pageIn("en", "Subprocessors", [
      ["Name", "Purpose"],
      ['<img src="a.svg" alt="AWS"><br>AWS', "Hosting"],
    ]),
  ],
  [
    "html",
    pageIn("en", "Subprocessors", [
      ["Name", "Purpose"],
      ['<a href="https://aws.example"><img alt="Logo of AWS">AWS</a>', "Hosting"],
    ]),
  ],
  ["md", "# Subprocessors\n\n| Name | Purpose |\n|---|---|\n| ![AWS logo](a.svg) AWS | Hosting |\n"],
])("a logo before the same name is not of it (%s)", async (form, text) => {
  const { content, report } = await drafted(page(`a.${form}`, text));
  expect(content.subprocessors.map(({ name }) => name)).toEqual(["AWS"]);
  expect(report.words.lost).toEqual([]);
});

test("a logo alone is the name, and so are words that only look like one", async () => {
  const rows = [
    ["Name", "Purpose"],
    ['<img alt="Stripe">', "Payments"],
    ["Logo Logo", "Pictures"],
  ];
  const { content } = await drafted(page("a.html", pageIn("en", "Subprocessors", rows)));
  expect(content.subprocessors.map(({ name }) => name)).toEqual(["Stripe", "Logo Logo"]);
});

test("what sorts a column is not of its heading", async () => {
  const sort = (label: string) => `${label} <button>Sort</button>`;
  const rows = [
    [sort("Name"), "Sort by purpose", sort("Region"), sort("Owner")],
    ["Acme", "Hosting", "IE", "Ops"],
  ];
  const { content, report } = await drafted(page("a.html", pageIn("en", "Subprocessors", rows)));
  expect(content.subprocessors).toMatchObject([
    {
      name: "Acme",
      purposes: ["Hosting"],
      locations: [{ country: "IE" }],
      details: [{ label: "Owner", value: "Ops" }],
    },
  ]);
  expect(report.words.lost).toEqual([]);
});
