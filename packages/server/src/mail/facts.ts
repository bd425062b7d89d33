import type { Change } from "@trust-center/feed";
import { isOfList, joined, listOf, say, type Tellable, tellEntry } from "@trust-center/reading";
import type { Notice } from "../feed/notice.ts";
import type { Block } from "./letter.ts";
import type { MailReader } from "./reader.ts";

/** What a notice says: a heading a subject, below it every change of that subject. */
export function noticeBlocks({ changes, silence }: Pick<Notice, "changes" | "silence">, reader: MailReader): Block[] {
  const bySubject = Map.groupBy(changes, ({ change: { subject } }) => `${subject.type} ${subject.id ?? ""}`);
  return [...bySubject.values()].flatMap((told): Block[] => [
    { type: "heading", text: nameOf((told[0] as Tellable).change, reader) },
    ...told.map((one): Block => ({ type: "facts", facts: factsOf(one, silence, reader) })),
  ]);
}

function factsOf(told: Tellable, silence: Notice["silence"], reader: MailReader): [label: string, value: string][] {
  const { what, rows } = tellEntry(told, reader);
  const { t, words } = reader;
  // What changes what silence means says what it means until then.
  const isSaid = rows.some(({ label }) => label === t("silence"));
  return [
    [words("kind"), what],
    ...rows.map(({ label, text }): [string, string] => [label, text]),
    ...(told.change.window && silence && !isSaid ? [[t("silence"), t(`silence_${silence}`)] as [string, string]] : []),
  ];
}

/** What changed, with the list that it stands in. Headings are one line, whatever the feed holds. */
function nameOf(change: Change, reader: MailReader): string {
  const name = say(reader, change.name) || change.subject.id;
  const whole = joined([listOf(change, reader) || whichOne(change, reader), name], ": ", reader);
  return (whole || reader.words("theList")).replace(/\s+/g, " ").trim();
}

/** What there is one of alone, and is not the list. */
const whichOne = ({ subject: { type } }: Change, { t, words }: MailReader): string =>
  type === "terms" ? words("noticeAndObjection") : type === "publisher" ? t("publisher") : "";

/** What changed, in a few words, where nothing of the list of sub-processors did. */
export function besideTheList(changes: Notice["changes"], reader: MailReader): string | undefined {
  if (changes.some(({ change }) => isOfList(change))) return undefined;
  const parts = changes.map(({ change }) => listOf(change, reader) || whichOne(change, reader));
  return joined([...new Set(parts)], ", ", reader);
}
