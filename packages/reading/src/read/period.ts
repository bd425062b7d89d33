import type { Period } from "@trust-center/feed";
import { joined } from "./joined.ts";
import type { Reader } from "./reader.ts";

const units = { Y: "years", M: "months", W: "weeks", D: "days" } as const;

/** A period in words: `30 days`, `1 year, 2 months`, `10 business days`. */
export function periodText(period: Period, reader: Pick<Reader, "t" | "line">): string {
  const { t } = reader;
  if (typeof period !== "string") return t("businessDays", { n: Number(period.duration.slice(1, -1)) });
  const parts = [...period.matchAll(/(\d+)(\D)/g)] as unknown as [string, string, keyof typeof units][];
  return joined(
    parts.map(([, n, unit]) => t(`unit_${units[unit]}`, { n: Number(n) })),
    ", ",
    reader,
  );
}
