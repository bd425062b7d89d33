import { calendarOf, endOf, lastDayOf, type Period } from "@trust-center/feed";
import { hour } from "../time.ts";

const form = /^P(?=\d)(?:\d{1,2}Y)?(?:\d{1,3}M)?(?:\d{1,3}W)?(?:\d{1,4}D)?$/;
const businessForm = /^(P\d{1,4}D) business$/;

/** A contract's notice period: `P30D` in calendar days, `P10D business` in working days. Undefined where it is neither. */
export function readPeriod(text: string): Period | undefined {
  const business = businessForm.exec(text)?.[1];
  if (business !== undefined) return { duration: business, businessDays: true };
  return form.test(text) ? text : undefined;
}

/** Milliseconds within which an attempt ends: what it hands over came no later. */
export const handover = hour;

/**
 * The last second in which a contract's period lets a recipient object. It counts from the receipt of the notice: never from
 * a day before it.
 *
 * @param toldAt When the attempt to send it began, milliseconds since 1970.
 */
export const endOfPeriod = (toldAt: number, period: Period): number => lastSecondOf(toldAt + handover, period);

/** The last second of a period that counts from an instant, milliseconds since 1970. */
export const lastSecondOf = (from: number, period: Period): number => endOf(lastDayOf(from, period, days), days);

/** Days in UTC, as the vendor's deadlines are without a calendar of their own (docs/decisions/0003). */
const days = calendarOf({});
