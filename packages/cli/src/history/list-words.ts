import { type Feed, type Subprocessor, statusAt } from "@trust-center/feed";
import { datePiece, plain, readField, say, subprocessorField, withGroupFacts } from "@trust-center/reading";
import { languagesOf, terminalReader } from "../derived/source.ts";

/** An entry as it stood at an instant. */
export interface StandingEntry {
  id: string;
  name: string;
  status: NonNullable<Subprocessor["status"]>;
  purposes: string[];
  locations: string[];
  since?: string;
}

/** Every entry of a list as it stood at an instant: planned ones whose day had come are active. */
export function entriesAt(feed: Feed, at: number): StandingEntry[] {
  const reader = terminalReader(languagesOf(feed), feed);
  const words = (entry: Subprocessor, key: string) => {
    const field = subprocessorField(key);
    return field ? readField(field, entry, reader).map((piece) => plain(piece)) : [];
  };
  return feed.subprocessors.map((entry) => {
    const whole = withGroupFacts(entry, feed.groups);
    const status = statusAt(feed, entry, at);
    const started = entry.status === "planned" && status === "active" ? entry.effective : entry.since;
    return {
      id: entry.id,
      name: say(reader, entry.name),
      status,
      purposes: words(whole, "purposes"),
      locations: words(whole, "locations"),
      ...(started !== undefined && { since: plain(datePiece(started, reader)) }),
    };
  });
}

const order = ["active", "sunset", "planned", "former"] as const;

const words: Record<StandingEntry["status"], string> = {
  active: "in use",
  sunset: "being phased out",
  planned: "announced, not yet in use",
  former: "no longer in use",
};

/** The list in words, those in use first. */
export function listLines(entries: readonly StandingEntry[]): string[] {
  const sorted = order.flatMap((wanted) => entries.filter(({ status }) => status === wanted));
  if (sorted.length === 0) return ["The list had no entries."];
  return sorted.flatMap(({ name, status, purposes, locations, since }) => [
    `  ${name}: ${words[status]}${since === undefined ? "" : ` since ${since}`}`,
    ...(purposes.length > 0 ? [`    Purposes: ${purposes.join("; ")}`] : []),
    ...(locations.length > 0 ? [`    Locations: ${locations.join("; ")}`] : []),
  ]);
}
