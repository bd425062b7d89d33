import { proseSchema } from "@trust-center/feed";
import { jsonSchemaOf } from "@trust-center/feed/json-schema";
import { parse } from "yaml";
import { type Kind, membersOf } from "./members.ts";
import { authoringSchema } from "./schema.ts";
import { alternativesOf, belowOf, type SchemaNode, shapeOf } from "./schema-walk.ts";

/** The file in an authoring folder that editors read the JSON Schema from: nothing is fetched. */
export const schemaFile = "trust-center.schema.json";

/** The comment that tells editors of it (yaml-language-server). */
export const modeline = `# yaml-language-server: $schema=./${schemaFile}\n`;

/** What stands in that file. */
export function schemaFileText(): string {
  made ??= `${JSON.stringify(authoringJsonSchema())}\n`;
  return made;
}

let made: string | undefined;

type Json = Record<string, unknown>;

/**
 * JSON Schema 2020-12 of `trust-center.yaml`, for editors: objects are closed, and every member says what it is, with an
 * example. Names that begin with `x-` are the author's own.
 */
export function authoringJsonSchema(): Json {
  const kinds = kindsBySchema();
  const schema = jsonSchemaOf(authoringSchema, {
    name: "trust-center",
    title: "trust-center.yaml of a Trust Center feed",
    override: (zodSchema, json) => {
      if (zodSchema === proseSchema) replace(json, markdown);
      // What stands below is put in later: what is said of it can only be said of the whole.
      const kind = kinds.get(zodSchema);
      if (kind) json.$comment = kind;
    },
  });
  describeAll(schema);
  return withoutUnused(schema);
}

/** Which kind of object each schema of objects is about. */
function kindsBySchema(): ReadonlyMap<SchemaNode, Kind> {
  const found = new Map<SchemaNode, Kind>();
  const visit = (schema: SchemaNode, kind: Kind): void => {
    for (const one of alternativesOf(schema)) {
      const shape = shapeOf(one);
      if (!shape) {
        for (const item of belowOf(one, 0)) visit(item, kind);
      } else if (!found.has(one)) {
        found.set(one, kind);
        for (const [name, member] of membersOf(kind)) {
          if (member.kind && shape[name]) visit(shape[name], member.kind);
        }
      }
    }
  };
  visit(authoringSchema, "list");
  return found;
}

/** In an author's file a formatted text is Markdown: the tree of a feed is made of it. */
const markdown: Json = {
  description: "Markdown: one text, or one for each language.",
  anyOf: [
    { type: "string" },
    {
      type: "object",
      propertyNames: { pattern: "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$" },
      additionalProperties: { type: "string" },
    },
  ],
};

function replace(json: Json, by: Json): void {
  for (const name of Object.keys(json)) delete json[name];
  Object.assign(json, by);
}

/** Closes every object that is marked with its kind, and says what its members are. */
function describeAll(json: unknown): void {
  if (json === null || typeof json !== "object") return;
  const { $comment: kind, properties } = json as { $comment?: Kind; properties?: Record<string, Json> };
  for (const below of Object.values(json)) describeAll(below);
  if (kind === undefined || properties === undefined) return;
  for (const [name, { about, example }] of membersOf(kind)) {
    if (properties[name]) Object.assign(properties[name], { description: about, examples: [parse(example)] });
  }
  Object.assign(json, { additionalProperties: false, patternProperties: { "^x-": {} } });
  delete (json as Json).$comment;
}

/** Definitions that nothing refers to any more. */
function withoutUnused(schema: Json): Json {
  const { $defs = {}, ...rest } = schema as { $defs?: Record<string, Json> };
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit($defs[name]);
    }
  };
  visit(rest);
  return { ...rest, $defs: Object.fromEntries(Object.entries($defs).filter(([name]) => used.has(name))) };
}
