import { type Names, nameOf, type Reader, say } from "../read/reader.ts";
import type { ReadableContent } from "./shape.ts";

const lists: Readonly<Record<string, keyof Names>> = {
  subprocessor: "subprocessors",
  group: "groups",
  service: "services",
};

/** A change in a few words: `Added: Mail Two`, `Replacement: Mail Two replaces Mail One`. */
export function changeTitle({ kind, subject, name, content }: ReadableContent, reader: Reader): string {
  const own = say(reader, name) || (subject.id && nameById(reader, subject.type, subject.id));
  const old = content.flatMap((atom) =>
    atom.op === "drop" ? [say(reader, atom.name) || nameById(reader, atom.type, atom.id)] : [],
  );
  const word = reader.t(`kind_${kind}`);
  if (!own) return word;
  return `${word}: ${kind === "replaced" && old.length > 0 ? reader.t("replacing", { name: own, old: old.join(", ") }) : own}`;
}

/** What an item of the list is called. */
export function nameById(reader: Reader, type: string, id: string): string {
  const list = lists[type];
  return list ? nameOf(reader, list, id) : id;
}
