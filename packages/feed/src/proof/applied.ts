import { toInstant } from "../document/date.ts";
import { TrustCenterError } from "../errors.ts";
import type { LogEntry } from "../log/entry.ts";

/** The list that applied at an instant is the one that the log's last entry until then names. */
export interface Applied {
  /** The entry's place in the log, from 0. */
  index: number;
  entry: LogEntry;
  /** The first entry of the next version, where there is one. */
  next?: LogEntry;
}

/**
 * Finds which entry of a verified history applied at an instant.
 *
 * @param at Milliseconds since 1970.
 * @throws {TrustCenterError} `not-covered` before the first entry
 */
export function appliedAt(history: readonly LogEntry[], at: number): Applied {
  const after = history.findIndex((entry) => Date.parse(entry.at) > at);
  const index = (after < 0 ? history.length : after) - 1;
  const entry = history[index];
  if (!entry) throw tooEarly(at, history[0]?.at);
  const next = history[index + 1];
  return { index, entry, ...(next && { next }) };
}

function tooEarly(at: number, first: string | undefined): TrustCenterError {
  return new TrustCenterError(
    "not-covered",
    `Expected an instant since ${first}, when the list was first published, found ${toInstant(at)}.`,
    { at: toInstant(at), first },
  );
}
