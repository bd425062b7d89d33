import type { Change } from "../document/change.ts";

type Dated = Pick<Change, "effective" | "approval" | "window"> & Partial<Pick<Change, "mode">>;

/**
 * From when a change holds for a customer segment, or for customers of none. It holds for nobody before it holds at all: its
 * day may have been moved behind an own one. An emergency has one day for everybody, and so has what waited for everybody's
 * approval, once it has any.
 *
 * @returns an instant; null where it waits for approval, or for a day
 */
export function dayFor({ mode, effective, approval, window }: Dated, segment?: string | null): string | null {
  const own = (window?.segments?.find(({ id }) => id === segment) ?? window)?.effective;
  const isAll = own === undefined || approval === "required" || mode === "emergency";
  return isAll || !effective || (own && own < effective) ? effective : own;
}
