import { feedContentSchema, proseSchema } from "@trust-center/feed";
import { type Shape, walkSchema } from "../format/schema-walk.ts";
import type { Path } from "./yaml-source.ts";

/** A name that the schema does not know. It would be signed as it stands, so a typo would go unseen. */
export interface UnknownField {
  path: Path;
  name: string;
  /** The known name that was likely meant. */
  meant?: string;
}

/** Members of the authoring folder that are not the feed's: path pattern → names. */
const extraNames: [path: RegExp, names: string[]][] = [
  [/^$/, ["publish", "up", "announce"]],
  [/^policies\/\d+$/, ["file", "files"]],
];

/** Names in content that the feed's schema does not know. Those that begin with `x-` are the author's own. */
export function unknownFields(content: unknown): UnknownField[] {
  const unknown: UnknownField[] = [];
  walkSchema(feedContentSchema, content, [], ({ schema, shape, value, path }) => {
    if (shape) unknown.push(...unknownMembers(shape, value as object, path));
    // The names in a text are its languages.
    return schema !== proseSchema;
  });
  return unknown;
}

function unknownMembers(shape: Shape, value: object, path: Path): UnknownField[] {
  const extra = extraNames.find(([pattern]) => pattern.test(path.join("/")))?.[1] ?? [];
  const names = [...Object.keys(shape), ...extra];
  return Object.keys(value)
    .filter((name) => !names.includes(name) && !name.startsWith("x-") && name !== "<<")
    .map((name) => {
      const meant = nearestName(name, names);
      return { path: [...path, name], name, ...(meant && { meant }) };
    });
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
