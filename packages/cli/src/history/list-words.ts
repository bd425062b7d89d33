import { languagesOf, terminalReader } from "@trust-center/authoring";
import { type Change, type Feed, type Standing, type Subprocessor, standingsAt } from "@trust-center/feed";
import {
  changeFacts,
  changeFactText,
  changeKind,
  changeTitle,
  datePiece,
  factLabel,
  plain,
  type Reader,
  readField,
  say,
  startText,
  subprocessorField,
} from "@trust-center/reading";

/** An entry as it stood at an instant. */
export interface StandingEntry {
  id: string;
  name: string;
  status: Standing["status"];
  purposes: string[];
  locations: string[];
  since?: string;
  /** What had been announced of it, and was not in effect. */
  announced?: string[];
}

/** Every entry of a list as it stood at an instant, and what had been announced. */
export function entriesAt(feed: Feed, at: number): StandingEntry[] {
  const reader = terminalReader(languagesOf(feed), feed);
  const words = (entry: Subprocessor, key: string) => {
    const field = subprocessorField(key);
    return field ? readField(field, entry, reader).map((piece) => plain(piece)) : [];
  };
  return standingsAt(feed, at).entries.map(({ entry, status, changes }) => {
    const announced = changes
      .filter(({ effective }) => effective === null || Date.parse(effective) > at)
      .map((change) => announcedLine(change, entry.id, reader));
    return {
      id: entry.id,
      name: say(reader, entry.name),
      status,
      purposes: words(entry, "purposes"),
      locations: words(entry, "locations"),
      ...(entry.since !== undefined && { since: plain(datePiece(entry.since, reader)) }),
      ...(announced.length > 0 && { announced }),
    };
  });
}

/**
 * `Change of location, effective 4 Mar 2026, 00:00 UTC: Location: United States → United States; Singapore`. Of a change that is
 * another's it says whose it is, and what becomes of this entry alone.
 */
function announcedLine(change: Change, id: string, reader: Reader): string {
  const isOwn = change.subject.type === "subprocessor" && change.subject.id === id;
  const content = isOwn ? change.content : change.content.filter((atom) => atom.op === "set" && atom.id === id);
  const subject = { type: "subprocessor", id } as const;
  const facts = content.some(({ op }) => op === "set") ? changeFacts({ ...change, subject, content }, reader) : [];
  const words = facts.map((fact) => `${factLabel(fact, reader)}: ${changeFactText(fact, reader)}`).join("; ");
  const start = startText(change, reader);
  const title = `${isOwn ? changeKind(change, reader) : changeTitle(change, reader)}${start ? `, ${reader.t("effective").toLowerCase()} ${start}` : ""}`;
  return words ? `${title}: ${words}` : title;
}

const order = ["active", "sunset", "planned"] as const;

const words: Record<StandingEntry["status"], string> = {
  active: "in use",
  sunset: "in use, to be removed",
  planned: "announced, not yet in use",
};

/** The list in words, those in use first. */
export function listLines(entries: readonly StandingEntry[]): string[] {
  const sorted = order.flatMap((wanted) => entries.filter(({ status }) => status === wanted));
  if (sorted.length === 0) return ["The list had no entries."];
  return sorted.flatMap(({ name, status, purposes, locations, since, announced = [] }) => [
    `  ${name}: ${words[status]}${since === undefined ? "" : ` since ${since}`}`,
    ...(purposes.length > 0 ? [`    Purposes: ${purposes.join("; ")}`] : []),
    ...(locations.length > 0 ? [`    Locations: ${locations.join("; ")}`] : []),
    ...announced.map((line) => `    Announced: ${line}`),
  ]);
}
