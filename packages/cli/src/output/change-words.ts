import { terminalReader } from "@trust-center/authoring";
import type { Change, Difference } from "@trust-center/feed";
import { dayText, momentText, tellEntry, changeTitle as titleOf } from "@trust-center/reading";

/** A change in a few words, for a terminal: `New: Mail Two`. */
export const changeTitle = (change: Change | Difference, languages: readonly string[]): string =>
  titleOf(change, terminalReader(languages));

/** A change with its facts and dates, one a line, for a terminal. */
export const changeLines = (change: Change, languages: readonly string[], touched?: Change): string[] =>
  tellEntry({ change, touched }, terminalReader(languages)).rows.map(({ label, text }) => `${label}: ${text}`);

/** `30 Apr 2026` */
export const dayOf = (instant: string): string => dayText("en", instant);

/** `30 Apr 2026, 23:59 UTC` */
export const minuteOf = (instant: string): string => momentText("en", instant, "UTC");
