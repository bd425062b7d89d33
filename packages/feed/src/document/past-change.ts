import { enum as enumeration, looseObject, optional, type output } from "zod/mini";
import { changeKinds } from "./change-kind.ts";
import { fuzzyDateSchema } from "./date.ts";
import { textSchema } from "./text.ts";

/**
 * A change that the publisher says happened before its feed began. It is shown as stated: nothing proves it, and it is
 * never replayed.
 */
export const pastChangeSchema = looseObject({
  date: fuzzyDateSchema,
  kind: optional(enumeration(changeKinds)),
  /** Whom or what it was about. */
  name: optional(textSchema),
  text: optional(textSchema),
});

/** A change before the feed began, as the publisher states it. */
export type PastChange = output<typeof pastChangeSchema>;
