import {
  feedContentSchema,
  groupSchema,
  noticeTermsSchema,
  policySchema,
  publisherSchema,
  subprocessorSchema,
} from "@trust-center/feed";
import { expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { type AnyField, factsOf, readField } from "./field.ts";
import { fieldsOf, groupFields, listFields, policyFields, serviceFields } from "./list.ts";
import { publisherFields } from "./publisher.ts";
import { subprocessorField, subprocessorFields } from "./subprocessor.ts";
import { termsFields } from "./terms.ts";

type Schema = { _zod: { def: { shape: Record<string, unknown> } } };

const schemas: [name: string, schema: unknown, fields: readonly AnyField[]][] = [
  ["sub-processor", subprocessorSchema, subprocessorFields],
  ["group", groupSchema, groupFields],
  ["policy", policySchema, policyFields],
  ["publisher", publisherSchema, publisherFields],
  ["terms", noticeTermsSchema, termsFields],
  ["list", feedContentSchema, listFields],
];

test.each(schemas)("every member of a %s is declared, and nothing else is", (_name, schema, fields) => {
  const members = Object.keys((schema as Schema)._zod.def.shape);
  expect(fields.map(({ key }) => key).sort()).toEqual(members.sort());
});

/** Members that every surface lays out by itself: titles, states, tables of their own. */
const laidOut: Record<string, string[]> = {
  "sub-processor": ["id", "name", "groups"],
  group: ["id", "title", "intro", "none", "footnotes", "columns", "common", "subsetOf"],
  policy: ["id", "title", "summary", "bodies"],
  publisher: ["description", "contacts"],
  terms: ["text"],
  list: [
    ...["title", "intro", "publisher", "provenance", "noticeTerms", "services", "groups", "subprocessors"],
    ...["policies", "certifications", "documents", "faq", "sections", "service", "pastChanges"],
  ],
};

test.each(schemas)(
  "a member of a %s is shown among the facts, or laid out by every surface",
  (name, _schema, fields) => {
    const apart = fields.filter(({ group }) => group === undefined).map(({ key }) => key);
    expect(apart.sort()).toEqual(laidOut[name]?.sort());
  },
);

test("a notice carries what check calls legal or customary", () => {
  const noticed = subprocessorFields.filter(({ notice }) => notice).map(({ key }) => key);
  const legal = subprocessorFields.filter(({ asked }) => asked?.includes("gdpr")).map(({ key }) => key);
  expect(noticed).toEqual(expect.arrayContaining(legal));
  expect(noticed).toEqual(
    expect.arrayContaining([
      "purposes",
      "dataCategories",
      "dataSubjects",
      "locations",
      "retention",
      "safeguards",
      "links",
    ]),
  );
});

const whole = {
  id: "a",
  name: "Alpha",
  links: [{ type: "dpa", url: "https://a.example/dpa" }],
  certifications: [{ name: "ISO 27001", validUntil: "2027-05-01" }],
  contact: { email: "p@a.example" },
  safeguards: ["Encryption"],
  notes: [{ field: "locations", text: "As stated" }],
  when: { option: "AI" },
  details: [{ label: "Team", value: "Sales" }],
  chain: [{ relation: "runs-on", name: "Cloud" }],
  feed: { url: "https://a.example/feed/" },
  replaces: ["old"],
  role: "affiliate",
};

test("every field has a label and words in every language", () => {
  for (const tag of ["en", "es", "de"]) {
    const reader = testReader(tag);
    for (const key of Object.keys(whole)) {
      const field = subprocessorField(key) as AnyField;
      expect(reader.t(field.label), `${tag} ${key}`).toMatch(/\S/);
      expect(readField(field, whole, reader), `${tag} ${key}`).not.toEqual([]);
    }
  }
});

test("notes say what they are about, in the reader's language", () => {
  const facts = factsOf(subprocessorFields, whole, testReader("de"));
  expect(facts.find(({ key }) => key === "notes")?.pieces).toMatchObject([{ label: "Zu Ort", text: "As stated" }]);
});

test("terms say the kinds of change and both periods of a segment", () => {
  const terms = {
    noticePeriod: "P30D",
    appliesTo: ["added", "location"],
    segments: [{ id: "e", name: "Enterprise", noticePeriod: "P60D", objectionPeriod: "P45D" }],
  };
  const facts = factsOf(termsFields, terms, testReader("es"));
  expect(facts.map(({ label }) => label)).toEqual(["Aviso antes de un cambio", "Otros plazos", "Se avisa en caso de"]);
  expect(facts[1]?.pieces[0]?.lines).toHaveLength(2);
});

test("what changes are about has fields", () => {
  expect(fieldsOf("service")).toBe(serviceFields);
  expect(fieldsOf("list")).toBe(listFields);
});
