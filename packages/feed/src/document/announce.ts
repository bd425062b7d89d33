import { array, boolean, optional, type output, strictObject, string, union } from "zod/mini";
import { daySchema, fuzzyDateSchema, instantSchema } from "./date.ts";
import { textSchema } from "./text.ts";

/** What an author says about a change, apart from the facts. It stands in the author's file, never in a feed. */
export const announceSchema = strictObject({
  /** `cloud-one` or `subprocessor:cloud-one`, `group:eu`, `service:…`, `policy:…`; `terms`, `publisher`, `list`. */
  subject: string(),
  reason: optional(textSchema),
  /** From when it holds: a day (its start in the zone of the terms) or an instant. Never before it is due, but for emergencies. */
  effective: optional(union([daySchema, instantSchema])),
  /** When it is expected, where no day is set yet. */
  expected: optional(fuzzyDateSchema),
  /** It holds already, or before the notice period is over. The window opens all the same. */
  emergency: optional(boolean()),
  /** The list was wrong; the facts were so all along, or since `effective`. */
  correction: optional(boolean()),
  /** Another name for the same company. */
  renamed: optional(boolean()),
  /** What was waited for has been given: it starts on `effective`, for whom it waited. */
  start: optional(boolean()),
  /** Ids of the customer segments that the change concerns. It never narrows the list. */
  audience: optional(array(string())),
  /** Explains a second change with the same words. */
  again: optional(boolean()),
});

/** What an author says about a change, apart from the facts. */
export type Announce = output<typeof announceSchema>;
