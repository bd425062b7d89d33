const moment = new Intl.DateTimeFormat("en-GB", {
  ...{ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  timeZone: "UTC",
});
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** `27 Nov 2026, 16:02`, in UTC: what counts everywhere. */
export const momentText = (instant: string): string => moment.format(new Date(instant));

/** `27 Nov 2026`. */
export const dayText = (instant: string): string => day.format(new Date(instant));

/** `in 21 days`, by whole days or hours. */
export function fromNow(instant: string, now: number): string {
  const hours = (Date.parse(instant) - now) / 3_600_000;
  if (Math.abs(hours) < 48) return relative.format(Math.trunc(hours), "hour");
  return relative.format(Math.trunc(hours / 24), "day");
}
