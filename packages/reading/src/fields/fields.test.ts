import {
  feedContentSchema,
  groupSchema,
  noticeTermsSchema,
  policySchema,
  publisherSchema,
  serviceSchema,
  subprocessorSchema,
} from "@trust-center/feed";
import { expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { sampleOf } from "../testing/sample.ts";
import { type AnyField, factsOf, readField } from "./field.ts";
import { fieldsOf, groupFields, listFields, policyFields, serviceFields } from "./list.ts";
import { publisherFields } from "./publisher.ts";
import { subprocessorField, subprocessorFields } from "./subprocessor.ts";
import { termsFields } from "./terms.ts";

type Parsing = { safeParse(value: unknown): { success: boolean } };
type Schema = { shape: Record<string, Parsing> };

const schemas: [name: string, schema: Schema, fields: readonly AnyField[]][] = [
  ["sub-processor", subprocessorSchema, subprocessorFields],
  ["group", groupSchema, groupFields],
  ["policy", policySchema, policyFields],
  ["service", serviceSchema, serviceFields],
  ["publisher", publisherSchema, publisherFields],
  ["terms", noticeTermsSchema, termsFields],
  ["list", feedContentSchema, listFields],
];

test.each(schemas)("every member of a %s is declared, and nothing else is", (_name, schema, fields) => {
  const members = Object.keys(schema.shape);
  expect(fields.map(({ key }) => key).sort()).toEqual(members.sort());
});

/** Members that every surface lays out by itself: titles, states, tables of their own. */
const laidOut: Record<string, string[]> = {
  "sub-processor": ["id", "name", "groups"],
  group: ["id", "title", "intro", "none", "footnotes", "columns", "common", "subsetOf"],
  service: ["id", "name", "description"],
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

/** Members that are no words of their own. */
const silent = [
  // What a link leads to is said where it has no text.
  /links?\.type$|optOut\.type$/,
  // What goes without saying: a country, and a mechanism that is not relied on is none to fall back on.
  /^(?:locations|corporateLocation)\.kind$|^transferMechanisms\.fallback$/,
  // Names and rules refer to them.
  /^chain\.subprocessor$|^dataCategories\.class$|^faq\.id$|^sections\.before$/,
  // Said where the publisher has no words for it.
  /^grounds\.required$/,
  // What is assumed where nothing is said.
  /^rules\.calendar\.(?:unit|roll)$/,
];

/** Fields whose values have members, each with the schema of its value. `common` holds an entry's. */
const nested = schemas.flatMap(([of, owner, fields]) =>
  fields
    .filter(
      ({ key }) =>
        !["noticeTerms", "subprocessors", "groups", "policies", "services", "columns", "common", "bodies"].includes(
          key,
        ),
    )
    .map((field) => [of, field.key, field, owner.shape[field.key] as Parsing] as const),
);

test.each(nested)("%s: every member within %s is read", (_of, key, field, schema) => {
  let count = 0;
  const whole = sampleOf(schema, () => `word${count++}x`);
  expect(schema.safeParse(whole).success).toBe(true);
  const reader = testReader("en");
  const said = (value: unknown) => JSON.stringify(readField(field, { [key]: value }, reader));
  const isUnread = (path: readonly string[]) => {
    const changed = without(whole, path);
    return schema.safeParse(changed).success && said(changed) === said(whole);
  };
  const names = (path: readonly string[]) => [key, ...path].filter((part) => !/^\d+$/.test(part)).join(".");
  const unread = membersOf(whole).filter(isUnread).map(names);
  expect(unread.filter((name) => !silent.some((pattern) => pattern.test(name)))).toEqual([]);
});

/** The way to every member in a value. */
function membersOf(value: unknown): string[][] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const below = membersOf(member).map((path) => [name, ...path]);
    return Array.isArray(value) ? below : [[name], ...below];
  });
}

function without(value: unknown, path: readonly string[]): unknown {
  const copy = structuredClone(value);
  const owner = path.slice(0, -1).reduce((at, name) => (at as Record<string, unknown>)[name], copy);
  delete (owner as Record<string, unknown>)[path.at(-1) as string];
  return copy;
}

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
