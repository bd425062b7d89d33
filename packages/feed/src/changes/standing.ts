import type { Change } from "../document/change.ts";
import type { Feed, Former } from "../document/feed.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { type Drop, idOf, isAhead } from "./atom.ts";
import type { Item } from "./group-facts.ts";
import { settledStandings, whoLeft } from "./settled.ts";
import { advance, inOrder, type State, stateOf } from "./state.ts";

/** An entry as a reader meets it at an instant. */
export interface Standing {
  entry: Subprocessor;
  /** `planned`: announced, not in use. `sunset`: in use, and its leaving is announced. */
  status: "planned" | "active" | "sunset";
  /** Open changes that are about it, those of its group too, in order of effect. */
  changes: readonly Change[];
}

/** A feed as a reader meets it at an instant. */
export interface Standings {
  entries: readonly Standing[];
  /** Changes announced and not in effect, and those to which one may still object, in order of effect. */
  open: readonly Change[];
  /** Entries that have left, the last first. */
  former: readonly Former[];
}

/**
 * What stands in a list at an instant, what is announced, and what has left: what every surface shows.
 *
 * @param at Milliseconds since 1970.
 */
export function standingsAt(feed: Feed, at: number): Standings {
  if (!feed.open?.length) return settledStandings(feed);
  const state = advance(stateOf(feed), at);
  const open = state.open.map((change) => asItIs(change, state)).sort(inOrder);
  const about = new Map<string, Change[]>();
  const leaving = new Set<string>();
  const planned: Subprocessor[] = [];
  for (const change of open) {
    const ahead = isAhead(change, state.at);
    const ids = new Set<string>();
    for (const atom of change.content) {
      if (atom.type !== "subprocessor") continue;
      ids.add(idOf(atom));
      if (atom.op === "drop" && ahead) leaving.add(atom.id);
      if (atom.op === "put" && ahead) planned.push(atom.item as Subprocessor);
    }
    for (const id of ids) about.set(id, [...(about.get(id) ?? []), change]);
  }
  const standing = (entry: Subprocessor, status: Standing["status"]): Standing => ({
    entry,
    status,
    changes: about.get(entry.id) ?? [],
  });
  const current = state.facts.subprocessor as readonly unknown[] as readonly Subprocessor[];
  return {
    entries: [
      ...current.map((entry) => standing(entry, leaving.has(entry.id) ? "sunset" : "active")),
      ...planned.map((entry) => standing(entry, "planned")),
    ],
    open,
    former: whoLeft(state.former),
  };
}

/**
 * A change as what is left of it: where who came in an emergency is gone again and who left stays away, nobody replaces anybody.
 * Somebody has left.
 */
function asItIs(change: Change, { at, facts }: State): Change {
  const { kind, content } = change;
  if (kind !== "replaced" || isAhead(change, at) || !content.every(({ op }) => op === "drop")) return change;
  const drops = content as Drop[];
  const isHeir = ({ replaces }: Item) => drops.some(({ id }) => (replaces as string[] | undefined)?.includes(id));
  if (facts.subprocessor.some(isHeir)) return change;
  const [{ type, id, name }] = drops as [Drop];
  const names = drops.map((one) => one.name);
  // Of names in several languages the first stands for all.
  const isPlain = names.every((one) => typeof one === "string");
  return { ...change, kind: "removed", subject: { type, id }, name: isPlain ? names.join(", ") : name } as Change;
}
