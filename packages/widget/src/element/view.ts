import { type FirstReader, first, type Language, translator } from "@trust-center/reading";
import type { TrustCenter } from "@trust-center/sdk";

/** What every part of the widget renders from. */
export interface View extends FirstReader {
  readonly center: TrustCenter;
  readonly language: Language;
  /** Milliseconds since 1970, taken when the feed was verified. */
  readonly now: number;
  /** Tag level of the sections' headings. */
  readonly level: number;
}

/** What a view adds to a verified list. */
export type Setting = Pick<View, "language" | "content" | "now" | "level">;

export const viewOf = (center: TrustCenter, setting: Setting): View => ({
  ...setting,
  center,
  tag: setting.language.tag,
  names: center.feed,
  t: translator(first, setting.language),
});
