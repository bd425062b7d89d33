import { feedContentSchema } from "@trust-center/feed";
import type { Path } from "./yaml-source.ts";

/** A name that the schema does not know. It would be signed as it stands, so a typo would go unseen. */
export interface UnknownField {
  path: Path;
  name: string;
  /** The known name that was likely meant. */
  meant?: string;
}

interface Definition {
  type: string;
  shape?: Record<string, SchemaNode>;
  element?: SchemaNode;
  innerType?: SchemaNode;
  options?: readonly SchemaNode[];
  getter?: () => SchemaNode;
}
interface SchemaNode {
  _zod: { def: unknown };
}

/** Members of the authoring folder that are not the feed's: path pattern → names. */
const extraNames: [path: RegExp, names: string[]][] = [
  [/^$/, ["publish", "announce"]],
  [/^policies\/\d+$/, ["file", "files"]],
];

/** Names in content that the feed's schema does not know. Those that begin with `x-` are the author's own. */
export function unknownFields(content: unknown): UnknownField[] {
  return walk(feedContentSchema, content, []);
}

function walk(schema: SchemaNode, value: unknown, path: Path): UnknownField[] {
  const definition = schema._zod.def as Definition;
  if (definition.innerType) return walk(definition.innerType, value, path);
  if (definition.getter) return walk(definition.getter(), value, path);
  if (definition.options) {
    const fitting = definition.options.find((option) => fits(option, value));
    return fitting ? walk(fitting, value, path) : [];
  }
  if (definition.element && Array.isArray(value)) {
    const { element } = definition;
    return value.flatMap((item, at) => walk(element, item, [...path, at]));
  }
  if (definition.shape && value !== null && typeof value === "object" && !Array.isArray(value)) {
    return walkMembers(definition.shape, value, path);
  }
  return [];
}

function walkMembers(shape: Record<string, SchemaNode>, value: object, path: Path): UnknownField[] {
  const extra = extraNames.find(([pattern]) => pattern.test(path.join("/")))?.[1] ?? [];
  const names = [...Object.keys(shape), ...extra];
  return Object.entries(value).flatMap(([name, member]) => {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known) return walk(known, member, [...path, name]);
    if (extra.includes(name) || name.startsWith("x-")) return [];
    const meant = nearestName(name, names);
    return [{ path: [...path, name], name, ...(meant && { meant }) }];
  });
}

/** The alternative of a union that has the value's shape. */
function fits(option: SchemaNode, value: unknown): boolean {
  const definition = option._zod.def as Definition;
  if (definition.innerType) return fits(definition.innerType, value);
  if (definition.getter) return fits(definition.getter(), value);
  if (definition.options) return definition.options.some((inner) => fits(inner, value));
  if (definition.type === "string") return typeof value === "string";
  if (definition.type === "array") return Array.isArray(value);
  const isMembers = value !== null && typeof value === "object" && !Array.isArray(value);
  if (definition.type === "record")
    return (
      isMembers &&
      Object.values(value).every((text) => typeof text === "string") &&
      Object.keys(value).every((tag) => /^[a-z]{2,3}(-|$)/i.test(tag))
    );
  return definition.type === "object" && isMembers;
}

/** The nearest of some names, if it is near enough to be what was meant. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const ranked = names
    .map((candidate) => ({ candidate, distance: editDistance(plain(name), plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
