import { type Atom, type Change, keyOf } from "@trust-center/feed";
import type { Reader } from "../read/reader.ts";
import { changeTitleAlone, type Titled } from "./title.ts";

/**
 * A change in a few words: `New: Mail Two`, `Replacement: Mail Two replaces Mail One`, `Withdrawn: New: Mail Two`.
 *
 * @param touched The change that it touches, as it stood then: what has no content of its own is about that one's.
 */
export const changeTitle = (change: Titled, reader: Reader, touched?: Pick<Change, "content">): string =>
  changeTitleAlone(aboutAll(change, touched), reader);

/**
 * A change with all that it is about, for its title: what is taken back or moved has no content of its own, and whoever comes
 * or takes over may replace somebody who leaves on another day, or with another successor.
 *
 * @param touched The change that it touches.
 */
export function aboutAll<T extends Titled>(change: T, touched?: Pick<Change, "content">): T {
  const all = contentOf(change, touched);
  if (change.kind !== "replaced") return { ...change, content: all };
  // Who came in an emergency that is taken back leaves itself, and replaced itself in nothing.
  const content = all.filter((atom) => atom.op !== "drop" || atom.id !== change.subject.id);
  // Who leaves all the same, or has left, is not taken back with who came in its place.
  const apart = change.touches?.how === "withdraws" ? (touched?.content ?? []) : [];
  const gone = new Set([...content, ...apart].flatMap((atom) => (atom.op === "drop" ? [atom.id] : [])));
  // What undoes an emergency says itself who is back: of two whom it replaced one may have been back before.
  const isUndone = change.touches?.how === "withdraws" && change.content.length > 0;
  const replaced = new Set(isUndone ? [] : content.flatMap(replacedBy).filter((id) => !gone.has(id)));
  const drops = [...replaced].map((id): Atom => ({ op: "drop", type: "subprocessor", id }));
  return { ...change, content: [...content, ...drops] };
}

function contentOf({ content, touches }: Titled, touched: Pick<Change, "content"> | undefined): Change["content"] {
  if (!touched || !touches) return content;
  if (touches.how !== "withdraws") return content.length > 0 ? content : touched.content;
  return touched.content.filter((atom) => touches.atoms.includes(keyOf(atom)));
}

/** Ids of those whom it comes for: of a take-over those whom it did not replace before. */
function replacedBy(atom: Atom): string[] {
  if (atom.op === "put") return idsIn(atom.item.replaces);
  if (atom.op !== "set" || atom.field !== "replaces") return [];
  const before = idsIn(atom.before);
  return idsIn(atom.after).filter((id) => !before.includes(id));
}

const idsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];
