import type { Period, Rule } from "../document/notice-terms.ts";
import { TrustCenterError } from "../errors.ts";

/** One day in milliseconds. */
const day = 24 * 60 * 60 * 1000;

/** A calendar day, as the milliseconds since 1970 of its midnight in UTC, whatever zone it is a day of. */
type Day = number;

/** The days on which periods are counted: whose midnight, which of them are working days, and whether a last day rolls. */
export interface Calendar {
  /** IANA name. */
  zone: string;
  businessDays: boolean;
  holidays: ReadonlySet<string>;
  roll: boolean;
}

/**
 * The calendar of a rule.
 *
 * @throws {TrustCenterError} `malformed` for a time zone that is none
 */
export function calendarOf({ calendar }: Pick<Rule, "calendar">): Calendar {
  const zone = calendar?.zone ?? "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch (cause) {
    const message = `Expected the IANA name of a time zone such as Europe/Berlin, found “${zone}”.`;
    throw new TrustCenterError("malformed", message, { zone }, { cause });
  }
  return {
    zone,
    businessDays: calendar?.unit === "businessDays",
    holidays: new Set(calendar?.holidays ?? []),
    roll: calendar?.roll === "nextBusinessDay",
  };
}

/**
 * The last day of a period that starts on the day of an instant. The day of the event itself does not count
 * (Regulation (EEC, Euratom) 1182/71 art. 3(1)).
 *
 * @param from Milliseconds since 1970.
 */
export function lastDayOf(from: number, period: Period, calendar: Calendar): Day {
  const start = dayOf(from, calendar.zone);
  const last = typeof period === "string" ? addDuration(start, period, calendar) : addBusiness(start, period, calendar);
  return calendar.roll ? nextWorkingDay(last, calendar.holidays) : last;
}

/** The instant at which a day such as `2026-12-01` starts in a zone. Milliseconds since 1970. */
export const startOfDay = (date: string, zone: string): number => midnight(Date.parse(`${date}T00:00:00Z`), zone);

/** The first day in a zone, such as `2026-12-01`, that starts at an instant or later. */
export function firstDayFrom(at: number, zone: string): string {
  const today = dayOf(at, zone);
  return new Date(midnight(today, zone) >= at ? today : today + day).toISOString().slice(0, 10);
}

/** The last second of a day. Milliseconds since 1970. */
export const endOf = (last: Day, { zone }: Calendar): number => midnight(last + day, zone) - 1000;

/** The first second of the day after. Milliseconds since 1970. */
export const startAfter = (last: Day, { zone }: Calendar): number => midnight(last + day, zone);

function addDuration(start: Day, duration: string, { businessDays, holidays }: Calendar): Day {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(duration);
  if (!found) throw new TrustCenterError("malformed", `Expected an ISO 8601 duration such as P30D, found ${duration}.`);
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(start);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months);
  const monthsEnd = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  // A month that lacks the day ends the period on its last one (Regulation 1182/71 art. 3(2)(c)).
  date.setUTCDate(Math.min(dayOfMonth, monthsEnd));
  const base = date.getTime() + weeks * 7 * day;
  return businessDays ? addWorkingDays(base, days, holidays) : base + days * day;
}

function addBusiness(start: Day, { duration, holidays }: Exclude<Period, string>, calendar: Calendar): Day {
  const days = Number(/^P(\d+)D$/.exec(duration)?.[1]);
  return addWorkingDays(start, days, new Set([...calendar.holidays, ...(holidays ?? [])]));
}

function addWorkingDays(start: Day, days: number, holidays: ReadonlySet<string>): Day {
  let at = start;
  for (let left = days; left > 0; ) {
    at += day;
    if (isWorkingDay(at, holidays)) left--;
  }
  return at;
}

/** Whether years of holidays end: a calendar that closes every day is refused by this bound. */
const mostClosedDays = 366;

function nextWorkingDay(at: Day, holidays: ReadonlySet<string>): Day {
  for (let n = 0; n <= mostClosedDays; n++) if (isWorkingDay(at + n * day, holidays)) return at + n * day;
  return at;
}

function isWorkingDay(at: Day, holidays: ReadonlySet<string>): boolean {
  const date = new Date(at);
  const weekday = date.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(date.toISOString().slice(0, 10));
}

function dayOf(at: number, zone: string): Day {
  return Math.floor((at + offsetAt(at, zone)) / day) * day;
}

/** The instant at which a day starts in a zone: twice, since the first offset may be that of the other side of a switch. */
function midnight(of: Day, zone: string): number {
  const guess = of - offsetAt(of, zone);
  const start = of - offsetAt(guess, zone);
  // Where clocks go forward at midnight the day starts at one: an hour before it is still the day before.
  return start + offsetAt(start, zone) < of ? guess : start;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at an instant, milliseconds. */
function offsetAt(at: number, zone: string): number {
  if (zone === "UTC") return 0;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
