import type { Language } from "@trust-center/reading";
import type { LoadError, TrustCenter } from "@trust-center/sdk";

/** Where a widget stands. One of these at a time; nothing of a feed is shown in any but `shown` and `refused`. */
export type Phase =
  | { readonly is: "loading"; readonly slow: boolean }
  /** Verified now (fresh), or verified earlier (stale, with the reason in the center). */
  | { readonly is: "shown"; readonly center: TrustCenter; readonly now: number }
  /** Not to be shown. What was verified last may stand below the warning. */
  | { readonly is: "refused"; readonly error: LoadError; readonly now: number };

export interface State {
  readonly phase: Phase;
  readonly language: Language;
  readonly languages: readonly string[];
}
