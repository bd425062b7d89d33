import { type FuzzyDate, resolveText } from "@trust-center/feed";
import { dateFormat } from "./date.ts";

/** Day, time and zone: `16 Dec 2026, 23:59 UTC`; without a zone given, in the reader's own. */
export const momentText = (tag: string, instant: string, zone?: "UTC"): string =>
  dateFormat(tag, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    ...(zone && { timeZone: zone }),
  }).format(Date.parse(instant));

/** What dates are sorted by and what programs read: the machine form, else the publisher's first words. */
export function machineDate(date: FuzzyDate | undefined): string {
  if (date === undefined || typeof date === "string") return date ?? "";
  return date.date ?? date.after ?? date.before ?? resolveText(date.text, []).value;
}
