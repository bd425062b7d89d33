import { daysBetween } from "../i18n/dates.ts";
import type { MoreWords } from "../view/reader.ts";

/** How long a deadline is away: `21 days left`. */
export function daysLeft(t: MoreWords, now: number, deadline: string): string {
  const days = daysBetween(now, Date.parse(deadline));
  return days === 0 ? t("lastDay") : t("daysLeft", { n: days });
}
