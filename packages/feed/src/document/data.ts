import type { output, ZodMiniType } from "zod/mini";
import { array, lazy, looseObject, optional, string, union } from "zod/mini";
import { type Text, textSchema } from "./text.ts";

/** One kind of data, or one kind with its own list below it. */
export type DataItem = Text | { text: Text; items?: DataItem[] | undefined; [unknown: string]: unknown };

export const dataItemSchema: ZodMiniType<DataItem> = lazy(() =>
  union([textSchema, looseObject({ text: textSchema, items: optional(array(dataItemSchema)) })]),
) as ZodMiniType<DataItem>;

export const dataCategorySchema = looseObject({
  /** Whence the data comes: "customer-provided data", "platform-generated data". */
  source: optional(textSchema),
  /** The vendor's own class of data, where its notice terms tell classes apart: "customer data". */
  class: optional(string()),
  items: array(dataItemSchema),
});

/** Categories of data of one source. */
export type DataCategory = output<typeof dataCategorySchema>;
