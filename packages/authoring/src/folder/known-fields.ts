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
      const meant = meantName(name, names);
      return { path: [...path, name], name, ...(meant && { meant }) };
    });
}

/** What published lists, and the formats of other tools, call what this one has another name for. */
const otherWords: Readonly<Record<string, string>> = {
  ...{ data: "dataCategories", datatypes: "dataCategories", dataprocessed: "dataCategories" },
  ...{ personaldata: "dataCategories", datatype: "dataCategories", datacategory: "dataCategories" },
  ...{ country: "locations", countries: "locations", region: "locations", regions: "locations", place: "locations" },
  ...{ mechanism: "transferMechanisms", transfers: "transferMechanisms", transfer: "transferMechanisms" },
  ...{ website: "links", url: "links", homepage: "links", dpa: "links", privacypolicy: "links", link: "links" },
  ...{ entity: "legalEntity", company: "legalEntity", legalname: "legalEntity" },
  ...{ email: "contact", service: "services", product: "services", products: "services", group: "groups" },
  ...{ notice: "noticeTerms", terms: "noticeTerms", policy: "policies", processors: "subprocessors" },
};

/** The member that an unknown name was likely meant for: a slip of it, or what others call it. */
export function meantName(name: string, names: readonly string[]): string | undefined {
  const other = otherWords[plain(name)];
  return nearestName(name, names) ?? names.find((one) => one === other);
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * The nearest of some names, if it is near enough to be a slip: few letters are other ones, and more are the same; or it alone
 * has the name as one of its words.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((candidate) => ({ candidate, distance: editDistance(plain(name), plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  if (best && isSlip(best.distance, name.length)) return best.candidate;
  const having = names.filter((candidate) => wordsIn(candidate).some((word) => isWord(plain(name), word)));
  return having.length === 1 ? having[0] : undefined;
}

const isSlip = (distance: number, length: number): boolean =>
  distance <= Math.max(1, Math.floor(length / 3)) && distance * 2 < length;

/** `transferMechanisms`, `transfer-mechanism`: their words, where there are several. */
function wordsIn(name: string): string[] {
  const words = name.split(/[-_\s]|(?<=[a-z])(?=[A-Z])/).map(plain);
  return words.length > 1 ? words : [];
}

/** One number or the other. */
const isWord = (name: string, word: string): boolean =>
  name.length > 3 && (name === word || `${name}s` === word || name === `${word}s`);

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
