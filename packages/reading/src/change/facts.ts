import { type Atom, type Change, keyOf, same, type Text } from "@trust-center/feed";
import { type AnyField, readField } from "../fields/field.ts";
import { fieldsOf } from "../fields/list.ts";
import { statedElsewhere } from "../fields/stated-elsewhere.ts";
import { subprocessorFields } from "../fields/subprocessor.ts";
import { fromTo } from "../read/from-to.ts";
import { type Piece, plainAll, type Written } from "../read/piece.ts";
import { type Reader, say } from "../read/reader.ts";
import { anyPieces, wordsOfName } from "./any.ts";
import { asMeant } from "./meant.ts";
import { nameById, type Titled } from "./title.ts";

type PutAtom = Extract<Atom, { op: "put" }>;
type Side = readonly Piece[];
type SetAtom = Extract<Atom, { op: "set" }>;

/** What a change does to one fact, in words. */
export interface ChangeFact {
  readonly key: string;
  readonly label: string;
  /** Whose fact it is, where a change is about several. */
  readonly of?: string | undefined;
  /** What the fact was: absent for what arrives, empty where nothing was stated. */
  readonly before?: readonly Piece[] | undefined;
  /** What it is from then on: empty where nothing is stated. */
  readonly after: readonly Piece[];
}

/**
 * The facts of a change: before → after of each member that differs; of what arrives every fact that a notice carries,
 * also those that the vendor does not state. Of a change that touches an announced one: announced → now, and of what is told
 * again as it was nothing that is not stated. What is left out is told as what it means; periods by the reader's notice terms,
 * as they are once the change holds.
 *
 * @param touched The change that it touches, as it was announced.
 */
export function changeFacts(
  { subject, content, mode, touches }: Titled,
  reader: Reader,
  touched?: Pick<Change, "content">,
): ChangeFact[] {
  const { noticeTerms } = reader.names;
  const said = new Map(asMeant(touched?.content ?? [], noticeTerms).map((atom) => [keyOf(atom), atom]));
  // What is taken back, or begins without notice, has no content of its own: it says what was announced.
  const told =
    content.length > 0
      ? asMeant(content, noticeTerms)
      : [...said.values()].filter(
          (atom) => mode === "emergency" || (touches?.how === "withdraws" && touches.atoms.includes(keyOf(atom))),
        );
  return told.flatMap((atom) => {
    const announced = said.get(keyOf(atom));
    // What is taken back, or announced again for another day, is told as at first: nothing of it differs.
    if (atom.op === "put") {
      if (announced?.op === "put" && !same(announced, atom)) return amended(announced, atom, reader);
      // Who is told again, or is back from an emergency, was known: what is not stated was not stated before.
      return arrival(atom, subject.id, reader, !announced);
    }
    if (atom.op !== "set") return [];
    const isOther = announced?.op === "set" && !same(announced.after, atom.after);
    return difference(isOther ? { ...atom, before: announced.after } : atom, subject.id, reader);
  });
}

/** An announced arrival that is announced otherwise: the facts in which it differs. */
function amended(announced: PutAtom, { type, item }: PutAtom, reader: Reader): ChangeFact[] {
  const [then, now] = [announced.item, item] as [Record<string, unknown>, Record<string, unknown>];
  const differing = Object.keys({ ...then, ...now }).filter((name) => !same(then[name], now[name]));
  return differing.map((field) =>
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
  return fromTo(then || t("notStated"), now || t("notStated"), reader);
}

function arrival({ type, item }: PutAtom, subject: string | undefined, reader: Reader, isNew: boolean): ChangeFact[] {
  const { id, name } = item as { id: string; name?: Text };
  const of = id === subject ? undefined : say(reader, name) || id;
  const fields = type === "subprocessor" ? subprocessorFields.filter(isNoticed(item)) : fieldsOf(type);
  return fields
    .map((field) => ({ key: field.key, label: reader.t(field.label), of, after: readField(field, item, reader) }))
    .filter(({ after }) => after.length > 0 || (isNew && type === "subprocessor"));
}

const isNoticed =
  (item: object) =>
  ({ key, notice }: AnyField): boolean =>
    notice === true && (Object.hasOwn(item, key) || !statedElsewhere(key, item).flat().some(Boolean));

/** A member before and after: in a language in which it differs, where it does not in the reader's own. */
function difference(atom: SetAtom, subject: string | undefined, reader: Reader): ChangeFact {
  const { type, id, field: key, before, after } = atom;
  const field = fieldsOf(type).find((one) => one.key === key);
  // What is said in one language more, or less, is no other word.
  const written = tagsIn(before);
  const both = tagsIn(after).filter((tag) => written.includes(tag));
  const found = [[], ...both.map((tag) => [tag])].map((first) => {
    const one = { ...reader, content: [...first, ...reader.content] };
    return [before, after].map((value) => (field ? readField(field, { [key]: value }, one) : anyPieces(value, one)));
  }) as [[Side, Side]];
  const [was, is] = found.find(([was, is]) => plainAll(was) !== plainAll(is)) ?? found[0];
  return {
    key,
    label: field ? reader.t(field.label) : wordsOfName(key),
    of: id === undefined || id === subject ? undefined : nameById(reader, type, id),
    // What is stated and was meant before is no difference.
    before: same(before, after) ? undefined : was,
    after: is,
  };
}

/** Names of members that can be languages: what is none finds no text. */
const tagsIn = (value: unknown): string[] => JSON.stringify(value ?? 0).match(/(?<=")[a-z]{2,3}(-\w+)*(?=":)/g) ?? [];
