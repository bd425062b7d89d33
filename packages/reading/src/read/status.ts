import { type Change, type Subprocessor, turnOf } from "@trust-center/feed";
import { dayText } from "./date.ts";
import type { FirstReader } from "./reader.ts";

/** An entry of a list, or one that has left it. */
export interface Stands {
  readonly entry: Subprocessor;
  readonly status: "planned" | "active" | "sunset" | "former";
  /** Open changes that are about it, in order of effect. */
  readonly changes: readonly Change[];
  /** When it left, an instant. */
  readonly until?: string | undefined;
}

/**
 * How an entry stands, with the day that matters most: `Planned, starts 4 Mar 2026`. Of one that is in use, what is to come.
 *
 * @param now Milliseconds since 1970.
 */
export function statusText(standing: Stands, now: number, { t, tag }: Pick<FirstReader, "t" | "tag">): string {
  const { status, changes, until } = standing;
  const next = changes.find(({ effective }) => effective !== null && Date.parse(effective) > now);
  const day =
    until ??
    (status === "active" ? next : status === "former" ? undefined : turnOf({ ...standing, status }))?.effective;
  const date = day ? dayText(tag, day) : "";
  return {
    planned: date ? t("startsOn", { date }) : t("status_planned"),
    active: date ? t("changesOn", { date }) : t("changing"),
    sunset: date ? t("endsOn", { date }) : t("status_sunset"),
    former: date ? t("endedOn", { date }) : t("status_former"),
  }[status];
}
