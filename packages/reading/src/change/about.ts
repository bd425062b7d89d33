import { type Atom, type Change, keyOf, type NoticeTerms, same, usualKinds, usualRole } from "@trust-center/feed";
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
  const gone = new Set(content.flatMap((atom) => (atom.op === "drop" ? [atom.id] : [])));
  const replaced = new Set(content.flatMap(replacedBy).filter((id) => !gone.has(id)));
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

/** What is meant by members where they are absent. */
const usual: Readonly<Record<string, unknown>> = {
  "subprocessor#role": usualRole,
  "terms#appliesTo": usualKinds,
};

/** Periods of notice terms: where one is not stated it is the other (docs/specification.md, §11.6). */
const otherPeriod: Readonly<Record<string, "noticePeriod" | "objectionPeriod">> = {
  noticePeriod: "objectionPeriod",
  objectionPeriod: "noticePeriod",
};

/**
 * A change with what is meant by what it leaves out, and with a new id as the fact that it is.
 *
 * @param terms Once it holds: a period that is stated no more is the other one.
 */
export function asMeant<T extends Pick<Change, "content">>(change: T, terms?: NoticeTerms): T {
  // Beside rules the short form of terms says nothing, and means nothing where it is absent.
  const isRuled =
    terms?.rules !== undefined ||
    change.content.some((atom) => atom.op === "set" && atom.type === "terms" && atom.field === "rules");
  const content = change.content.flatMap((atom): Atom | Atom[] => {
    if (atom.op === "rekey")
      return { op: "set", type: atom.type, id: atom.to, field: "id", before: atom.id, after: atom.to };
    if (atom.op !== "set" || (isRuled && atom.type === "terms")) return atom;
    const other = atom.type === "terms" ? otherPeriod[atom.field] : undefined;
    if (other) return withMeant(atom, sidesOf(change, other, terms));
    const meant = usual[`${atom.type}#${atom.field}`];
    return withMeant(atom, { before: meant, after: meant });
  });
  return { ...change, content };
}

type SetAtom = Extract<Atom, { op: "set" }>;
type Sides = Pick<SetAtom, "before" | "after">;

/** What was and what will be of a member of the terms: as the change says, else as they have it. */
function sidesOf(
  { content }: Pick<Change, "content">,
  field: keyof NoticeTerms,
  terms: NoticeTerms | undefined,
): Sides {
  const set = content.find((atom) => atom.op === "set" && atom.type === "terms" && atom.field === field);
  return set?.op === "set" ? set : { before: terms?.[field], after: terms?.[field] };
}

/**
 * What a change states that was meant before: it tells no difference, and is told as it is stated.
 *
 * @param terms Once it holds.
 */
export function onlyStated<T extends Pick<Change, "content">>(change: T, terms?: NoticeTerms): T {
  const kept = new Set(asMeant(change, terms).content.map(keyOf));
  const content = change.content.flatMap((atom): Atom[] => {
    if (atom.op !== "set" || kept.has(keyOf(atom))) return [];
    const { before: stated, after = stated, ...rest } = atom;
    return [{ ...rest, after }];
  });
  return { ...change, content };
}

/** An atom with what is meant; none where that is what was meant before. */
function withMeant(atom: SetAtom, meant: Sides): SetAtom[] {
  const [before, after] = [atom.before ?? meant.before, atom.after ?? meant.after];
  if (before === atom.before && after === atom.after) return [atom];
  if (same(before, after)) return [];
  return [{ ...atom, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}
