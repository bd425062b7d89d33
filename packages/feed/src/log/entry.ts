import { gte, int, literal, looseObject, type output } from "zod/mini";
import { changeSchema } from "../document/change.ts";
import { instantSchema } from "../document/date.ts";
import { sha256Schema } from "../document/policy.ts";

export const logEntrySchema = looseObject({
  type: literal("change"),
  /** When it was published. */
  at: instantSchema,
  /** The feed after the change, so that an edit of the list without an entry is detectable. */
  feed: looseObject({ version: int().check(gte(1)), sha256: sha256Schema }),
  change: changeSchema,
});

/** One line of the history: one change, and the feed as it was after it. */
export type LogEntry = output<typeof logEntrySchema>;
