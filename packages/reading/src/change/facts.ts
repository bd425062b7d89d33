import { type AnyField, readField } from "../fields/field.ts";
import { fieldsOf, listFields } from "../fields/list.ts";
import { subprocessorFields } from "../fields/subprocessor.ts";
import { type Piece, plainAll, type Written } from "../read/piece.ts";
import { type Reader, say } from "../read/reader.ts";
import { anyPieces, wordsOfName } from "./any.ts";
import type { Atom, ReadableContent } from "./shape.ts";
import { nameById } from "./title.ts";

/** What a change does to one fact, in words. */
export interface ChangeFact {
  readonly key: string;
  readonly label: string;
  /** Whose fact it is, where a change is about several. */
  readonly of?: string | undefined;
  /** What the fact was: absent for what arrives, empty where nothing was stated. */
  readonly before?: readonly Piece[];
  /** What it is from then on: empty where nothing is stated. */
  readonly after: readonly Piece[];
}

/**
 * The facts of a change: before → after of each member that differs; of what arrives every fact that a notice carries,
 * also those that the vendor does not state.
 */
export function changeFacts({ subject, content }: ReadableContent, reader: Reader): ChangeFact[] {
  return content.flatMap((atom) => {
    if (atom.op === "put") return arrival(atom, subject.id, reader);
    return atom.op === "set" ? difference(atom, subject.id, reader) : [];
  });
}

/** A fact of a change as one line: `Germany → France`, or `not stated`. */
export function changeFactText({ before, after }: ChangeFact, { t }: Reader, written?: Written): string {
  const now = plainAll(after, written);
  if (before === undefined) return now || t("notStated");
  const then = plainAll(before, written);
  // What differs has no words of its own: the description of a service, the file of a policy.
  if (then === now) return t("changed");
  return `${then || t("nothing")} → ${now || t("nothing")}`;
}

function arrival(
  { type, item }: Extract<Atom, { op: "put" }>,
  subject: string | undefined,
  reader: Reader,
): ChangeFact[] {
  const { id, name } = item as { id?: string; name?: string };
  const of = id === subject ? undefined : say(reader, name) || id;
  const fields = type === "subprocessor" ? subprocessorFields.filter(isNoticed(item)) : fieldsOf(type);
  return fields
    .map((field) => ({ key: field.key, label: reader.t(field.label), of, after: readField(field, item, reader) }))
    .filter(({ after }) => type === "subprocessor" || after.length > 0);
}

/** Facts that another one may state as well: an address stands in the legal entity, a description in the purposes. */
const statedBy: Readonly<Record<string, (entry: Record<string, unknown>) => unknown>> = {
  address: ({ legalEntity }) => (legalEntity as { address?: unknown } | undefined)?.address,
  description: ({ purposes, operations }) => purposes ?? operations,
};

const isNoticed =
  (item: object) =>
  ({ key, notice }: AnyField): boolean =>
    notice !== undefined && (Object.hasOwn(item, key) || !statedBy[key]?.(item as Record<string, unknown>));

function difference(atom: Extract<Atom, { op: "set" }>, subject: string | undefined, reader: Reader): ChangeFact[] {
  const { type, id, field: key, before, after } = atom;
  const field = [...fieldsOf(type), ...listFields].find((one) => one.key === key);
  const read = (value: unknown) => (field ? readField(field, { [key]: value }, reader) : anyPieces(value, reader));
  return [
    {
      key,
      label: field ? reader.t(field.label) : wordsOfName(key),
      of: id === undefined || id === subject ? undefined : nameById(reader, type, id),
      before: read(before),
      after: read(after),
    },
  ];
}
