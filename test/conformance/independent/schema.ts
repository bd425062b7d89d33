import { readFileSync } from "node:fs";
import { require } from "./failure.ts";
import type { Json } from "./json.ts";

/* §1.3: the normative schemas, and of JSON Schema 2020-12 the words that they use. */

const read = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../../../packages/feed/schema/${name}.json`, import.meta.url), "utf8"));

const schemas = new Map<string, Json>();

/** Follows its schema, and is of this format (§1.2, rule 2). */
export function follows(name: string, value: Json): Json {
  const format = isObject(value) ? value.format : undefined;
  require(format === undefined || format === 1, "unsupported", `format ${format}`);
  if (!schemas.has(name)) schemas.set(name, read(name));
  const root = schemas.get(name);
  require(holds(value, root, root), "malformed", `no ${name}`);
  return value;
}

const isObject = (value: Json): boolean => value !== null && typeof value === "object" && !Array.isArray(value);

const types: Record<string, (value: Json) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  integer: Number.isSafeInteger,
  null: (value) => value === null,
};

/** Each word of a schema that is asserted. What is in none of the schemas is an error: it would pass over something. */
const words: Record<string, (value: Json, says: Json, schema: Json, root: Json) => boolean> = {
  type: (value, says) => (types[says] as (value: Json) => boolean)(value),
  const: (value, says) => value === says,
  enum: (value, says) => says.includes(value),
  pattern: (value, says) => typeof value !== "string" || new RegExp(says, "u").test(value),
  minLength: (value, says) => typeof value !== "string" || [...value].length >= says,
  minimum: (value, says) => typeof value !== "number" || value >= says,
  maximum: (value, says) => typeof value !== "number" || value <= says,
  minItems: (value, says) => !Array.isArray(value) || value.length >= says,
  maxItems: (value, says) => !Array.isArray(value) || value.length <= says,
  items: (value, says, _schema, root) => !Array.isArray(value) || value.every((item) => holds(item, says, root)),
  required: (value, says) => !isObject(value) || says.every((name: string) => Object.hasOwn(value, name)),
  properties: (value, says, _schema, root) =>
    !isObject(value) ||
    Object.entries(says).every(([name, one]) => !Object.hasOwn(value, name) || holds(value[name], one, root)),
  propertyNames: (value, says, _schema, root) =>
    !isObject(value) || Object.keys(value).every((name) => holds(name, says, root)),
  additionalProperties: (value, says, schema, root) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, one]) => Object.hasOwn(schema.properties ?? {}, name) || holds(one, says, root),
    ),
  anyOf: (value, says, _schema, root) => says.some((one: Json) => holds(value, one, root)),
  allOf: (value, says, _schema, root) => says.every((one: Json) => holds(value, one, root)),
  oneOf: (value, says, _schema, root) => says.filter((one: Json) => holds(value, one, root)).length === 1,
  $ref: (value, says, _schema, root) => holds(value, resolve(says, root), root),
  $schema: () => true,
  $id: () => true,
  $defs: () => true,
  title: () => true,
};

function holds(value: Json, schema: Json, root: Json): boolean {
  if (typeof schema === "boolean") return schema;
  return Object.entries(schema).every(([word, says]) => {
    const asserts = words[word];
    if (!asserts) throw new Error(`The schema says ${word}, which this reader does not know.`);
    return asserts(value, says, schema, root);
  });
}

function resolve(reference: string, root: Json): Json {
  const parts = reference.split("/").slice(1);
  return parts.reduce((at, part) => at[part], root);
}

/** The part of the schema of a feed that is a subject's, and its member (§5.13: what an atom puts follows it). */
export function memberHolds(type: string, field: string | undefined, value: Json): boolean {
  if (!schemas.has("feed")) schemas.set("feed", read("feed"));
  const root = schemas.get("feed");
  const unref = (schema: Json): Json => (schema.$ref ? unref(resolve(schema.$ref, root)) : schema);
  const of = (name: string) => unref(root.properties[name]);
  const subjects: Record<string, () => Json> = {
    subprocessor: () => unref(of("subprocessors").items),
    group: () => unref(of("groups").items),
    service: () => unref(of("services").items),
    policy: () => unref(of("policies").items),
    terms: () => of("noticeTerms"),
    publisher: () => of("publisher"),
    list: () => root,
  };
  const schema = (subjects[type] as () => Json)();
  if (field === undefined) return holds(value, schema, root);
  const frame = ["type", "format", "version", "published", "open", "former", "publisher", "noticeTerms"];
  const isOther = type === "list" && (frame.includes(field) || Object.hasOwn(subjectMembers, field));
  if (isOther || !Object.hasOwn(schema.properties, field)) return true;
  if (value === undefined) return !(schema.required ?? []).includes(field);
  return holds(value, schema.properties[field], root);
}

const subjectMembers = { subprocessors: 1, groups: 1, services: 1, policies: 1 };
