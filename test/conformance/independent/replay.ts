import type { Json } from "./json.ts";

/* §11.5. Facts by the key `type/id`; of terms, publisher and list the id is the name of the type. */

interface State {
  version: number;
  at: number;
  facts: Map<string, Json>;
  open: Json[];
  former: Map<string, Json>;
}

const many: Record<string, string> = {
  subprocessors: "subprocessor",
  groups: "group",
  services: "service",
  policies: "policy",
};
const frame = ["type", "format", "version", "published", "open", "former"];

function stateOf(feed: Json): State {
  const facts = new Map<string, Json>();
  const list: Json = {};
  for (const [name, value] of Object.entries<Json>(feed)) {
    const type = many[name];
    if (type) for (const item of value) facts.set(`${type}/${item.id}`, item);
    else if (name === "publisher") facts.set("publisher/publisher", value);
    else if (name === "noticeTerms") facts.set("terms/terms", value);
    else if (!frame.includes(name)) list[name] = value;
  }
  if (!facts.has("terms/terms")) facts.set("terms/terms", {});
  facts.set("list/list", list);
  const former = new Map<string, Json>((feed.former ?? []).map((one: Json) => [`${one.type}/${one.id}`, one]));
  return { version: feed.version, at: Date.parse(feed.published), facts, open: [...(feed.open ?? [])], former };
}

const subjectOf = (atom: Json): string => `${atom.type}/${atom.op === "put" ? atom.item.id : (atom.id ?? atom.type)}`;
const keyOf = (atom: Json): string => (atom.op === "set" ? `${subjectOf(atom)}#${atom.field}` : subjectOf(atom));
const when = ({ effective }: Json): number => (effective === null ? Infinity : Date.parse(effective));
const instant = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, "");

/** When a change is over: in effect for everybody, each segment on its own day, and nobody can object any longer. */
function endOf({ effective, window, mode, approval }: Json): number {
  const dates = window ? [window, ...(window.segments ?? [])] : [];
  const deadlines = dates.map(({ deadline }: Json) => Date.parse(deadline) + 1000);
  const isOne = mode === "emergency" || approval === "required";
  const own = isOne ? [] : dates.filter((one: Json) => one.effective !== undefined).map(when);
  return Math.max(when({ effective }), ...own, ...deadlines);
}

/** Puts a change's content into the facts. */
function apply(state: State, content: readonly Json[], until: number): void {
  for (const atom of content) {
    const subject = subjectOf(atom);
    if (atom.op === "put") {
      state.facts.set(subject, atom.item);
      state.former.delete(subject);
      continue;
    }
    const item = state.facts.get(subject);
    if (!item) continue;
    if (atom.op === "set") {
      const { [atom.field]: _, ...rest } = item;
      state.facts.set(subject, Object.hasOwn(atom, "after") ? { ...rest, [atom.field]: atom.after } : rest);
      continue;
    }
    state.facts.delete(subject);
    if (atom.op === "rekey") state.facts.set(`${atom.type}/${atom.to}`, { ...item, id: atom.to });
    const name = item.name ?? item.title;
    state.former.set(subject, {
      type: atom.type,
      id: subject.slice(atom.type.length + 1),
      ...(name !== undefined && { name }),
      until: instant(until),
      ...(atom.op === "rekey" && { now: atom.to }),
    });
  }
}

/** What is announced of subjects that have left is void. */
function dropVoid(state: State, types: ReadonlySet<string>): void {
  const ahead = state.open.filter((change) => when(change) > state.at);
  const arriving = new Set(
    ahead.flatMap(({ content }) => content.filter(({ op }: Json) => op === "put").map(subjectOf)),
  );
  const lives = (atom: Json) =>
    atom.op === "put" || !types.has(atom.type) || state.facts.has(subjectOf(atom)) || arriving.has(subjectOf(atom));
  state.open = state.open.flatMap((change) => {
    if (!ahead.includes(change) || change.content.every(lives)) return [change];
    const content = change.content.filter(lives);
    return content.length > 0 ? [{ ...change, content }] : [];
  });
}

const typesOf = (content: readonly Json[]): Set<string> => new Set(content.map(({ type }) => type));

function inOrder(a: Json, b: Json): number {
  const [av, an] = a.id.split(".").map(Number);
  const [bv, bn] = b.id.split(".").map(Number);
  return when(a) - when(b) || av - bv || an - bn;
}

/** Brings a state to an instant. */
function advance(state: State, to: number): void {
  const until = Math.max(to, state.at);
  const days = state.open.map(when).filter((day) => day > state.at && day <= until);
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const due = state.open.filter((change) => when(change) === day).sort(inOrder);
    for (const { content } of due) apply(state, content, day);
    state.at = day;
    dropVoid(state, typesOf(due.flatMap(({ content }) => content)));
  }
  state.open = state.open.filter((change) => endOf(change) > until);
  state.at = until;
}

/** What a touch leaves of the open change that it names. */
function touched(open: Json, change: Json): Json[] {
  const { how, atoms } = change.touches;
  if (how === "withdraws" || how === "amends") {
    const content = open.content.filter((atom: Json) => !atoms.includes(keyOf(atom)));
    return content.length > 0 ? [{ ...open, content }] : [];
  }
  const { segments } = change.touches;
  if (segments && !open.window) return [open];
  if (segments) {
    const dated = (part: Json, own: string | null) => {
      const one = segments.find(({ id }: Json) => id === own);
      return one ? { ...part, effective: one.effective, approval: "required" } : part;
    };
    const { window } = open;
    const own = window.segments && { segments: window.segments.map((one: Json) => dated(one, one.id)) };
    return [{ ...open, window: { ...dated(window, null), ...own } }];
  }
  if (how === "moves" || how === "starts") {
    const { expected: _, ...rest } = open;
    return [{ ...rest, effective: change.effective, ...(change.mode === "emergency" && { mode: "emergency" }) }];
  }
  const own = open.content.map(keyOf);
  const content = open.content.map((atom: Json) => {
    const by = change.content.find((other: Json) => keyOf(other) === keyOf(atom));
    if (!by || atom.op !== "set" || by.op !== "set") return by ?? atom;
    const { after: _, ...rest } = atom;
    return Object.hasOwn(by, "after") ? { ...rest, after: by.after } : rest;
  });
  return [{ ...open, content: [...content, ...change.content.filter((atom: Json) => !own.includes(keyOf(atom)))] }];
}

/** Records one change. */
function record(state: State, change: Json): void {
  const rekey = change.content.find(({ op }: Json) => op === "rekey");
  if (rekey)
    state.open = state.open.map((open) => ({
      ...open,
      content: open.content.map((atom: Json) => renamed(atom, rekey)),
    }));
  const { touches } = change;
  if (touches) state.open = state.open.flatMap((open) => (open.id === touches.change ? touched(open, change) : [open]));
  if (["corrects", "narrows", "joins"].includes(touches?.how)) return;
  if (touches?.how === "moves" || touches?.how === "starts") {
    const moved = touches.segments ? undefined : state.open.find(({ id }) => id === touches.change);
    const content = moved && when(moved) <= state.at ? moved.content : [];
    apply(state, content, state.at);
    state.open = state.open.filter((open) => endOf(open) > state.at);
    dropVoid(state, typesOf(content));
    return;
  }
  const content = when(change) <= state.at ? change.content : [];
  apply(state, content, state.at);
  if (change.mode !== "withdrawal" && endOf(change) > state.at) state.open.push(change);
  dropVoid(state, typesOf(content));
}

function renamed(atom: Json, { type, id, to }: Json): Json {
  if (subjectOf(atom) !== `${type}/${id}`) return atom;
  return atom.op === "put" ? { ...atom, item: { ...atom.item, id: to } } : { ...atom, id: to };
}

/** The state that the entries make of the first feed. */
export function replayed(first: Json, entries: readonly Json[]): State {
  const state = stateOf(first);
  for (const { at, feed, change } of entries) {
    if (feed.version === first.version) continue;
    if (feed.version !== state.version) {
      advance(state, Date.parse(at));
      state.version = feed.version;
    }
    record(state, change);
  }
  return state;
}

const sorted = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
};
const text = (value: Json): string => JSON.stringify(sorted(value));

/** Whether a state is what a feed says. */
export function saysTheSame(state: State, feed: Json): boolean {
  const forms = [state, stateOf(feed)].map(({ version, at, facts, open, former }) =>
    text([version, at, Object.fromEntries(facts), open, Object.fromEntries(former)]),
  );
  return forms[0] === forms[1];
}
