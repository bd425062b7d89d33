import type { Language } from "@trust-center/reading";
import type { LoadError, TrustCenter } from "@trust-center/sdk";
import type { ListState } from "../list/model.ts";
import type { View } from "../view/view.ts";
import type { Forms, More } from "./parts.ts";

/** Where a trust center stands. One of these at a time; nothing of a feed is shown in any but `shown` and `refused`. */
export type Phase =
  | { readonly is: "loading"; readonly slow: boolean }
  /** Verified now (fresh), or verified earlier (stale, with the reason in the center). */
  | { readonly is: "shown"; readonly center: TrustCenter; readonly now: number }
  /** Not to be shown. What was verified last may stand below the warning. */
  | { readonly is: "refused"; readonly error: LoadError; readonly now: number };

/** All that a trust center on a page knows. A change of it is a new object. */
export interface State {
  readonly phase: Phase;
  readonly language: Language;
  /** What is shown: set once everything is there that must be shown with it. */
  readonly view: View | undefined;
  readonly list: ListState | undefined;
  /** What is loaded after the first view: null where it could not be. */
  readonly more: More | null | undefined;
  readonly witnessed: Awaited<ReturnType<More["witnessed"]>> | undefined;
  readonly forms: Forms | undefined;
  readonly checksOpen: boolean;
  readonly subscribing: boolean;
  /** The change whose form to object is open. */
  readonly objecting: string | undefined;
}
