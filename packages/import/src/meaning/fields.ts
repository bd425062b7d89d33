import type { Meaning } from "./headings.ts";

/** Members of an entry that a heading can be mapped to, by the name that `--map` and the record of an import use. */
export const fields = {
  name: "name",
  purposes: "purpose",
  locations: "location",
  corporateLocation: "entityCountry",
  dataCategories: "data",
  dataSubjects: "subjects",
  transferMechanisms: "mechanism",
  "links/dpa": "dpa",
  "links/privacy": "privacy",
  "links/subprocessors": "subprocessors",
  "links/site": "website",
  "links/security": "security",
  legalEntity: "entity",
  address: "address",
  contact: "contact",
  retention: "retention",
  when: "condition",
  category: "category",
  since: "since",
  notes: "notes",
  role: "role",
  id: "id",
  details: "other",
} as const satisfies Record<string, Meaning>;

export type FieldName = keyof typeof fields;

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(fields, name);

const names = new Map<Meaning, FieldName>(
  Object.entries(fields).map(([name, meaning]) => [meaning, name as FieldName]),
);

/** The member that a meaning goes to; what has none goes to `details`, under its own label. */
export const fieldOf = (meaning: Meaning): FieldName => names.get(meaning) ?? "details";
