import type { Change } from "../document/change.ts";
import { lastSecond, toInstant } from "../document/date.ts";
import type { Feed, FeedContent, Former } from "../document/feed.ts";
import { type SubjectType, subjectTypes } from "../document/subject.ts";
import { compareIds, effectiveOf, idOf, isAhead, keyOf, subjectKey } from "./atom.ts";
import { dayFor } from "./day-for.ts";
import { contentOf, type Facts, factsOf } from "./facts.ts";
import type { Item } from "./group-facts.ts";
import { endOfWindow } from "./terms.ts";

/** What a feed says: what is in effect at an instant, what is announced, and what has left. */
export interface State {
  version: number;
  /** Milliseconds since 1970: the facts are those in effect then. */
  at: number;
  facts: Facts;
  open: readonly Change[];
  former: readonly Former[];
  /** What has left as it was last, by key. A feed does not say it: whoever replays the log knows it. */
  left?: ReadonlyMap<string, Item>;
}

export const stateOf = (feed: Feed): State => ({
  version: feed.version,
  at: Date.parse(feed.published),
  facts: factsOf(feed),
  open: feed.open ?? [],
  former: feed.former ?? [],
});

export const feedOf = ({ version, at, facts, open, former }: State): Feed => ({
  type: "feed",
  format: 1,
  version,
  published: toInstant(at),
  ...contentOf(facts),
  ...(open.length > 0 && { open: [...open] }),
  ...(former.length > 0 && { former: [...former] }),
});

/**
 * The list at an instant: what is in effect when the feed was published, and each change announced whose day has come
 * since (docs/specification, §11.4). Nothing has to be published for a day to come.
 *
 * @param t Milliseconds since 1970; `Infinity` gives the list as it will be once everything announced has come.
 */
export function listAt(feed: Feed, t: number): FeedContent {
  const state = stateOf(feed);
  const then = advance(state, t);
  return then.facts === state.facts ? feed : contentOf(then.facts);
}

/** A feed whose list is as it is at an instant: for those who show it. */
export function feedAt(feed: Feed, t: number): Feed {
  const list = listAt(feed, t);
  if (list === feed) return feed;
  const { type, format, version, published, open, former } = feed;
  return { type, format, version, published, ...list, ...(open && { open }), ...(former && { former }) };
}

/** A state some time later, with nothing said since: what is due is in effect, what is over is no longer open. */
export function advance(state: State, t: number): State {
  const at = Math.max(t, state.at);
  const due = state.open.filter((change) => isAhead(change, state.at) && effectiveOf(change) <= at);
  const draft = new Draft(state);
  const days = new Map<number, Change[]>();
  for (const change of due.sort(inOrder)) {
    const today = days.get(effectiveOf(change)) ?? [];
    today.push(change);
    days.set(effectiveOf(change), today);
  }
  const left = new Map<Change, readonly Change[]>();
  for (const [day, today] of days) {
    // What became void on an earlier day does not come on its own.
    for (const change of today) left.set(change, draft.left([change], day - 1));
    for (const change of today) draft.apply(change, Math.min(day, lastSecond));
  }
  const open = state.open.flatMap((change) => left.get(change) ?? [change]);
  return { ...state, at, ...draft.done(stillOpen(open, at), at) };
}

/** Changes that are not over. */
export const stillOpen = (open: readonly Change[], at: number) => open.filter((change) => endOf(change) > at);

/** When a change is no longer open: it is in effect, for everybody, and nobody can object to it. */
export function endOf(change: Change): number {
  const { window } = change;
  const everybody: { id?: string }[] = [{}, ...(window?.segments ?? [])];
  const days = everybody.map(({ id }) => effectiveOf({ effective: dayFor(change, id) }));
  return Math.max(...days, window ? endOfWindow(window) : 0);
}

/** In order of effect, then of announcement. */
export const inOrder = (a: Change, b: Change): number => {
  const [x, y] = [effectiveOf(a), effectiveOf(b)];
  return x === y ? compareIds(a.id, b.id) : x - y;
};

/** Facts while changes are applied to them: one map a type, made when it is first needed. */
export class Draft {
  readonly #from: State;
  readonly #maps = new Map<SubjectType, Map<string, Item>>();
  #former: Map<string, Former> | undefined;
  #left: Map<string, Item> | undefined;
  #arrivals: Map<string, number> | undefined;

  constructor(from: State) {
    this.#from = from;
  }

  apply({ content }: Pick<Change, "content">, at: number): void {
    for (const atom of content) this.#apply(atom, at);
  }

  #apply(atom: Change["content"][number], at: number): void {
    const items = this.#of(atom.type);
    const id = idOf(atom);
    if (atom.op === "put") {
      items.set(id, atom.item as Item);
      this.#leavers().delete(subjectKey(atom.type, id));
      return;
    }
    const item = items.get(id);
    if (!item) return;
    if (atom.op === "set") {
      const { [atom.field]: _, ...rest } = item;
      items.set(id, { ...rest, ...(atom.after !== undefined && { [atom.field]: atom.after }) } as Item);
      return;
    }
    items.delete(id);
    if (atom.op === "rekey") items.set(atom.to, { ...item, id: atom.to });
    else this.#left = (this.#left ?? new Map(this.#from.left)).set(keyOf(atom), item);
    this.#leavers().set(subjectKey(atom.type, id), {
      type: atom.type as Former["type"],
      id,
      ...nameOf(item),
      until: toInstant(at),
      ...(atom.op === "rekey" && { now: atom.to }),
    });
  }

  #of(type: SubjectType): Map<string, Item> {
    let items = this.#maps.get(type);
    if (!items) {
      items = new Map(this.#from.facts[type].map((item) => [item.id, item]));
      this.#maps.set(type, items);
    }
    return items;
  }

  #leavers(): Map<string, Former> {
    this.#former ??= new Map(this.#from.former.map((one) => [subjectKey(one.type, one.id), one]));
    return this.#former;
  }

  /** What is left of changes that are ahead: of a subject that has left nothing can come any longer. It is void. */
  left(changes: readonly Change[], at: number): readonly Change[] {
    return changes.flatMap((change) => {
      if (!isAhead(change, at)) return [change];
      const content = change.content.filter((atom) => this.#lives(atom, at));
      if (content.length === change.content.length) return [change];
      return content.length > 0 ? [{ ...change, content }] : [];
    });
  }

  #lives(atom: Change["content"][number], at: number): boolean {
    if (atom.op === "put" || !this.#maps.has(atom.type)) return true;
    const id = idOf(atom);
    return this.#of(atom.type).has(id) || this.#arrivalOf(subjectKey(atom.type, id)) > at;
  }

  /** When a subject is announced to come, the last time; milliseconds since 1970, 0 where it is not. */
  #arrivalOf(key: string): number {
    this.#arrivals ??= new Map(
      [...this.#from.open]
        .sort(inOrder)
        .flatMap((change) =>
          change.content.flatMap((atom) => (atom.op === "put" ? [[keyOf(atom), effectiveOf(change)] as const] : [])),
        ),
    );
    return this.#arrivals.get(key) ?? 0;
  }

  /** The facts as they are now, and what is left of what is announced. */
  done(open: readonly Change[], at: number): Pick<State, "facts" | "former" | "open" | "left"> {
    if (this.#maps.size === 0) return { facts: this.#from.facts, former: this.#from.former, open };
    const facts = { ...this.#from.facts };
    for (const [type, items] of this.#maps) facts[type] = [...items.values()];
    const former = this.#former ? [...this.#former.values()] : this.#from.former;
    return { facts, former, open: this.left(open, at), ...(this.#left && { left: this.#left }) };
  }
}

/** What a subject is called: groups and policies have titles. */
export function nameOf(item: Item): Pick<Former, "name"> {
  const name = (item.name ?? item.title) as Former["name"];
  return name === undefined ? {} : { name };
}

/** Subjects of a state, by key. */
export function subjectsOf(facts: Facts): Map<string, Item> {
  return new Map(subjectTypes.flatMap((type) => facts[type].map((item) => [subjectKey(type, item.id), item] as const)));
}
