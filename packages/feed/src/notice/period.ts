import type { Period } from "../document/notice-terms.ts";
import { TrustCenterError } from "../errors.ts";

const day = 24 * 60 * 60 * 1000;

/**
 * The calendar day (UTC midnight, milliseconds since 1970) on which a period that starts on the day of `from` ends.
 * The day of the event itself does not count (Regulation (EEC, Euratom) 1182/71 art. 3(1)).
 */
export function addPeriod(from: number, period: Period): number {
  const start = Math.floor(from / day) * day;
  if (typeof period === "string") return addDuration(start, period);
  const days = Number(/^P(\d+)D$/.exec(period.duration)?.[1]);
  return addBusinessDays(start, days, new Set(period.holidays ?? []));
}

function addDuration(start: number, duration: string): number {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(duration);
  if (!found) throw new TrustCenterError("malformed", `Expected an ISO 8601 duration such as P30D, found ${duration}.`);
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(start);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  // A month that lacks the day ends the period on its last one (Regulation 1182/71 art. 3(2)(c)).
  date.setUTCDate(Math.min(dayOfMonth, lastDay));
  return date.getTime() + (weeks * 7 + days) * day;
}

function addBusinessDays(start: number, days: number, holidays: ReadonlySet<string>): number {
  let at = start;
  for (let left = days; left > 0; ) {
    at += day;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !holidays.has(new Date(at).toISOString().slice(0, 10))) left--;
  }
  return at;
}

/** The last second of the calendar day (UTC) that holds an instant. */
export const endOfDay = (at: number): number => Math.floor(at / day) * day + day - 1000;

/** The first second of the calendar day (UTC) after the one that holds an instant. */
export const startOfNextDay = (at: number): number => Math.floor(at / day) * day + day;
