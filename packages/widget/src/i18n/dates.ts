const day = 24 * 60 * 60 * 1000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    // Making one costs some 18 ms the first time: none is made for the first rows.
    found = new Intl.DateTimeFormat(tag, options);
    formats.set(key, found);
  }
  return found;
}

/** The calendar day of an instant in UTC, which is what notice periods count in. */
export const formatDay = (tag: string, instant: string): string =>
  format(tag, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(instant));

/** Day, time and zone: in UTC, or in the reader's own zone. */
export const formatMoment = (tag: string, instant: string, zone?: "UTC"): string =>
  format(tag, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(zone && { timeZone: zone }),
  }).format(Date.parse(instant));

/** Whole days between two times, never negative. */
export const daysBetween = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / day));
