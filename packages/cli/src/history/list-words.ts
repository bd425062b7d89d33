import { type Feed, resolveText, type Subprocessor, statusAt } from "@trust-center/feed";
import { withGroupFacts } from "../authoring/facts.ts";
import { cellsOf } from "../derived/cells.ts";
import { dateText } from "../derived/csv.ts";
import { languagesOf } from "../derived/source.ts";

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
  const languages = languagesOf(feed);
  return feed.subprocessors.map((entry) => {
    const { purposes, locations } = cellsOf(withGroupFacts(entry, feed.groups), languages);
    const status = statusAt(feed, entry, at);
    const started = entry.status === "planned" && status === "active" ? entry.effective : entry.since;
    return {
      id: entry.id,
      name: resolveText(entry.name, languages).value,
      status,
      purposes,
      locations,
      ...(started !== undefined && { since: dateText(started, languages) }),
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
