import {
  type Change,
  type Feed,
  type PublicSince,
  standingsAt,
  type WindowSince,
  windowState,
} from "@trust-center/feed";

/** A window in which one may object now. */
export interface OpenWindow {
  change: Change;
  /** The last instant at which an objection is in time. */
  deadline: string;
  /** The customer segment whose deadline it is; absent for everybody's. */
  segment?: string;
  /** Since when the change is known to have been public, whatever its publisher says; absent where nothing proves it. */
  public?: PublicSince;
  /** What is left of the period from then. */
  since?: WindowSince;
}

/** What is open in a list at an instant: a state, whether or not it was told. */
export interface Open {
  /** By deadline, the nearest first. */
  windows: OpenWindow[];
  /** Changes that are announced and not in effect, by their day; those without one last. */
  coming: Change[];
}

/**
 * What is open in a list.
 *
 * @param now Milliseconds since 1970.
 */
export function openAt(feed: Feed, now: number): Open {
  const { open } = standingsAt(feed, now);
  const windows = open.flatMap((change) => windowsOf(change, now));
  return {
    windows: windows.sort((a, b) => (a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : 0)),
    coming: open.filter(({ effective }) => effective === null || Date.parse(effective) > now),
  };
}

/** Windows of a change in which one may object at an instant, everybody's and those of customer segments. */
export function windowsOf(change: Change, now: number): OpenWindow[] {
  const { window } = change;
  const own = (window?.segments ?? []).map(({ id, deadline }) => ({ segment: id, deadline }));
  const all: { segment?: string; deadline: string }[] = window ? [{ deadline: window.deadline }, ...own] : [];
  return all
    .filter(({ segment }) => windowState(window, now, segment) === "open")
    .map(({ segment, deadline }) => ({ change, deadline, ...(segment !== undefined && { segment }) }));
}
