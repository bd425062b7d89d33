import type { Subprocessor } from "../document/subprocessor.ts";
import { comparable, normaliseText, textsOf } from "./comparable.ts";

/** How alike the facts of two entries must be to count as one whose name was reworded. */
const alikeEnough = 0.7;

/** Entries of two lists that are the same engagement, and what is left on each side. */
export interface Matches {
  pairs: [before: Subprocessor, after: Subprocessor][];
  removed: Subprocessor[];
  added: Subprocessor[];
}

/**
 * Pairs the entries of two lists: by id, then by the same name, then by likeness. A new spelling, a new id or another
 * order is never a removal. An entry that says it replaces another is never paired by likeness with it.
 */
export function matchSubprocessors(before: readonly Subprocessor[], after: readonly Subprocessor[]): Matches {
  const left = new Set(before);
  const right = new Set(after);
  const pairs: Matches["pairs"] = [];
  const pair = (a: Subprocessor, b: Subprocessor) => {
    pairs.push([a, b]);
    left.delete(a);
    right.delete(b);
  };
  const byId = new Map(before.map((entry) => [entry.id, entry]));
  for (const b of after) {
    const a = byId.get(b.id);
    if (a && left.has(a)) pair(a, b);
  }
  for (const key of [nameAndServices, nameOnly]) {
    for (const b of [...right]) {
      const a = [...left].find((a) => key(a) === key(b) && !b.replaces?.includes(a.id));
      if (a) pair(a, b);
    }
  }
  const candidates = [...right]
    .flatMap((b) => [...left].map((a) => ({ a, b, likeness: b.replaces?.includes(a.id) ? 0 : likeness(a, b) })))
    .filter((candidate) => candidate.likeness >= alikeEnough)
    .sort((x, y) => y.likeness - x.likeness);
  for (const { a, b } of candidates) if (left.has(a) && right.has(b)) pair(a, b);
  return { pairs, removed: [...left], added: [...right] };
}

const nameOnly = (entry: Subprocessor) => comparable(entry.name);
const nameAndServices = (entry: Subprocessor) => comparable([[entry.name], entry.services, entry.groups]);

/**
 * 0 to 1 (Dice over words of the facts). Names must hold one another: "Acme" and "Acme Cloud Inc." may be one company,
 * "Acme 1" and "Acme 2" are two. In doubt an entry is new: whoever may object to it must hear of it.
 */
function likeness(a: Subprocessor, b: Subprocessor): number {
  const [left, right] = [wordsOf(a.name), wordsOf(b.name)];
  if (left.size === 0 || !(left.isSubsetOf(right) || right.isSubsetOf(left))) return 0;
  const rest = ({ id: _id, name: _name, ...facts }: Subprocessor) => wordsOf(facts);
  return dice(rest(a), rest(b));
}

/** Words that say what kind of company it is say nothing about which. */
const companyForms = new Set(["inc", "llc", "ltd", "gmbh", "corp", "corporation", "co", "sa", "sl", "bv", "ag", "the"]);

function wordsOf(value: unknown): Set<string> {
  const words = textsOf(value).flatMap((text) => normaliseText(text).split(" "));
  return new Set(words.filter((word) => word !== "" && !companyForms.has(word)));
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  const shared = [...a].filter((word) => b.has(word)).length;
  return (2 * shared) / (a.size + b.size);
}
