import type { Atom, Change } from "../document/change.ts";
import type { Feed } from "../document/feed.ts";
import type { LogEntry } from "../log/entry.ts";
import { idOf, subjectKey } from "./atom.ts";
import type { Fault } from "./audit.ts";
import { type Difference, differencesBetween } from "./differences.ts";
import { isWording } from "./fields.ts";
import { canonical } from "./same.ts";
import { listAt } from "./state.ts";

/** What a signed list says that the log does not make of it: facts, and changes that are open, with both values. */
export interface Undeclared {
  differences: readonly Difference[];
  /** `before` as the log has it, `after` as the list has it. */
  open: readonly { id: string; before?: Change; after?: Change }[];
}

/**
 * What differs between the list that a log makes and the one that was signed.
 *
 * @param made See `replay`.
 */
export function undeclaredBetween(made: Feed, signed: Feed): Undeclared {
  const [left, right] = [made, signed].map(({ open = [] }) => new Map(open.map((change) => [change.id, change])));
  const ids = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
  return {
    differences: differencesBetween(made, signed),
    open: [...ids].flatMap((id) => {
      const [before, after] = [left?.get(id), right?.get(id)];
      if (canonical(before) === canonical(after)) return [];
      return [{ id, ...(before && { before }), ...(after && { after }) }];
    }),
  };
}

/** Faults of entries that say less than they do: of what they change they declare the wording alone. */
const hiding = new Set<Fault["fault"]>(["hidden-fact", "smuggled-facts", "wider-than-announced", "wrong-before"]);

/**
 * Facts that differ between two versions of a list and that no entry of the log between them declares: what a reader
 * computes who has seen both. What an entry calls wording, or a part of what it takes back, is declared as that alone.
 *
 * @param last The list that was seen before.
 * @param now The list that is seen now.
 * @param entries Those of the log that came between.
 * @param faults What the whole log holds against its publisher: see `audit`.
 */
export function undeclaredSince(
  last: Feed,
  now: Feed,
  entries: readonly LogEntry[],
  faults: readonly Fault[],
): Difference[] {
  const doubted = new Set(faults.filter(({ fault }) => hiding.has(fault)).map(({ change }) => change));
  const keysOf = keysUnderNewIds(entries);
  const announced = new Map([...(last.open ?? []), ...entries.map(({ change }) => change)].map((one) => [one.id, one]));
  const declared = new Set(
    entries.flatMap(({ change }) => {
      if (doubted.has(change.id)) return [];
      // What was to come, and comes otherwise, later or never.
      const other = change.touches && announced.get(change.touches.change);
      return [...change.content, ...(other?.content ?? []).flatMap(bothWays)].flatMap((atom) => keysOf(atom).says);
    }),
  );
  // What was announced before comes by itself.
  const before = listAt(last, Date.parse(now.published));
  return differencesBetween(before, now).flatMap((difference) => {
    const content = difference.content.filter(
      (atom) => !(atom.op === "set" && isWording(atom)) && !keysOf(atom).needs.some((key) => declared.has(key)),
    );
    return content.length > 0 ? [{ ...difference, content }] : [];
  });
}

/** What is taken back undoes what it did: who would have come stays away, who would have gone stays. */
function bothWays(atom: Atom): Atom[] {
  const { type } = atom;
  if (atom.op === "put") return [atom, { op: "drop", type, id: idOf(atom) }];
  return atom.op === "drop" ? [atom, { op: "put", type, item: { id: atom.id } }] : [atom];
}

/** What an atom of an entry says, and what an atom of a difference needs one of. */
interface Keys {
  says: string[];
  needs: string[];
}

/** Keys of atoms. A subject that got a new id is one subject. */
function keysUnderNewIds(entries: readonly LogEntry[]): (atom: Atom) => Keys {
  const one = new Map<string, string>();
  const find = (key: string): string => {
    const next = one.get(key);
    return next === undefined ? key : find(next);
  };
  for (const atom of entries.flatMap(({ change }) => change.content)) {
    if (atom.op !== "rekey") continue;
    const [old, anew] = [find(subjectKey(atom.type, atom.id)), find(subjectKey(atom.type, atom.to))];
    if (old !== anew) one.set(old, anew);
  }
  return (atom) => {
    const subject = find(subjectKey(atom.type, idOf(atom)));
    const [comes, goes, facts] = [`${subject} comes`, `${subject} goes`, `${subject} facts`];
    switch (atom.op) {
      case "set": {
        const fact = `${subject}#${atom.field}`;
        return { says: [fact], needs: [fact, facts] };
      }
      case "put":
        return { says: [comes, facts], needs: [comes] };
      case "drop":
        return { says: [goes], needs: [goes] };
      case "rekey":
        return { says: [comes, goes], needs: [goes] };
    }
  };
}
