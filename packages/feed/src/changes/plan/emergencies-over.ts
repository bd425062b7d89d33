import type { Atom } from "../../document/change.ts";
import { idOf, keyOf, type Put, subjectKey } from "../atom.ts";
import { newIdsBetween } from "../differences.ts";
import type { Facts } from "../facts.ts";
import type { Item } from "../group-facts.ts";
import { type History, replayed } from "../replay.ts";
import { same } from "../same.ts";
import { advance, nameOf, type State, subjectsOf, underNewId } from "../state.ts";
import { withdrawal } from "./decide.ts";
import type { Saying } from "./saying.ts";

/**
 * Emergencies in which somebody left who is back in the author's file, while one can object to them: whoever left is back now as
 * it was, and what else of the emergency is not in the file any more is undone with it. In what it differs since is said apart.
 */
export function emergenciesOver(state: State, wanted: Facts, history: History | undefined): Saying[] {
  const [now, then] = [state.facts, wanted].map(subjectsOf) as [Map<string, Item>, Map<string, Item>];
  // Of an emergency that is to come nobody has left yet, or what it says of who has is void.
  const isGone = (atom: Atom) => atom.op === "drop" && !now.has(keyOf(atom));
  const emergencies = state.open.filter(({ mode }) => mode === "emergency");
  if (!history || !emergencies.some(({ content }) => content.some(isGone))) return [];
  // Days can have come since what was published last.
  const { left } = advance(replayed(history), state.at);
  const gone = emergencies.flatMap(({ content }) =>
    content.filter(isGone).flatMap((atom) => left?.get(keyOf(atom)) ?? []),
  );
  const known = [...state.facts.subprocessor, ...gone];
  const renamed = newIdsBetween(known, wanted.subprocessor).map(({ type, id }) => subjectKey(type, id));
  const stays = new Set([...then.keys(), ...renamed]);
  return emergencies.flatMap((change): Saying[] => {
    const back = change.content.flatMap((atom): Put[] => {
      const item = isGone(atom) && stays.has(keyOf(atom)) ? left?.get(keyOf(atom)) : undefined;
      return item ? [{ op: "put", type: atom.type, item }] : [];
    });
    if (back.length === 0) return [];
    const rest = change.content.flatMap((atom) => undone(atom, { now, then, stays }));
    const { kind, subject } = underNewId(change, state);
    return [...rest, ...back].map((atom): Saying => {
      // Whoever came may stay: then the departure alone is taken back.
      const own = rest.length > 0 ? { type: subject.type, id: subject.id ?? "" } : { type: atom.type, id: idOf(atom) };
      const alone = rest.length === 0 && kind === "replaced" ? "removed" : kind;
      return { ...withdrawal(change, [keyOf(atom)], own), kind: alone, atom };
    });
  });
}

interface Sides {
  now: ReadonlyMap<string, Item>;
  then: ReadonlyMap<string, Item>;
  /** Keys of whom the author's file has, also under another id. */
  stays: ReadonlySet<string>;
}

/** What takes back an atom that came into effect: whoever came leaves, and a fact is what it was. */
function undone(atom: Atom, { now, then, stays }: Sides): Atom[] {
  const key = subjectKey(atom.type, idOf(atom));
  const item = now.get(key);
  if (!item) return [];
  if (atom.op === "put") return stays.has(key) ? [] : [{ op: "drop", type: atom.type, id: item.id, ...nameOf(item) }];
  if (atom.op !== "set") return [];
  const { before, after: _, ...fact } = atom;
  const [is, wanted] = [item[atom.field], then.get(key)?.[atom.field]];
  if (!then.has(key) || !same(wanted, before) || same(is, before)) return [];
  return [{ ...fact, ...(is !== undefined && { before: is }), ...(before !== undefined && { after: before }) }];
}
