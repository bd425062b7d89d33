import type { Change, Feed, LogEntry } from "@trust-center/feed";
import { joined, type Reader, say, tellInLog } from "@trust-center/reading";
import type { FileReader } from "./source.ts";

/** A change with its title, facts and dates. What it touches is looked up in the history. */
export function toldChange(
  change: Change,
  entries: readonly LogEntry[],
  reader: Reader,
): { title: string; lines: string[] } {
  const told = tellInLog(change, entries, reader);
  return { title: told.title, lines: told.rows.map(({ label, text }) => joined([label, text], ": ", reader)) };
}

/**
 * The same of a change that lies ahead: from what is in effect to what will be, whole, also where it was announced otherwise
 * before. What differs from the first announcement is told by the entry of the log that says so.
 */
export const aheadChange = (change: Change, reader: Reader): { title: string; lines: string[] } =>
  toldChange(change, [], reader);

/** The list's own title, or one made of the publisher's name: `Acme: sub-processors`. */
export const listTitle = (feed: Feed, reader: FileReader): string =>
  say(reader, feed.title) || reader.words("listTitle", { publisher: say(reader, feed.publisher.name) });
