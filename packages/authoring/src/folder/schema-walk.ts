import type { Path } from "./yaml-source.ts";

/** A schema as zod describes it: what this package asks of it, and nothing else. */
interface Definition {
  type: string;
  shape?: Shape;
  element?: SchemaNode;
  innerType?: SchemaNode;
  options?: readonly SchemaNode[];
  getter?: () => SchemaNode;
}
export interface SchemaNode {
  _zod: { def: unknown };
}
export type Shape = Record<string, SchemaNode>;

/** The one place that knows where zod keeps it. */
const definitionOf = (schema: SchemaNode): Definition => schema._zod.def as Definition;

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
  const next = definition.innerType ?? definition.getter?.();
  if (next) {
    walkSchema(next, value, path, visit);
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
  if (definition.getter) return fits(definition.getter(), value);
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
