import { join } from "node:path";
import {
  catalogue,
  type Fact,
  linkKinds,
  lookUp,
  type Processor,
  purposeWords,
  sourceText,
} from "@trust-center/catalogue";
import type { Text } from "@trust-center/feed";
import { stringify } from "yaml";
import { replaceFile } from "../files/write-files.ts";
import { authoringFile, readAuthoring } from "./check.ts";
import { withItems } from "./insert.ts";
import type { Place } from "./report.ts";
import type { YamlSource } from "./yaml-source.ts";

/** Something that the catalogue knows and an entry does not say. It is written for whoever asks for it by its id, and for nobody else. */
export interface Suggestion extends Place {
  /** The entry's id and the member: `stripe/links/subprocessors`. */
  id: string;
  /** The entry, as it is named in the list, and in the catalogue. */
  of: string;
  knownAs: string;
  value: string;
  /** Lists that state it, and some of them with path and date. */
  count: number;
  sources: string[];
}

/** What lists say differently of one processor: the contract decides. Nothing writes it. */
export interface Choice extends Place {
  /** The entry's id and the member: `stripe/locations`. */
  id: string;
  of: string;
  knownAs: string;
  choices: { value: string; count: number }[];
}

/** What the catalogue knows of the entries of a list. */
export interface Suggestions {
  /** The day on which the catalogue was compiled: no address was opened. */
  compiled: string;
  suggestions: Suggestion[];
  choices: Choice[];
}

/** An entry that a single processor of the catalogue can be. */
interface Known {
  at: number;
  id: string;
  name: string;
  entry: Readonly<Record<string, unknown>>;
  processor: Processor;
}

/**
 * Looks the entries of a list up in the catalogue. Entries that can be several of its processors are passed over, and what an
 * entry says itself is never doubted.
 *
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 */
export async function suggestionsFor(folder: string): Promise<Suggestions> {
  const { source } = await readAuthoring(folder);
  const known = knownIn(source.value);
  return {
    compiled: catalogue().compiled,
    suggestions: known.flatMap((one) => [...linksFor(one, source), ...purposesFor(one, source)]),
    choices: known.flatMap((one) => choicesFor(one, source)),
  };
}

/**
 * Writes suggestions into the list, by their ids.
 *
 * @returns those that were written. One that cannot be written without changing anything else is left.
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 */
export async function takeSuggestions(folder: string, ids: readonly string[]): Promise<Suggestion[]> {
  const taken: Suggestion[] = [];
  const { source } = await readAuthoring(folder);
  const known = knownIn(source.value);
  let { text } = source;
  for (const one of known) {
    for (const suggestion of [...linksFor(one, source), ...purposesFor(one, source)]) {
      if (!ids.includes(suggestion.id)) continue;
      const [, member = "", kind] = suggestion.id.slice(one.id.length).split("/");
      const item = kind ? `{ type: ${kind}, url: ${scalar(suggestion.value)} }` : scalar(suggestion.value);
      const after = withItems(text, ["subprocessors", one.at], member, [item]);
      if (after === undefined) continue;
      text = after;
      taken.push(suggestion);
    }
  }
  if (taken.length > 0) await replaceFile(join(folder, authoringFile), new TextEncoder().encode(text));
  return taken;
}

/** A text that stands in a collection in one line too. */
const scalar = (text: string): string =>
  stringify([text], { collectionStyle: "flow", lineWidth: 0 }).trim().slice(1, -1).trim();

function knownIn(value: unknown): Known[] {
  const entries = (value as { subprocessors?: unknown } | null | undefined)?.subprocessors;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, at) => {
    if (entry === null || typeof entry !== "object") return [];
    const { id, name } = entry as { id?: unknown; name?: Text };
    const text = typeof name === "string" ? name : name === undefined || name === null ? "" : Object.values(name)[0];
    if (typeof id !== "string" || typeof text !== "string") return [];
    const [processor, ...others] = lookUp(text)?.processors ?? [];
    return processor && others.length === 0
      ? [{ at, id, name: text, entry: entry as Record<string, unknown>, processor }]
      : [];
  });
}

const sourcesOf = ({ sources }: Fact): string[] =>
  sources.flatMap((at) => {
    const source = catalogue().sources[at];
    return source ? [sourceText(source)] : [];
  });

function suggestion(
  { at, id, name, processor }: Known,
  source: YamlSource,
  member: string,
  fact: Fact,
  value: string,
): Suggestion {
  return {
    ...source.placeOf(["subprocessors", at]),
    id: `${id}/${member}`,
    of: name,
    knownAs: processor.name,
    value,
    count: fact.count,
    sources: sourcesOf(fact),
  };
}

/** The link that most lists state, for each kind that the entry has none of. Where two are stated as often, neither. */
function linksFor(known: Known, source: YamlSource): Suggestion[] {
  const { links = [] } = known.entry;
  if (!Array.isArray(links)) return [];
  const types = new Set(links.map((link: unknown) => (link as { type?: unknown } | null)?.type));
  return linkKinds.flatMap((kind) => {
    const [first, second] = known.processor.links?.[kind] ?? [];
    if (!first || types.has(kind) || second?.count === first.count) return [];
    return [suggestion(known, source, `links/${kind}`, first, first.value)];
  });
}

/** The purpose that more lists state than all others together. */
function purposesFor(known: Known, source: YamlSource): Suggestion[] {
  const { purposes = [] } = known.processor;
  const [first] = purposes;
  const all = purposes.reduce((sum, { count }) => sum + count, 0);
  const words = first && purposeWords[first.value];
  if (!first || !words || first.count * 2 <= all || known.entry.purposes !== undefined) return [];
  return [suggestion(known, source, "purposes", first, words)];
}

function choicesFor({ at, id, name, entry, processor }: Known, source: YamlSource): Choice[] {
  const members = [
    ["legalEntity", processor.legalEntities],
    ["locations", processor.places],
    ["transferMechanisms", processor.transferMechanisms],
  ] as const;
  return members.flatMap(([member, facts = []]) =>
    facts.length > 0 && entry[member] === undefined
      ? [
          {
            ...source.placeOf(["subprocessors", at]),
            id: `${id}/${member}`,
            of: name,
            knownAs: processor.name,
            choices: facts.map(({ value, count }) => ({ value, count })),
          },
        ]
      : [],
  );
}
