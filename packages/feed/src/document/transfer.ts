import { array, boolean, enum as enumeration, int, looseObject, optional, type output } from "zod/mini";
import { conditionSchema } from "./condition.ts";
import { countrySchema } from "./country.ts";
import { fuzzyDateSchema } from "./date.ts";
import { linkSchema } from "./link.ts";
import { textSchema } from "./text.ts";

/** Instruments for transfers to third countries: GDPR art. 45, 46, 47 and 49, and their UK and Swiss counterparts. */
export const transferMechanismTypes = [
  "adequacy",
  "dpf",
  "scc",
  "bcr",
  "uk-idta",
  "uk-addendum",
  "code-of-conduct",
  "certification",
  "derogation",
  "not-required",
  "other",
] as const;

/** One side of a transfer: a company by name, and the country that it is in. */
const partySchema = looseObject({ name: optional(textSchema), country: optional(countrySchema) });

export const transferMechanismSchema = looseObject({
  type: enumeration(transferMechanismTypes),
  /** Modules of the standard contractual clauses (Commission Decision (EU) 2021/914), 1 to 4. */
  modules: optional(array(int())),
  /** True where the publisher says that this mechanism is not relied on. */
  excluded: optional(boolean()),
  /** True where it applies only if the ones before it fail. */
  fallback: optional(boolean()),
  checked: optional(fuzzyDateSchema),
  /** Who sends, where it is not the publisher. */
  exporter: optional(partySchema),
  /** Who receives: a company in Singapore imports what lies in Ireland. */
  importer: optional(partySchema),
  /** The transfer impact assessment (Commission Decision (EU) 2021/914, clause 14). */
  assessment: optional(looseObject({ date: optional(fuzzyDateSchema), link: optional(linkSchema) })),
  when: optional(conditionSchema),
  text: optional(textSchema),
  link: optional(linkSchema),
});

/** One transfer mechanism. Order among several is the order of reliance. */
export type TransferMechanism = output<typeof transferMechanismSchema>;
