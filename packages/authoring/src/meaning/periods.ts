const units: Record<string, string> = { day: "D", week: "W", month: "M", year: "Y" };

/** The period that words can only mean, as the format writes it: `30 days` is P30D. As YAML on one line. */
export function periodOf(text: string): string | undefined {
  const written = text.trim().toLowerCase();
  const [, count = "", business, unit = ""] =
    /^(\d{1,3})[\s-]*(?:calendar\s+)?((?:business|working)\s+)?(day|week|month|year)s?$/.exec(written) ?? [];
  const number = Number(count);
  if (business) return unit === "day" ? `{ duration: P${number}D, businessDays: true }` : undefined;
  if (unit) return `P${number}${units[unit]}`;
  return /^p(?=\d)(?:\d+y)?(?:\d+m)?(?:\d+w)?(?:\d+d)?$/.test(written) ? written.toUpperCase() : undefined;
}
