import type { Change, ObjectionWindow } from "@trust-center/feed";

/** The window of a customer segment, or that of all. */
export const windowOf = (window: ObjectionWindow, segment: string | null): Pick<ObjectionWindow, "deadline"> =>
  window.segments?.find(({ id }) => id === segment) ?? window;

/**
 * Whether a change is still ahead of a customer who comes to a contract: it can be objected to, or, where there is no
 * window, has not begun.
 *
 * @param at Milliseconds since 1970.
 */
export function isOpenAt({ window, touches, mode, effective }: Change, segment: string | null, at: number): boolean {
  if (touches?.how === "withdraws") return false;
  if (window) return Date.parse(windowOf(window, segment).deadline) >= at;
  return (mode === "announcement" || mode === "amendment") && (effective === null || Date.parse(effective) > at);
}

/** Likewise, of any customer. */
export const isOpenToAny = (change: Change, at: number): boolean =>
  [null, ...(change.window?.segments ?? []).map(({ id }) => id)].some((segment) => isOpenAt(change, segment, at));
