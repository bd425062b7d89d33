import type { Period } from "@trust-center/feed";
import type { Reader } from "./reader.ts";

const units = ["years", "months", "weeks", "days"] as const;

/** A period in words: `30 days`, `1 year, 2 months`, `10 business days`. */
export function periodText(period: Period, { t }: Pick<Reader, "t">): string {
  if (typeof period !== "string") return t("businessDays", { n: Number(period.duration.slice(1, -1)) });
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period);
  return units
    .map((unit, at) => (found?.[at + 1] ? t(`unit_${unit}`, { n: Number(found[at + 1]) }) : ""))
    .filter(Boolean)
    .join(", ");
}
