import { type Atom, type Change, type Difference, keyOf } from "@trust-center/feed";
import { type Names, nameOf, type Reader, say } from "../read/reader.ts";

const lists: Readonly<Record<string, keyof Names>> = {
  subprocessor: "subprocessors",
  group: "groups",
  service: "services",
};

/** What a title is made of: a change, or the difference of two lists. */
export type Titled = Difference & Partial<Pick<Change, "mode" | "touches">>;

/**
 * A change in a few words: `New: Mail Two`, `Replacement: Mail Two replaces Mail One`, `Withdrawn: New: Mail Two`.
 *
 * @param touched The change that it touches: what is taken back or moved has no content of its own.
 */
export function changeTitle(change: Titled, reader: Reader, touched?: Pick<Change, "content">): string {
  const { kind, subject, name } = change;
  const content = contentOf(change, touched);
  const own = say(reader, name) || (subject.id && nameById(reader, subject.type, subject.id));
  const old = kind === "replaced" ? replacedIn(content, reader) : [];
  const whom = own && old.length > 0 ? reader.t("replacing", { name: own, old: old.join(", ") }) : own;
  return [changeKind({ ...change, content }, reader), whom].filter(Boolean).join(": ");
}

/** What a change is about: its content, or what it takes back or moves of another's. */
export function contentOf({ content, touches }: Titled, touched?: Pick<Change, "content">): readonly Atom[] {
  if (content.length > 0 || !touched || !touches) return content;
  return touches.how === "withdraws"
    ? touched.content.filter((atom) => touches.atoms.includes(keyOf(atom)))
    : touched.content;
}

/** Names of those whom somebody comes for: who leaves, and whom who comes or stays is said to replace from then on. */
function replacedIn(content: readonly Atom[], reader: Reader): string[] {
  const names = new Map<string, string>();
  const add = (ids: unknown, had: unknown = []) => {
    for (const id of Array.isArray(ids) ? ids : []) {
      const isNew = typeof id === "string" && !(Array.isArray(had) && had.includes(id));
      if (isNew && !names.has(id)) names.set(id, nameById(reader, "subprocessor", id));
    }
  };
  for (const atom of content) {
    if (atom.op === "drop") names.set(atom.id, say(reader, atom.name) || nameById(reader, atom.type, atom.id));
    else if (atom.op === "put") add((atom.item as { replaces?: unknown }).replaces);
    else if (atom.op === "set" && atom.field === "replaces") add(atom.after, atom.before);
  }
  return [...names.values()];
}

type Kinds = Pick<Titled, "kind" | "mode" | "touches"> & { content: readonly Atom[] };

/** What it is, without its name: `Withdrawn: Added`. */
export function changeKind(change: Kinds, reader: Reader): string {
  const how = manner(change);
  return [how && reader.t(`mode_${how}`), reader.t(`kind_${motion(change)}`)].filter(Boolean).join(": ");
}

/** A policy, a group or a service that comes or goes as a whole does not change. */
function motion({ kind, content }: Pick<Kinds, "kind" | "content">): Titled["kind"] {
  const all = (op: string) => content.length > 0 && content.every((atom) => atom.op === op && atom.type === kind);
  return all("put") ? "added" : all("drop") ? "removed" : kind;
}

/** How a change came about, where its kind does not say it. */
function manner({ mode, kind, touches }: Pick<Titled, "kind" | "mode" | "touches">) {
  if (mode === "withdrawal" || mode === "emergency") return mode;
  if (mode === "move") return touches?.how === "starts" ? "start" : "move";
  if (mode === "amendment") return touches?.how === "narrows" ? "narrower" : "amendment";
  return mode === "correction" && kind !== "corrected" && kind !== "id" ? "correction" : undefined;
}

/** What an item of the list is called. */
export function nameById(reader: Reader, type: string, id: string): string {
  const list = lists[type];
  return list ? nameOf(reader, list, id) : id;
}
