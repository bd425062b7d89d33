import type { Change, Text } from "@trust-center/feed";
import { changeTitle, printable, say } from "@trust-center/reading";
import type { MailReader } from "./reader.ts";

/** One line, whatever the feed holds or a sender wrote. */
export const oneLine = (text: string): string => printable(text.replace(/\s+/g, " ").trim());

/** Several lines, whatever a sender wrote. */
export const lines = (text: string): string => text.split(/\r?\n/).map(printable).join("\n");

/** A text of the feed in one line, in the reader's language. */
export const plain = (text: Text, reader: MailReader): string => oneLine(say(reader, text));

/** A change by its id, and its title where it is known. */
export const changeName = (id: string, change: Change | undefined, reader: MailReader): string =>
  change ? `${id} — ${oneLine(changeTitle(change, reader))}` : id;
