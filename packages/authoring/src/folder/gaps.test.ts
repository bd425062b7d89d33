import type { FeedContent } from "@trust-center/feed";
import {
  type AnyField,
  type Asker,
  listFields,
  publisherFields,
  serviceFields,
  subprocessorFields,
} from "@trust-center/reading";
import { describe, expect, test } from "vitest";
import { asked, gapsOf } from "./gaps.ts";
import { likelySlips, warningsOf } from "./warnings.ts";
import { readYaml } from "./yaml-source.ts";

describe("who asks for a field is said once, by the field", () => {
  const ofContent = [...publisherFields, ...listFields];
  const rules = asked.flatMap(({ asker, content, services, entries }) => [
    ...content.map(({ field }) => ({ asker, field, fields: ofContent })),
    ...services.map(({ field }) => ({ asker, field, fields: serviceFields })),
    ...entries.map(({ field }) => ({ asker, field, fields: subprocessorFields })),
  ]);
  test.each(rules)("$asker asks for $field", ({ asker, field, fields }) => {
    expect(fields.find(({ key }) => key === field)?.asked).toContain(asker);
  });

  const declared = (fields: readonly AnyField[]) =>
    fields.flatMap(({ key, asked = [] }) => asked.map((asker): [string, Asker] => [key, asker]));
  test.each([...declared(subprocessorFields), ...declared(serviceFields)])("%s is asked for by %s", (key, asker) => {
    expect(rules.some(({ asker: one, field }) => one === asker && field === key)).toBe(true);
  });
});

const source = readYaml("{}", "a.yaml");
const list = (change: Partial<FeedContent>): FeedContent => ({
  publisher: { name: "Acme" },
  subprocessors: [{ id: "a", name: "Alpha", underpins: true, locations: [{ country: "DE" }] }],
  services: [{ id: "s", name: "Search" }],
  ...change,
});

describe("profiles", () => {
  const missing = (askers: Asker[], change: Partial<FeedContent> = {}) => {
    const { legal, customary } = gapsOf(source, list(change), askers);
    return [...legal, ...customary].map(({ of, missing }) => `${of}: ${missing}`);
  };

  test("each asks for its own", () => {
    expect(missing(["dora"])).toEqual([
      "Search: type of ICT service",
      "Alpha: LEI, or EUID of a company in the Union",
      "Alpha: country of the global operating headquarters",
      "Alpha: ultimate parent, itself where it has none",
      "Alpha: what happens at each place: storage, processing, provision",
    ]);
    expect(missing(["data-act"])).toHaveLength(4);
    const full = {
      services: [{ id: "s", name: "Search", ictType: "S19" as const }],
      subprocessors: [
        {
          id: "a",
          name: "Алфа",
          underpins: true,
          legalEntity: {
            name: "Алфа ЕООД",
            latinName: "Alfa EOOD",
            headquarters: "BG",
            identifiers: [{ type: "euid" as const, value: "BGCR.1" }],
            parent: { name: "Alfa EOOD" },
          },
          locations: [{ country: "BG", activities: ["storage" as const] }],
        },
      ],
    };
    expect(missing(["dora"], full)).toEqual([]);
    expect(gapsOf(source, list({})).legal.map(({ asker }) => asker)).not.toContain("dora");
  });

  test("what does not underpin needs no number of the register", () => {
    expect(missing(["dora"], { services: [], subprocessors: [{ id: "a", name: "Alpha", underpins: false }] })).toEqual([
      "Alpha: what happens at each place: storage, processing, provision",
    ]);
  });

  test("who receives decides whether data leaves the Union", () => {
    const to = (country: string) => [
      { id: "a", name: "A", transferMechanisms: [{ type: "scc" as const, importer: { country } }] },
    ];
    expect(missing(["gdpr"], { subprocessors: to("SG") })).not.toContain("A: transfer mechanism for a third country");
    const chain = [{ relation: "runs-on" as const, name: "Metal" }];
    expect(missing(["gdpr"], { subprocessors: [{ id: "a", name: "A", chain }] })).toContain(
      "A: address and contact of each company in the chain",
    );
  });
});

describe("warnings", () => {
  const warned = (noticeTerms: FeedContent["noticeTerms"], askers: Asker[]) =>
    warningsOf(source, list({ noticeTerms }), askers).map(({ path, found }) => `${path}: ${found}`);

  test.each<[string, FeedContent["noticeTerms"], Asker[], string[]]>([
    [
      "posting alone",
      { channels: [{ type: "posting" }, { type: "feed" }] },
      ["gdpr"],
      ["noticeTerms/channels: posting alone"],
    ],
    ["posting beside mail", { channels: [{ type: "posting" }, { type: "email" }] }, ["gdpr"], []],
    [
      "subscribers alone",
      { rules: [{ notice: "P10D", requires: "subscription" }] },
      ["gdpr"],
      ["noticeTerms/rules/0/requires: notice for subscribers alone"],
    ],
    [
      "an objection rejected",
      { options: [{ type: "reject" }] },
      ["contract"],
      ["noticeTerms/options/0/type: `reject`"],
    ],
    [
      "a remedy that rejects",
      { rules: [{ notice: "P10D", remedies: [{ type: "fix" }, { type: "reject" }] }] },
      ["contract"],
      ["noticeTerms/rules/0/remedies/1/type: `reject`"],
    ],
    ["a place without notice", { noticePeriod: "P30D" }, ["dora"], ["noticeTerms/appliesTo: none"]],
    ["a place with notice", { noticePeriod: "P30D", appliesTo: ["location"] }, ["dora"], []],
    ["a rule for all", { rules: [{ notice: "P30D" }] }, ["dora"], []],
    [
      "a rule for others",
      { rules: [{ when: { kind: ["added"] }, notice: "P30D" }] },
      ["dora"],
      ["noticeTerms/rules: none"],
    ],
    ["nobody who asks", { options: [{ type: "reject" }], channels: [{ type: "posting" }] }, ["habit"], []],
  ])("%s", (_name, terms, askers, expected) => expect(warned(terms, askers)).toEqual(expected));

  test("a country by another code, wherever it stands", () => {
    const subprocessors: FeedContent["subprocessors"] = [
      { id: "a", name: "A", legalEntity: { name: "A", country: "Germany", headquarters: "UK" } },
    ];
    expect(
      likelySlips(source, list({ subprocessors })).map(({ found, fix }) => `${found} ${fix.slice(0, 11)}`),
    ).toEqual(["“Germany” Write `DE`.", "“UK” Write `GB`."]);
  });
});
