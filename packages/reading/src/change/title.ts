import type { Change, Difference } from "@trust-center/feed";
import { joined } from "../read/joined.ts";
import { namedLists, nameOf, type Reader, say } from "../read/reader.ts";

/** What a title is made of: a change, or the difference of two lists. */
export type Titled = Difference & Partial<Pick<Change, "mode" | "touches">>;

/**
 * A change in a few words by its own content alone, for a script that has no byte to spare: who is replaced by another change is
 * not named. Everybody else calls `changeTitle`.
 */
export function changeTitleAlone(change: Titled, reader: Reader): string {
  const { kind, subject, name, content } = change;
  const own = say(reader, name) || (subject.id && nameById(reader, subject.type, subject.id));
  const old = content.flatMap((atom) =>
    atom.op === "drop" ? [say(reader, atom.name) || nameById(reader, atom.type, atom.id)] : [],
  );
  const whom =
    own && kind === "replaced" && old.length > 0
      ? reader.t("replacing", { name: own, old: joined(old, ", ", reader) })
      : own;
  return joined([changeKind(change, reader), whom], ": ", reader);
}

/** What it is, without its name: `Withdrawn: New`, `Policies: Removal`. */
export function changeKind(
  change: Pick<Titled, "kind" | "subject" | "mode" | "touches" | "content">,
  reader: Reader,
): string {
  const { t } = reader;
  const how = manner(change);
  const what = motion(change);
  const list = what !== change.subject.type && listOf(change, reader);
  return [how && t(`mode_${how}`), list, t(`kind_${what}`)].filter(Boolean).join(": ");
}

/** The list that the subject of a change stands in, unless it is a sub-processor: a name does not say that it is a group's. */
export const listOf = ({ subject: { type } }: Pick<Titled, "subject">, { t }: Reader): string =>
  type === "group" ? t("groups") : type === "policy" ? t("policies") : type === "service" ? t("services") : "";

/** Whether a change is one of the list of sub-processors: terms, the publisher and policies stand beside it. */
export const isOfList = ({ subject: { type } }: Pick<Titled, "subject">): boolean =>
  type !== "terms" && type !== "publisher" && type !== "policy";

/** A policy, a group or a service that comes or goes as a whole does not change. Of a correction it is said of what. */
function motion({ kind, subject: { type }, content }: Pick<Titled, "kind" | "subject" | "content">): Titled["kind"] {
  const all = (op: string) => content.length > 0 && content.every((atom) => atom.op === op && atom.type === kind);
  if (kind === "corrected" && type !== "subprocessor") return type;
  return all("put") ? "added" : all("drop") ? "removed" : kind;
}

/** How a change came about, where its kind does not say it. */
function manner({ mode, kind, subject, touches }: Pick<Titled, "kind" | "subject" | "mode" | "touches">) {
  if (mode === "withdrawal" || mode === "emergency") return mode;
  if (mode === "move") return touches?.how === "starts" ? "start" : "move";
  if (mode === "amendment") return touches?.how === "narrows" ? "narrower" : "amendment";
  const isSaid = kind === "id" || (kind === "corrected" && subject.type === "subprocessor");
  return mode === "correction" && !isSaid ? "correction" : undefined;
}

/** What an item of the list is called. */
export function nameById(reader: Reader, type: string, id: string): string {
  const list = namedLists[type];
  return list ? nameOf(reader, list, id) : id;
}
