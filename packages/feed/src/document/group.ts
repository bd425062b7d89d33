import { array, looseObject, minLength, optional, string } from "zod/mini";
import { conditionSchema } from "./condition.ts";
import { fuzzyDateSchema } from "./date.ts";
import { proseSchema } from "./prose.ts";
import { sharedFactsSchema } from "./subprocessor.ts";
import { textSchema } from "./text.ts";

export const columnSchema = looseObject({
  /** A member of the sub-processor, or `details:LABEL` for one of its details. */
  field: string(),
  /** The publisher's heading; without it the reader's language names the column. */
  label: optional(textSchema),
});

/** A column of a group's table. */
export type Column = (typeof columnSchema)["_zod"]["output"];

export const groupSchema = looseObject({
  id: string().check(minLength(1)),
  title: textSchema,
  intro: optional(proseSchema),
  /** A statement that the group has no members: "planned: none at present". */
  none: optional(proseSchema),
  footnotes: optional(array(proseSchema)),
  columns: optional(array(columnSchema)),
  /** The group that this one is a stated subset of. */
  subsetOf: optional(string()),
  /**
   * Facts that hold for each member that does not say otherwise. In an author's file alone: publishing resolves them
   * into the members, since facts belong to entries.
   */
  common: optional(sharedFactsSchema),
  when: optional(conditionSchema),
  updated: optional(fuzzyDateSchema),
});

/** A section of the list, shown as one table. */
export type Group = (typeof groupSchema)["_zod"]["output"];

export const serviceSchema = looseObject({
  id: string().check(minLength(1)),
  name: textSchema,
  description: optional(proseSchema),
});

/** A product or module of the publisher. */
export type Service = (typeof serviceSchema)["_zod"]["output"];
