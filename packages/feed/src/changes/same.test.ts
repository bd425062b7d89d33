import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNarrower, isWording, kindOfChange } from "./fields.ts";
import { isAnotherCompany } from "./plan/another-company.ts";
import { alike, words } from "./same.ts";

describe("signs that carry meaning are no punctuation", () => {
  test.each([
    ["> 30 days", "< 30 days"],
    ["1.5 years", "15 years"],
    ["1.5", "1 5"],
    ["-5 °C", "5 °C"],
    [".5 %", "5 %"],
    ["C++", "C#"],
    ["C#", "C"],
    ["dpo-a@acme.example", "dpo.a@acme.example"],
    ["/x-y", "/x/y"],
    ["90 %", "90"],
    ["कि", "का"],
    ["résumé", "resume"],
    ["10²", "102"],
    ["acme.com", "acme com"],
  ])("%s is not %s", (a, b) => expect(words(a)).not.toBe(words(b)));
  test.each([
    ["Hosting.", "hosting"],
    ["e-mail", "E mail"],
    ["“Hosting”", "Hosting"],
    ["customer’s data", "customer's data"],
    ["Hosting, backups", "hosting  backups"],
    ["Amazon Web Services, Inc.", "Amazon Web Services Inc"],
    ["(30 days)", "30 days"],
  ])("%s says %s", (a, b) => expect(words(a)).toBe(words(b)));
});

describe("wording", () => {
  const field = (name: string, before: unknown, after: unknown) => ({
    type: "subprocessor" as const,
    field: name,
    before,
    after,
  });
  test.each([
    ["purposes", ["Hosting", "Backups"], ["backups.", "HOSTING"]],
    ["purposes", ["Hosting"], [{ en: "Hosting", es: "Alojamiento" }]],
    ["purposes", [{ en: "Hosting" }], ["hosting."]],
    [
      "purposes",
      [{ en: "Hosting" }, "Mail"],
      [
        { en: "Mail", es: "Correo" },
        { es: "Alojamiento", en: "hosting" },
      ],
    ],
    [
      "locations",
      [{ country: "DE" }, { country: "IE", text: "Dublin." }],
      [{ text: "dublin", country: "IE" }, { country: "DE" }],
    ],
    ["dataCategories", [{ items: ["Names", "Logs"] }], [{ items: ["logs", "names"] }]],
    ["legalEntity", { name: "Acme GmbH" }, { name: "ACME GmbH." }],
    ["notes", [], undefined],
  ])("%s: %j says %j", (name, before, after) => expect(isWording(field(name, before, after))).toBe(true));
  test.each([
    ["purposes", [{ en: "Hosting", es: "Alojamiento" }], [{ en: "Hosting" }]],
    ["purposes", [{ en: "Hosting" }], [{ es: "Alojamiento" }]],
    ["purposes", ["Hosting"], [{ en: "Mail", es: "Alojamiento" }]],
    ["purposes", ["Hosting", "hosting."], [{ en: "Hosting", es: "Alojamiento" }, "Mail"]],
    ["transferMechanisms", [{ type: "dpf" }, { type: "scc" }], [{ type: "scc" }, { type: "dpf" }]],
    ["locations", [{ country: "DE" }], [{ country: "de" }]],
    ["legalEntity", { name: "Acme GmbH" }, { name: "Acme Ltd" }],
    ["contact", { email: "dpo-a@acme.example" }, { email: "dpo.a@acme.example" }],
    ["links", [{ url: "https://acme.example/x-y" }], [{ url: "https://acme.example/x/y" }]],
    ["feed", { url: "https://a.example/", pin: "x" }, { url: "https://a.example/", pin: "X" }],
    ["x-region", "DE", "CN"],
  ])("%s: %j does not say %j", (name, before, after) => expect(isWording(field(name, before, after))).toBe(false));
});

test("fewer of what was announced is narrower, but not fewer safeguards, and not none", () => {
  const narrower = (field: string, announced: unknown, after: unknown) =>
    isNarrower({ type: "subprocessor", field, before: ["a"], after }, announced);
  expect(narrower("purposes", ["a", "b", "c"], ["a", "b"])).toBe(true);
  expect(narrower("purposes", ["a", "b"], ["a", "d"])).toBe(false);
  expect(narrower("purposes", ["a", "b"], [])).toBe(false);
  expect(isNarrower({ type: "subprocessor", field: "locations", before: undefined, after: [] }, ["a", "b"])).toBe(
    false,
  );
  expect(narrower("safeguards", ["a", "b", "c"], ["a", "b"])).toBe(false);
  const data = (...items: string[]) => [{ source: "Customers", items }];
  const fewer = { type: "subprocessor", field: "dataCategories", after: data("Names") } as const;
  expect(isNarrower(fewer, data("Names", "Logs"))).toBe(true);
  expect(isNarrower({ ...fewer, after: [{ source: "Staff", items: ["Names"] }] }, data("Names", "Logs"))).toBe(false);
});

test("what a change is called", () => {
  const kind = (field: string, before?: unknown, after?: unknown) =>
    kindOfChange({ type: "subprocessor", field, before, after });
  expect(["locations", "x-odd", "address", "constructor"].map((field) => kind(field))).toEqual([
    "location",
    "details",
    "details",
    "details",
  ]);
  expect([
    kind("role", "vendor", "affiliate"),
    kind("role", undefined, "vendor"),
    kind("role", "vendor", "customer-provided"),
  ]).toEqual(["added", "removed", "scope"]);
  expect([kind("replaces", undefined, ["b"]), kind("replaces", ["b"], undefined)]).toEqual(["replaced", "details"]);
  expect(kindOfChange({ type: "group", field: "title" })).toBe("group");
});

test("two names can be of one company where they share a word that tells", () => {
  expect([alike("Acme", "Acme Cloud Inc."), alike("Acme Inc", "Zeta Inc"), alike({ en: "Acme" }, "ACME GmbH")]).toEqual(
    [true, false, true],
  );
});

describe("what says which kind of company it is tells no company from another", () => {
  const forms = [
    "S.A.|s.a|SA|S.A.S.|B.V.|N.V.|S.p.A.|S.r.l.|S.à r.l.|S.a.r.l.|L.L.C.|LLC|L.P.|Ltd.|Limited|Inc.|Incorporated",
    "GmbH|GmbH & Co. KG|mbH|AG|e.V.|UG (haftungsbeschränkt)|KGaA|SE|A/S|ApS|K/S|AS|ASA|AB|HB|Oy|Oyj|OÜ|UAB|SIA",
    "Sp. z o.o.|sp. z o. o.|s.r.o.|spol. s r.o.|a.s.|d.o.o.|d.d.|Kft.|Zrt.|Nyrt.|EOOD|S.C. S.R.L.|Pte. Ltd.|Pty Ltd",
    "Pvt. Ltd.|Sdn. Bhd.|Co., Ltd.|K.K.|Ltda.|S.L.|S.L.U.|S.A. de C.V.|ООО|АО|ТОВ|A.Ş.|Ltd. Şti.|PLC|DAC|Holding|Holdings|Group",
  ].flatMap((line) => line.split("|"));
  const form = fc.constantFrom(...forms);
  const stem = fc.stringMatching(/^[B-Z][a-z]{4,9}$/);
  const joint = fc.constantFrom(" ", ", ");

  test("two names that share a form alone are of two companies; one name is of one, under any form", () => {
    fc.assert(
      fc.property(stem, stem, form, form, joint, (a, b, one, other, between) => {
        fc.pre(a.toLowerCase() !== b.toLowerCase());
        expect(isAnotherCompany(`${a}${between}${one}`, `${b}${between}${one}`)).toBe(true);
        for (const is of [`${a} ${other}`, a]) {
          expect(isAnotherCompany(`${a}${between}${one}`, is)).toBe(false);
          // What is published without further words stands before every audit.
          expect(alike(`${a}${between}${one}`, is)).toBe(true);
        }
      }),
    );
  });

  test.each(["S.A.", "B.V.", "A/S", "L.L.C.", "S.r.l.", "GmbH & Co. KG"])("an audit knows it under %s too", (form) =>
    expect(alike(`Alpha ${form}`, `Beta ${form}`)).toBe(false),
  );

  test.each([
    ["株式会社 アマゾン", "株式会社 グーグル"],
    ["Bank of Testland", "City of Elsewhere"],
    ["Alpha, an Acme company", "Beta, an Omega company"],
  ])("%s is not %s", (a, b) => expect(isAnotherCompany(a, b)).toBe(true));

  test.each([
    ["Holding", "Holding Ltd"],
    ["The Company", "The Company Ltd"],
    ["AG", "AG"],
  ])("%s can be %s", (a, b) => expect(isAnotherCompany(a, b)).toBe(false));
});

describe("a spelling is no other company", () => {
  const accents: Readonly<Record<string, string>> = { a: "á", e: "è", i: "ï", o: "ø", u: "ü", n: "ñ", c: "ç", s: "š" };
  const letter = fc.record({
    is: fc.constantFrom(..."abcdefghijklmnoprstuvz"),
    upper: fc.boolean(),
    accent: fc.boolean(),
    behind: fc.constantFrom("", "", "", " ", "-", ".", "’"),
  });
  const spelled = (letters: readonly { is: string; upper: boolean; accent: boolean; behind: string }[], as: boolean) =>
    letters
      .map(({ is, upper, accent, behind }) => {
        const marked = as && accent ? (accents[is] ?? is) : is;
        return `${as && upper ? marked.toUpperCase() : marked}${as ? behind : ""}`;
      })
      .join("");

  test("spaces, case, accents and punctuation make no other company, for whoever publishes and for an audit", () => {
    fc.assert(
      fc.property(
        fc.array(letter, { minLength: 5, maxLength: 12 }),
        fc.constantFrom("", " GmbH", ", Inc."),
        (name, form) => {
          const [one, other] = [`Q${spelled(name, false)}`, `Q${spelled(name, true)}${form}`];
          for (const [a, b] of [
            [one, other],
            [other, one],
          ]) {
            expect(isAnotherCompany(a, b)).toBe(false);
            expect(alike(a, b)).toBe(true);
          }
        },
      ),
    );
  });

  test.each([
    ["OpenAI", "Open AI"],
    ["Société", "Societe Générale"],
    ["Cloud-Flare", "Cloudflare, Inc."],
    ["Straße AG", "Strasse"],
    ["Ædon", "AEDON"],
    ["3M", "3 M"],
    ["X.AI", "xAI"],
    ["ＯｐｅｎＡＩ", "OpenAI"],
  ])("%s is %s", (a, b) => expect([isAnotherCompany(a, b), alike(a, b)]).toEqual([false, true]));

  test.each([
    ["C++", "C#"],
    ["OpenAI", "Open Bank AG"],
    ["カード", "ガード"],
  ])("%s is not %s", (a, b) => expect(isAnotherCompany(a, b)).toBe(true));
});

describe("another company, or more said of the same one", () => {
  const kind = (before: unknown, after: unknown) =>
    kindOfChange({ type: "subprocessor", field: "legalEntity", before, after });
  const lei = { type: "lei", value: "529900D6BF99LW9R2E68" };
  const acme = { name: "Acme GmbH", identifiers: [lei] };
  test.each<[string, unknown, unknown]>([
    ["more said", { name: "Acme GmbH" }, { ...acme, country: "DE", headquarters: "DE" }],
    ["a translation", { name: "Acme GmbH" }, { name: { de: "Acme GmbH", ja: "アクメ" } }],
    ["a parent", acme, { ...acme, parent: { name: "Acme SE" } }],
    ["another address", { ...acme, address: "A 1" }, { ...acme, address: "B 2" }],
    ["one number more", acme, { ...acme, identifiers: [{ type: "vat", value: "DE129274202" }, lei] }],
  ])("%s is no other company", (_name, before, after) => expect(kind(before, after)).toBe("details"));
  test.each<[string, unknown, unknown]>([
    ["another name", acme, { ...acme, name: "Acme Ltd" }],
    ["another number", acme, { ...acme, identifiers: [{ type: "lei", value: "INR2EJN1ERAN0W5ZP974" }] }],
    ["a number that is gone", acme, { name: "Acme GmbH" }],
    ["another seat", { ...acme, country: "DE" }, { ...acme, country: "US" }],
    ["a register left out", { ...acme, registration: "HRB 1" }, acme],
    ["stated at all", undefined, acme],
    ["no longer stated", acme, undefined],
  ])("%s is another company", (_name, before, after) => expect(kind(before, after)).toBe("legal-entity"));
});
