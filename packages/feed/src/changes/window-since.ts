import type { ObjectionWindow } from "../document/change.ts";
import { toInstant } from "../document/date.ts";

/** What a window is worth to those who count from the time since which a change was provably public. */
export interface WindowSince {
  /** Milliseconds from the window's opening, as stated, to its end. */
  period: number;
  /** Milliseconds of them that were left when the change was provably public. */
  left: number;
  /** At least a day of the period was gone by then: witnesses take their time, and sign within a day. */
  isShort: boolean;
  /** The last instant of the whole period, counted from when the change was provably public. */
  counted: string;
}

/** How much may be gone before a window is called short, milliseconds. */
const grace = 24 * 60 * 60 * 1000;

/**
 * What is left of an objection period from when its change was provably public.
 *
 * @param since The instant of {@link PublicSince}.
 * @param segment The customer segment whose deadline counts; else everybody's.
 */
export function windowSince(window: ObjectionWindow, since: string, segment?: string): WindowSince {
  const { deadline } = window.segments?.find(({ id }) => id === segment) ?? window;
  // The deadline's second is the last that is in time.
  const end = Date.parse(deadline) + 1000;
  const opens = Date.parse(window.opens);
  const begins = Math.max(opens, Date.parse(since));
  const period = Math.max(0, end - opens);
  const left = Math.max(0, end - begins);
  return { period, left, isShort: period - left >= grace, counted: toInstant(begins + period - 1000) };
}
