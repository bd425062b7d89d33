import type { Feed } from "../document/feed.ts";
import type { Subprocessor } from "../document/subprocessor.ts";

/**
 * The state of an entry at an instant: a planned one whose day has come is active, though nothing has been published
 * since (docs/specification, §11.5).
 *
 * @param at Milliseconds since 1970.
 */
export function statusAt(feed: Feed, entry: Subprocessor, at: number): NonNullable<Subprocessor["status"]> {
  const { status = "active" } = entry;
  if (status !== "planned") return status;
  const change = feed.upcoming?.find(({ subject }) => subject.type === "subprocessor" && subject.id === entry.id);
  return change && Date.parse(change.effective) <= at ? "active" : "planned";
}
