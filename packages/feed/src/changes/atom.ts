import type { Atom, Change, Touch } from "../document/change.ts";
import { type SubjectType, singleTypes } from "../document/subject.ts";

export type Put = Extract<Atom, { op: "put" }>;
export type Drop = Extract<Atom, { op: "drop" }>;
export type Set = Extract<Atom, { op: "set" }>;
export type Rekey = Extract<Atom, { op: "rekey" }>;

/** The id of the subject that an atom is about. */
export const idOf = (atom: Atom): string => (atom.op === "put" ? atom.item.id : (atom.id ?? atom.type));

/** A subject, as atoms and touches name it. */
export const subjectKey = (type: SubjectType, id: string): string => `${type}/${id}`;

/** What an atom is about: `subprocessor/acme#locations`. Two atoms with one key cannot both be announced. */
export const keyOf = (atom: Atom): string => {
  const subject = subjectKey(atom.type, idOf(atom));
  return atom.op === "set" ? `${subject}#${atom.field}` : subject;
};

/** The subject by which an atom of a change is dated: a succession by who comes, all else by what it is about. */
export const datedBy = ({ kind, subject }: Pick<Change, "kind" | "subject">, atom: Atom): string =>
  kind === "replaced" ? subjectKey(subject.type, subject.id ?? "") : subjectKey(atom.type, idOf(atom));

/** An atom about a subject that has got another id. */
export function rekeyed(atom: Atom, { type, id, to }: Rekey): Atom {
  if (atom.type !== type || idOf(atom) !== id) return atom;
  return atom.op === "put" ? { ...atom, item: { ...atom.item, id: to } } : { ...atom, id: to };
}

/** The id that a `set` carries: none where there is one subject of its type alone. */
export const setId = (type: SubjectType, id: string): { id?: string } =>
  (singleTypes as readonly SubjectType[]).includes(type) ? {} : { id };

/** Ids of changes are two numbers: "10.1" comes after "9.1". */
export function compareIds(a: string, b: string): number {
  const [v = 0, n = 0] = a.split(".").map(Number);
  const [w = 0, m = 0] = b.split(".").map(Number);
  return v - w || n - m;
}

/** Milliseconds since 1970; `Infinity` where no day is set. */
export const effectiveOf = ({ effective }: { effective: string | null }): number =>
  effective === null ? Infinity : Date.parse(effective);

/** Whether a change is announced and not in effect at an instant. Without a day it stays so for ever. */
export const isAhead = (change: Pick<Change, "effective">, at: number): boolean =>
  change.effective === null || effectiveOf(change) > at;

/** What a touch takes out of the other change, as keys. */
export const takenBy = (touch: Touch | undefined): readonly string[] =>
  touch?.how === "withdraws" || touch?.how === "amends" ? touch.atoms : [];
