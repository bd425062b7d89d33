import type { Change, LogEntry } from "@trust-center/feed";
import { alsoNamed } from "../read/also-named.ts";
import type { Reader } from "../read/reader.ts";
import type { Told } from "./tell.ts";
import { readerThen, tellEntry, touchedIn } from "./touched.ts";

/**
 * Tells a change of a history: beside the one that it touches, by the notice terms as they were then, and with the names of what
 * was announced and never came.
 *
 * @param log Entries in their order.
 */
export function tellInLog(change: Change, log: readonly LogEntry[], reader: Reader): Told {
  const then = readerThen({ ...reader, names: alsoNamed(reader.names, log) }, log, change);
  return tellEntry({ change, touched: touchedIn(log, change) }, then);
}
