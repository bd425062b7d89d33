import type { Change } from "../document/change.ts";
import { toInstant } from "../document/date.ts";

/** The dates of a part of the customers: a segment, or those of none. */
export interface Part {
  /** Null: customers of no segment. */
  id: string | null;
  deadline: string;
  /** Null: not without their approval. */
  effective: string | null;
  /** Set once they were started. */
  approval?: Change["approval"];
}

/** Those who have dates of their own, while the change has a day for others. */
function partsOf({ effective, mode, approval, window }: Change): Part[] {
  if (!window || effective === null || mode === "emergency" || approval === "required") return [];
  const { effective: others, ...rest } = window;
  return [...(others === undefined ? [] : [{ ...rest, id: null, effective: others }]), ...(window.segments ?? [])];
}

/** The dates that a customer segment, or customers of none, have of their own. */
export const partOf = (change: Change, id: string | null): Part | undefined =>
  partsOf(change).find((part) => part.id === id);

/**
 * Whom a change can be started for: those who wait for their approval, or did until it was started for a day that is ahead, while
 * others have a day.
 *
 * @param at Milliseconds since 1970.
 * @param audience Ids of segments: those alone. All where there are none.
 */
export const partsToStart = (change: Change, at: number, audience: readonly string[] = []): Part[] =>
  partsOf(change).filter(
    ({ id, effective, approval }) =>
      (effective === null || (approval === "required" && Date.parse(effective) > at)) &&
      (audience.length === 0 || (id !== null && audience.includes(id))),
  );

/**
 * The first day on which a change may start for them: it starts for nobody before others, nor before their own time to object is
 * over. Who has a day without approval keeps it, or has a later one. An instant.
 */
export function firstDayOf({ deadline, effective, approval }: Part, change: Change): string {
  const own = effective === null || approval === "required" ? toInstant(Date.parse(deadline) + 1000) : effective;
  return [own, change.effective ?? own].sort().at(-1) as string;
}
