import { expect, test } from "vitest";
import { parse } from "yaml";
import { type Kind, kindNames, membersOf } from "./members.ts";
import { authoringSchema } from "./schema.ts";
import { alternativesOf, belowOf, type SchemaNode, shapeOf } from "./schema-walk.ts";
import { exampleAt, spotAt } from "./spot.ts";

/** The schemas of each kind of object, as the rows lead to them. */
const schemas = new Map<Kind, Set<SchemaNode>>();
/** Members that hold objects, and whose row names no kind. */
const unnamed: string[] = [];

function visit(schema: SchemaNode, kind: Kind): void {
  for (const one of alternativesOf(schema)) {
    const shape = shapeOf(one);
    const known = schemas.get(kind) ?? new Set();
    if (shape && known.has(one)) continue;
    if (shape) schemas.set(kind, known.add(one));
    else for (const item of belowOf(one, 0)) visit(item, kind);
    for (const [name, below] of Object.entries(shape ?? {})) {
      const member = membersOf(kind).get(name);
      if (member?.kind) visit(below, member.kind);
      else if (objectsIn(below)) unnamed.push(`${kind}.${name}`);
    }
  }
}

/** Whether a schema is one of objects, or of lists of them. The tree of a formatted text is none: authors write Markdown. */
const objectsIn = (schema: SchemaNode): boolean =>
  alternativesOf(schema).some((one) => {
    const shape = shapeOf(one);
    return shape ? !Object.hasOwn(shape, "children") : belowOf(one, 0).some(objectsIn);
  });

visit(authoringSchema, "list");

test("every kind is met, and every object has one", () => {
  expect([...schemas.keys()].sort()).toEqual([...kindNames].sort());
  expect(unnamed).toEqual([]);
});

test.each(kindNames)("every member of a %s says what it is, and nothing else does", (kind) => {
  const shapes = [...(schemas.get(kind) ?? [])].flatMap((schema) => Object.keys(shapeOf(schema) ?? {}));
  expect([...membersOf(kind).keys()].sort()).toEqual([...new Set(shapes)].sort());
});

test.each(kindNames)("every example of a %s is what the format takes there", (kind) => {
  const refused = [...membersOf(kind)].filter(([name, { example }]) => {
    const below = [...(schemas.get(kind) ?? [])].flatMap((schema) => belowOf(schema, name));
    const value = (parse(`${name}: ${example}`) as Record<string, unknown>)[name];
    return !below.some((schema) => (schema as unknown as typeof authoringSchema).safeParse(value).success);
  });
  expect(refused).toEqual([]);
});

test("a path leads to the member, whatever stands between", () => {
  expect(exampleAt(["subprocessors", 3, "locations", 0, "country"])).toBe("country: DE");
  expect(exampleAt(["subprocessors", 3, "name", "en_US"])).toBe("name: Example Cloud");
  expect(exampleAt(["noticeTerms", "rules", 0, "calendar", "holidays", 2])).toBe("holidays: [2026-12-25, 2027-01-01]");
  expect(exampleAt(["subprocessors", 0, "legalEntity", "parent", "identifiers", 0, "value"])).toContain("5493001K");
  expect(exampleAt(["vendors", 0])).toBeUndefined();
  expect(spotAt(["publish"]).names).toContain("timeStampAuthority");
});
