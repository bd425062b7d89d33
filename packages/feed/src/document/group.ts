import { array, enum as enumeration, looseObject, minLength, optional, type output, string } from "zod/mini";
import { conditionSchema } from "./condition.ts";
import { countrySchema } from "./country.ts";
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
export type Column = output<typeof columnSchema>;

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
export type Group = output<typeof groupSchema>;

/** S01 to S19. */
export const ictTypes = [
  ...(["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10"] as const),
  ...(["S11", "S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19"] as const),
] as const;

export const serviceSchema = looseObject({
  id: string().check(minLength(1)),
  name: textSchema,
  description: optional(proseSchema),
  /** The type of ICT service: Implementing Regulation (EU) 2024/2956, annex III. The same for its whole chain. */
  ictType: optional(enumeration(ictTypes)),
  /** The jurisdictions that its infrastructure is under: Regulation (EU) 2023/2854, art. 28(1)(a). */
  jurisdictions: optional(array(countrySchema)),
  /** Measures against foreign access to non-personal data: art. 28(1)(b). */
  foreignAccess: optional(proseSchema),
  /** In which formats data is handed out. */
  exportFormats: optional(array(textSchema)),
  /** How the publisher helps whoever leaves. */
  exitHelp: optional(proseSchema),
});

/** A product or module of the publisher. */
export type Service = output<typeof serviceSchema>;
