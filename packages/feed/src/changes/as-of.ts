import type { Atom, Change } from "../document/change.ts";
import type { Feed, FeedContent } from "../document/feed.ts";
import type { LogEntry } from "../log/entry.ts";
import { compareIds, effectiveOf, idOf, isAhead, rekeyed, subjectKey } from "./atom.ts";
import { dayFor } from "./day-for.ts";
import { contentOf, factsOf, noFacts } from "./facts.ts";
import type { Item } from "./group-facts.ts";
import { subjectsOf } from "./state.ts";
import { isMove, isPatch, touched } from "./touch.ts";

export interface AsOfOptions {
  /** Milliseconds since 1970: what was said later is left out. Everything that is known by default. */
  known?: number;
  /** A customer segment, whose own dates count. */
  segment?: string;
}

/** A change as it was known. */
interface Heard {
  change: Change;
  /** When it was said, milliseconds since 1970. */
  at: number;
  /** When its dates were last said, and by which change. */
  dated: number;
  datedBy: string;
}

/**
 * The list at an instant by what applied, and by what was known at another: from the first feed and the log alone. It
 * is written apart from `listAt`, and the tests hold each against the other.
 *
 * Changes act in the order in which they came to act: the later of effect and announcement. So what is said later about
 * the past has the last word on all the time since.
 *
 * @param at Milliseconds since 1970.
 */
export function asOf(
  first: Feed,
  log: readonly LogEntry[],
  at: number,
  { known = Infinity, segment }: AsOfOptions = {},
): FeedContent {
  const acting = heardBy(first, log, known)
    .map((heard) => {
      const from = effectiveOf(segment === undefined ? heard.change : { effective: dayFor(heard.change, segment) });
      const acts = Math.max(from, heard.dated);
      // What acts when it is said acts in its turn: it may have been announced before what is said beside it.
      return { ...heard, from, acts, turn: acts === heard.dated ? heard.datedBy : heard.change.id };
    })
    .filter(({ from }) => from <= at)
    .sort((a, b) => a.acts - b.acts || compareIds(a.turn, b.turn));
  const items = subjectsOf(factsOf(first));
  const left = new Map<string, { acts: number; turn: string }>();
  for (const { change, at: said, acts, turn } of acting) {
    for (const atom of change.content) {
      const key = subjectKey(atom.type, idOf(atom));
      const gone = left.get(key);
      // Said of an entry that has left since: nothing that was to come is left of it.
      const isVoid =
        gone && acts > said && (said < gone.acts || (said === gone.acts && compareIds(change.id, gone.turn) < 0));
      if (isVoid && atom.op !== "put") continue;
      apply(items, key, atom);
      if (atom.op === "drop") left.set(key, { acts, turn });
    }
  }
  const facts = noFacts();
  for (const [key, item] of items) facts[key.slice(0, key.indexOf("/")) as keyof typeof facts].push(item);
  return contentOf(facts);
}

function heardBy(first: Feed, log: readonly LogEntry[], known: number): Heard[] {
  const start = Date.parse(first.published);
  const heard = new Map<string, Heard>(
    (first.open ?? []).map((change) => [change.id, { change, at: start, dated: start, datedBy: change.id }]),
  );
  for (const entry of log) {
    const at = Date.parse(entry.at);
    if (at > known || entry.feed.version === first.version) continue;
    hear(heard, entry.change, at);
  }
  return [...heard.values()];
}

function hear(heard: Map<string, Heard>, change: Change, at: number): void {
  const { touches } = change;
  const old = touches && heard.get(touches.change);
  const moves = isMove(touches);
  // What had been in effect stays true of its time; what had not never was.
  if (old && isAhead(old.change, at)) {
    const [left] = touched(old.change, change);
    if (left) heard.set(touches.change, { ...old, change: left, ...(moves && { dated: at, datedBy: change.id }) });
    else heard.delete(touches.change);
  }
  if (moves || isPatch(touches)) return;
  for (const atom of change.content) {
    if (atom.op !== "rekey") continue;
    for (const [id, one] of heard) {
      if (!isAhead(one.change, at)) continue;
      const content = one.change.content.map((other) => rekeyed(other, atom));
      heard.set(id, { ...one, change: { ...one.change, content } });
    }
  }
  heard.set(change.id, { change, at, dated: at, datedBy: change.id });
}

function apply(items: Map<string, Item>, key: string, atom: Atom): void {
  const item = items.get(key);
  if (atom.op === "put") items.set(key, atom.item as Item);
  else if (!item) return;
  else if (atom.op === "set") {
    const { [atom.field]: _, ...rest } = item;
    items.set(key, { ...rest, ...(atom.after !== undefined && { [atom.field]: atom.after }) } as Item);
  } else {
    items.delete(key);
    if (atom.op === "rekey") items.set(subjectKey(atom.type, atom.to), { ...item, id: atom.to });
  }
}
