import { normalise } from "./normalise.ts";

const months = new Map<string, number>();
for (const language of ["en", "es", "pt", "de", "fr", "it", "nl", "sv", "ro", "uk", "pl"]) {
  for (const month of ["long", "short"] as const) {
    const format = new Intl.DateTimeFormat(language, { month, day: "numeric", timeZone: "UTC" });
    for (let at = 0; at < 12; at++) {
      const part = format.formatToParts(Date.UTC(2024, at, 5)).find(({ type }) => type === "month")?.value ?? "";
      const name = normalise(part);
      if (!/\d/.test(name)) months.set(name, at + 1);
    }
  }
}
months.set("sept", 9);

/** Characters that a date has at most. */
const longest = 40;

/** The day, month or year that a text can only mean. */
export function certainDate(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const iso =
    /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (iso) return dateFrom(iso[1], iso[2], iso[3]);
  // `June 8, 2023`, `May, 15, 2025`, `Aug. 3rd 2024`
  const american = /^(\p{L}+)\.?,?\s+(\d{1,2})(st|nd|rd|th)?,?\s+(\d{4})$/u.exec(text);
  if (american)
    return ordinal(american[2], american[3]) ? dateFrom(american[4], monthIn(american[1]), american[2]) : undefined;
  // `8 June 2023`, `8. Juni 2023`, `8 de enero de 2026`
  const european =
    /^(\d{1,2})(st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(\p{L}+)\.?,?\s+(?:de\s+|del\s+)?(\d{4})(?:\s*(?:р\.?|року|r\.?|roku))?$/u.exec(
      text,
    );
  if (european)
    return ordinal(european[1], european[2]) ? dateFrom(european[4], monthIn(european[3]), european[1]) : undefined;
  const month = /^(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})$/u.exec(text);
  if (month) return monthIn(month[1]) ? dateFrom(month[2], monthIn(month[1])) : undefined;
  const japanese = /^(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?$/.exec(text);
  if (japanese) return dateFrom(japanese[1], japanese[2], japanese[3]);
  // `22.6.2026` and `6/22/2026`: the one above 12 is the day. `3.4.2026` is both.
  const [, a, , b, year] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  if (a === undefined || b === undefined) return undefined;
  if (Number(a) > 12) return dateFrom(year, b, a);
  if (Number(b) > 12 || a === b) return dateFrom(year, a, b);
  return undefined;
}

const monthIn = (word = ""): string | undefined => months.get(normalise(word))?.toString();

/** `30rd` is a slip, and may be 3rd or 30th. */
const ordinal = (day = "", ending: string | undefined): boolean => {
  if (!ending || !["st", "nd", "rd", "th"].includes(ending)) return true;
  const last = Number(day) % 10;
  const isTeen = Number(day) > 10 && Number(day) < 14;
  return ending === (isTeen ? "th" : (["th", "st", "nd", "rd"][last] ?? "th"));
};

/** A date that the calendar has. */
function dateFrom(year = "", month?: string, day?: string): string | undefined {
  if (month === undefined) return year;
  const [m, d] = [month.padStart(2, "0"), (day ?? "1").padStart(2, "0")];
  const time = new Date(`${year}-${m}-${d}T00:00:00Z`);
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== `${year}-${m}-${d}`) return undefined;
  return day === undefined ? `${year}-${m}` : `${year}-${m}-${d}`;
}
