import type { Atom, Change } from "../../document/change.ts";
import { idOf, isAhead, keyOf, type Put, type Set as SetAtom, subjectKey } from "../atom.ts";
import { newIdsBetween } from "../differences.ts";
import type { Facts } from "../facts.ts";
import type { Item } from "../group-facts.ts";
import { type History, replayed } from "../replay.ts";
import { same } from "../same.ts";
import { advance, nameOf, type State, subjectsOf } from "../state.ts";
import { underNewId } from "../touch.ts";
import { withdrawal } from "./decide.ts";
import type { Saying } from "./saying.ts";

/**
 * Emergencies in which somebody left who is back in the author's file, while one can object to them: whoever left is back now as
 * it was, and what else of the emergency is not in the file any more is undone with it. In what it differs since is said apart.
 */
export function emergenciesOver(state: State, wanted: Facts, history: History | undefined): Saying[] {
  const [now, then] = [state.facts, wanted].map(subjectsOf) as [Map<string, Item>, Map<string, Item>];
  const isGone = (atom: Atom) => atom.op === "drop" && !now.has(keyOf(atom));
  const emergencies = state.open.filter((change) => change.mode === "emergency" && !isAhead(change, state.at));
  const hasLeft = emergencies.some(({ content }) => content.some(isGone));
  // Days can have come since what was published last.
  const { left } = history && hasLeft ? advance(replayed(history), state.at) : {};
  const gone = emergencies.flatMap(({ content }) =>
    content.filter(isGone).flatMap((atom) => left?.get(keyOf(atom)) ?? []),
  );
  const known = [...advance(state, Infinity).facts.subprocessor, ...gone];
  const renamed = newIdsBetween(known, wanted.subprocessor).map(({ type, id }) => subjectKey(type, id));
  const stays = new Set([...then.keys(), ...renamed]);
  const sides: Sides = { now, then, stays };
  const whole = wholly(emergencies, sides);
  // A fact that is undone by itself, of whoever is back also after that.
  const isUndoneAlone = (atom: Atom) =>
    atom.op === "set" && stays.has(subjectKey(atom.type, idOf(atom))) && isAsWanted(atom, sides);
  return emergencies.flatMap((change): Saying[] => {
    const back = change.content.flatMap((atom): Put[] => {
      const item = isGone(atom) && stays.has(keyOf(atom)) ? left?.get(keyOf(atom)) : undefined;
      return item ? [{ op: "put", type: atom.type, item }] : [];
    });
    const rest = change.content.flatMap((atom) => undone(atom, sides));
    const done = new Set([...rest, ...back].map(keyOf));
    // Of several that followed each other, some left nothing that is to be undone.
    const along = whole.has(change)
      ? change.content.filter((atom) => !done.has(keyOf(atom)) && !isUndoneAlone(atom))
      : [];
    if (back.length + along.length === 0) return [];
    const { kind, subject } = underNewId(change, state);
    // Whoever came may stay: then the departure alone is taken back.
    const isAlone = rest.length + along.length === 0;
    const takes = (atom: Atom): Saying => {
      const own = isAlone ? { type: atom.type, id: idOf(atom) } : { type: subject.type, id: subject.id ?? "" };
      return { ...withdrawal(change, [keyOf(atom)], own), kind: isAlone && kind === "replaced" ? "removed" : kind };
    };
    return [...along.map(takes), ...[...rest, ...back].map((atom) => ({ ...takes(atom), atom }))];
  });
}

/**
 * Emergencies of which nothing is left in the author's file. Who came in one and left in another is as if nothing had been once
 * both are over.
 */
function wholly(emergencies: readonly Change[], sides: Sides): ReadonlySet<Change> {
  const { now, stays } = sides;
  const over = new Set(emergencies);
  const isIn = (fits: (atom: Atom) => boolean) => [...over].some(({ content }) => content.some(fits));
  const comes = (key: string) => isIn((atom) => atom.op === "put" && keyOf(atom) === key);
  const leaves = (key: string) => isIn((atom) => atom.op === "drop" && keyOf(atom) === key);
  const isOver = (atom: Atom): boolean => {
    const key = subjectKey(atom.type, idOf(atom));
    if (atom.op === "put") return !stays.has(key) && (now.has(key) || leaves(key));
    if (atom.op === "drop") return !now.has(key) && (stays.has(key) || comes(key));
    if (atom.op !== "set") return false;
    if (!stays.has(key)) return comes(key);
    const leadsHere = (one: Atom) => one.op === "set" && keyOf(one) === keyOf(atom) && same(one.after, atom.before);
    return isAsWanted(atom, sides) || isIn(leadsHere);
  };
  for (let size = -1; size !== over.size; ) {
    size = over.size;
    for (const change of over) if (!change.content.every(isOver)) over.delete(change);
  }
  return over;
}

interface Sides {
  now: ReadonlyMap<string, Item>;
  then: ReadonlyMap<string, Item>;
  /** Keys of whom the author's file has, also under another id. */
  stays: ReadonlySet<string>;
}

/** Whether the author's file has a fact as it was before. */
function isAsWanted(atom: SetAtom, { then }: Sides): boolean {
  const item = then.get(subjectKey(atom.type, idOf(atom)));
  return item !== undefined && same(item[atom.field], atom.before);
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
