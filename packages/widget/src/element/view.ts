import { resolveText, type Text } from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import type { en } from "../i18n/locales/en.ts";
import type { Language, Translate } from "../i18n/translate.ts";

/** What every part of the widget renders from. */
export interface View {
  readonly center: TrustCenter;
  readonly language: Language;
  /** The reader's languages, best first. */
  readonly languages: readonly string[];
  readonly t: Translate<keyof typeof en>;
  /** Milliseconds since 1970, taken when the feed was verified. */
  readonly now: number;
  /** Tag level of the sections' headings. */
  readonly level: number;
}

/** A text of the feed in the reader's language, as a plain string. */
export const plain = (view: View, text: Text | undefined): string => resolveText(text, view.languages).value;
