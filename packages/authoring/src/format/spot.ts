import { kindNames, type Member, membersOf } from "./members.ts";
import type { Path } from "./path.ts";
import { authoringSchema } from "./schema.ts";
import { alternativesOf, belowOf, type SchemaNode, shapeOf } from "./schema-walk.ts";

/** A place of `trust-center.yaml`, as the format sees it. */
export interface Spot {
  /** The schemas of what may stand there: several where an alternative decides. */
  schemas: readonly SchemaNode[];
  /** The nearest member with a name of the format. */
  member?: { name: string } & Member;
  /** Names that may stand below it. */
  names: readonly string[];
}

/** What the format says of the place that a path leads to. */
export function spotAt(path: Path): Spot {
  let schemas: readonly SchemaNode[] = [authoringSchema];
  let members: ReadonlyMap<string, Member> = membersOf("list");
  let member: Spot["member"];
  for (const part of path) {
    schemas = schemas.flatMap((schema) => belowOf(schema, part));
    const known = typeof part === "string" ? members.get(part) : undefined;
    if (!known) continue;
    member = { name: String(part), ...known };
    members = known.kind ? membersOf(known.kind) : new Map();
  }
  const names = new Set(schemas.flatMap(alternativesOf).flatMap((schema) => Object.keys(shapeOf(schema) ?? {})));
  return { schemas, ...(member && { member }), names: [...names] };
}

/** A member as it is written, where the format has one there: `since: 2024-05`. */
export function exampleAt(path: Path): string | undefined {
  const { member } = spotAt(path);
  return member && `${member.name}: ${member.example}`;
}

/** The first member of that name in the format, as it is written: for a place that cannot be read. */
export function exampleNamed(name: string): string | undefined {
  const member = kindNames.map((kind) => membersOf(kind).get(name)).find((one) => one !== undefined);
  return member && `${name}: ${member.example}`;
}
