import { array, boolean, enum as enumeration, looseObject, minLength, optional, string, unknown } from "zod/mini";
import { instantSchema } from "./date.ts";
import { textSchema } from "./text.ts";

/** What happened to a subject. */
export const changeKinds = [
  "initial",
  "added",
  "removed",
  "replaced",
  "sunset",
  "restored",
  "effective",
  "scope",
  "location",
  "data",
  "purpose",
  "transfer-mechanism",
  "terms",
  "policy",
  "corrected",
] as const;

/** What happened to a subject. */
export type ChangeKind = (typeof changeKinds)[number];

export const subjectTypes = ["all", "subprocessor", "group", "service", "policy", "terms", "publisher"] as const;

const objectionWindowSchema = looseObject({
  opens: instantSchema,
  /** The last instant, inclusive, at which an objection is in time. */
  deadline: instantSchema,
  /** Other deadlines, by the id of a customer segment of the notice terms. */
  segments: optional(array(looseObject({ id: string(), deadline: instantSchema, effective: optional(instantSchema) }))),
});

/** When an objection to a change can be filed. */
export type ObjectionWindow = (typeof objectionWindowSchema)["_zod"]["output"];

export const changeSchema = looseObject({
  /** Unique in the feed's history: `<feed version>.<number>`. Objections and receipts name it. */
  id: string().check(minLength(1)),
  kind: enumeration(changeKinds),
  subject: looseObject({ type: enumeration(subjectTypes), id: optional(string()) }),
  /** The subject's name when it changed, so that history reads on after the subject is gone. */
  name: optional(textSchema),
  /** Ids of the entries replaced. */
  replaces: optional(array(string())),
  /** The publisher's own words. */
  summary: optional(textSchema),
  /** Members that differ, with both values. */
  fields: optional(array(looseObject({ field: string(), before: optional(unknown()), after: optional(unknown()) }))),
  /** Whether the notice terms apply to it. */
  material: optional(boolean()),
  announced: instantSchema,
  effective: instantSchema,
  objection: optional(objectionWindowSchema),
});

/** One change of the list. */
export type Change = (typeof changeSchema)["_zod"]["output"];
