import { type Atom, type Change, type Difference, keyOf, type Text } from "@trust-center/feed";
import { type AnyField, readField } from "../fields/field.ts";
import { fieldsOf } from "../fields/list.ts";
import { subprocessorFields } from "../fields/subprocessor.ts";
import { fromTo } from "../read/from-to.ts";
import { type Piece, plainAll, type Written } from "../read/piece.ts";
import { type Reader, say } from "../read/reader.ts";
import { anyPieces, wordsOfName } from "./any.ts";
import { nameById } from "./title.ts";

type PutAtom = Extract<Atom, { op: "put" }>;
type SetAtom = Extract<Atom, { op: "set" }>;

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
 * also those that the vendor does not state. Of a change that touches an announced one: announced → now.
 *
 * @param touched The change that it touches, as it was announced.
 */
export function changeFacts(
  { subject, content, touches }: Difference & Pick<Change, "touches">,
  reader: Reader,
  touched?: Pick<Change, "content">,
): ChangeFact[] {
  const said = new Map((touched?.content ?? []).map((atom) => [keyOf(atom), atom]));
  // What is taken back has no content of its own: it says what was announced.
  const taken = touches?.how === "withdraws" ? touches.atoms.flatMap((key) => said.get(key) ?? []) : [];
  return [...content, ...(content.length > 0 ? [] : taken)].flatMap((atom) => {
    const old = said.get(keyOf(atom));
    // What is taken back, or announced again for another day, is told as at first: nothing of it differs.
    const announced = JSON.stringify(old) !== JSON.stringify(atom) ? old : undefined;
    if (atom.op === "put" && announced?.op === "put") return amended(announced, atom, reader);
    if (atom.op === "put") {
      const facts = arrival(atom, subject.id, reader);
      // Who is back from an emergency was known: what it does not state it did not state before.
      return old?.op === "drop" ? facts.filter(({ after }) => after.length > 0) : facts;
    }
    if (atom.op !== "set") return [];
    return difference(announced?.op === "set" ? withBefore(atom, announced.after) : atom, subject.id, reader);
  });
}

const withBefore = ({ before: _, ...atom }: SetAtom, before: unknown): SetAtom => ({
  ...atom,
  ...(before !== undefined && { before }),
});

/** An announced arrival that is announced otherwise: the facts in which it differs. */
function amended(announced: PutAtom, { type, item }: PutAtom, reader: Reader): ChangeFact[] {
  const [then, now] = [announced.item, item] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  const differing = names.filter((name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]));
  return differing.flatMap((field) =>
    difference({ op: "set", type, id: item.id, field, before: then[field], after: now[field] }, item.id, reader),
  );
}

/** A fact of a change as one line: `Germany → France`, or `not stated`. */
export function changeFactText({ before, after }: ChangeFact, reader: Reader, written?: Written): string {
  const { t } = reader;
  const style = { ...reader, written };
  const now = plainAll(after, style);
  if (before === undefined) return now || t("notStated");
  const then = plainAll(before, style);
  // What differs has no words of its own: the description of a service, the file of a policy.
  if (then === now) return t("changed");
  return fromTo(then || t("nothing"), now || t("nothing"), reader);
}

function arrival({ type, item }: PutAtom, subject: string | undefined, reader: Reader): ChangeFact[] {
  const { id, name } = item as { id: string; name?: Text };
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
    notice === true && (Object.hasOwn(item, key) || !statedBy[key]?.(item as Record<string, unknown>));

function difference(atom: SetAtom, subject: string | undefined, reader: Reader): ChangeFact[] {
  const { type, id, field: key, before, after } = atom;
  const field = fieldsOf(type).find((one) => one.key === key);
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
