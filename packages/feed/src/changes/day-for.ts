import type { Change } from "../document/change.ts";

/**
 * From when a change holds for a customer segment, or for customers of none. It holds for nobody before it holds at all: its
 * day may have been moved behind an own one. What waited for everybody's approval, and has a day, has it for everybody.
 *
 * @returns an instant; null where it waits for approval, or for a day
 */
export function dayFor(
  { effective, approval, window }: Pick<Change, "effective" | "approval" | "window">,
  segment?: string | null,
): string | null {
  const own = (window?.segments?.find(({ id }) => id === segment) ?? window)?.effective;
  if (own === undefined || !effective || approval === "required") return effective;
  return own && own < effective ? effective : own;
}
