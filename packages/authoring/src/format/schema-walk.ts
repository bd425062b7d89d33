import type { Path } from "./path.ts";

/** A schema as zod describes it: what this package asks of it, and nothing else. */
interface Definition {
  type: string;
  shape?: Shape;
  element?: SchemaNode;
  innerType?: SchemaNode;
  options?: readonly SchemaNode[];
  /** Of a record: its names, and its values. */
  keyType?: SchemaNode;
  valueType?: SchemaNode;
  /** Of an enumeration. */
  entries?: Record<string, string>;
}
export interface SchemaNode {
  _zod: { def: unknown };
}
export type Shape = Record<string, SchemaNode>;

/** The one place that knows where zod keeps it. What is lazy is made once: its inner schema is always the same one. */
const definitionOf = ({ _zod }: SchemaNode): Definition => {
  const definition = _zod.def as Definition;
  return definition.type === "lazy"
    ? { ...definition, innerType: (_zod as unknown as { innerType: SchemaNode }).innerType }
    : definition;
};

/** What a schema may be, apart from what wraps it: the alternatives of a union, the inside of what is optional or lazy. */
export function alternativesOf(schema: SchemaNode): SchemaNode[] {
  const { innerType, options } = definitionOf(schema);
  if (innerType) return alternativesOf(innerType);
  return options ? options.flatMap(alternativesOf) : [schema];
}

/** The schemas of what stands below a name or an index, where a schema has such. */
export function belowOf(schema: SchemaNode, part: string | number): SchemaNode[] {
  return alternativesOf(schema).flatMap((one) => {
    const { element, shape = {}, valueType } = definitionOf(one);
    if (typeof part === "number") return element ?? [];
    return (Object.hasOwn(shape, part) ? shape[part] : valueType) ?? [];
  });
}

/** The schemas of a record's names. */
export const namesOf = (schema: SchemaNode): SchemaNode[] =>
  alternativesOf(schema).flatMap((one) => definitionOf(one).keyType ?? []);

/** The members that an object of this schema may have, where it is one of objects. */
export const shapeOf = (schema: SchemaNode): Shape | undefined => definitionOf(schema).shape;

/** The values of an enumeration; none where it is something else. */
export const enumOf = (schema: SchemaNode): string[] => Object.values(definitionOf(schema).entries ?? {});

/** A value, the part of the schema that is about it, and the way there. */
export interface Visited {
  schema: SchemaNode;
  /** The members that the schema knows, where it is about an object. */
  shape: Shape | undefined;
  value: unknown;
  path: Path;
}

/**
 * Visits a value along its schema: of a union, the alternative that has the value's shape.
 *
 * @param visit Answers whether to go on into what it was shown.
 */
export function walkSchema(schema: SchemaNode, value: unknown, path: Path, visit: (visited: Visited) => boolean): void {
  const definition = definitionOf(schema);
  const { innerType } = definition;
  if (innerType) {
    walkSchema(innerType, value, path, visit);
    return;
  }
  const members = isMembers(value) ? value : undefined;
  const shape = members && definition.shape;
  if (!visit({ schema, shape, value, path })) return;
  const fitting = definition.options?.find((option) => fits(option, value));
  if (fitting) walkSchema(fitting, value, path, visit);
  const { element } = definition;
  if (element && Array.isArray(value)) {
    for (const [at, item] of value.entries()) walkSchema(element, item, [...path, at], visit);
  }
  if (!shape) return;
  for (const [name, member] of Object.entries(members)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known) walkSchema(known, member, [...path, name], visit);
  }
}

/** The alternative of a union that has the value's shape. */
function fits(option: SchemaNode, value: unknown): boolean {
  const definition = definitionOf(option);
  if (definition.innerType) return fits(definition.innerType, value);
  if (definition.options) return definition.options.some((inner) => fits(inner, value));
  if (definition.type === "string") return typeof value === "string";
  if (definition.type === "array") return Array.isArray(value);
  if (definition.type === "record") {
    return isMembers(value) && Object.keys(value).every((tag) => /^[a-z]{2,3}(-|$)/i.test(tag));
  }
  return definition.type === "object" && isMembers(value);
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
