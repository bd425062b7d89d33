import type { PublicSince, WindowSince } from "@trust-center/sdk";
import { dayOf, minuteOf } from "./change-words.ts";

/**
 * Both times of what a publisher says: the one that it states, and since when that was provably public.
 *
 * @param stated An instant.
 * @param asked Whether the reader named anybody who could have dated it.
 */
export function timesText(what: string, stated: string, since: PublicSince | undefined, asked: boolean): string {
  const none = asked ? "no witness has dated this" : "no witness was named who could have dated this";
  if (!since) return `${what} ${minuteOf(stated)}; ${none}`;
  if (since.by === "reader") return `${what} ${minuteOf(stated)}; seen here since ${minuteOf(since.at)}; ${none}`;
  return `${what} ${minuteOf(stated)}; provably public by ${minuteOf(since.at)}, ${since.name ?? since.by}`;
}

const day = 24 * 60 * 60 * 1000;

/** `2.6 of 30 days were left when it was provably public; a whole period ends on 28 Dec 2026`; nothing where it was whole. */
export function shortText(since: PublicSince | undefined, window: WindowSince | undefined): string | undefined {
  if (!since || !window?.isShort) return undefined;
  const days = (period: number) => String(Math.floor((period / day) * 10) / 10);
  const when = since.by === "reader" ? "it was first seen here" : "it was provably public";
  return `${days(window.left)} of ${days(window.period)} days were left when ${when}, on ${dayOf(since.at)}; a whole period from then ends on ${dayOf(window.counted)}`;
}

/** What a time stamp authority says of a log. */
export const stampText = ({ at, authority }: { at: string; authority: string }): string =>
  `Time stamp: ${authority} saw this state of the log on ${at}.`;
