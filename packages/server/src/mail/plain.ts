import type { Change, Text } from "@trust-center/feed";
import { changeTitle, joined, printable, say, type Tellable } from "@trust-center/reading";
import type { Objected } from "../store/feed-state.ts";
import type { MailReader } from "./reader.ts";

/** One line, whatever the feed holds or a sender wrote. */
export const oneLine = (text: string): string => printable(text.replace(/\s+/g, " ").trim());

/** Several lines, whatever a sender wrote. */
export const lines = (text: string): string => text.split(/\r?\n/).map(printable).join("\n");

/** A text of the feed in one line, in the reader's language. */
export const plain = (text: Text, reader: MailReader): string => oneLine(say(reader, text));

/** A change in a few words of one line. */
export const titleOf = ({ change, touched }: Tellable, reader: MailReader): string =>
  composed(changeTitle(change, reader, touched));

/** A change by its id, and its title where it is known. */
export const changeName = (id: string, change: Change | undefined, reader: MailReader, touched?: Change): string =>
  change ? joined([id, titleOf({ change, touched }, reader)], " — ", reader) : id;

/** What was objected to, by its name; and that of the change by which it became void. */
export const objectedNames = (id: string, objected: Objected | undefined, reader: MailReader): string[] => {
  const { change, touched } = objected?.voidBy ?? {};
  return [
    changeName(id, objected?.change, reader),
    ...(change ? [changeName(change.id, change, reader, touched)] : []),
  ];
};

/** A text with what it holds apart: innermost first, as nothing else can be closed by its end. */
const apart = /[\u2066-\u2068]([^\u2066-\u2069]*)\u2069/;

/** One line that was put together of several: what sets its texts apart stays, unless a text of the feed unsettles it. */
function composed(text: string): string {
  let rest = text;
  while (apart.test(rest)) rest = rest.replace(apart, "$1");
  if (/[\u2066-\u2069]/.test(rest)) return oneLine(text);
  return text.replace(/[^\u2066-\u2069]+/g, (part) => printable(part.replace(/\s+/g, " "))).trim();
}
