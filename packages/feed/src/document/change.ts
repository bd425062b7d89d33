import {
  array,
  enum as enumeration,
  literal,
  looseObject,
  minLength,
  nullable,
  optional,
  type output,
  string,
  union,
  unknown,
} from "zod/mini";
import { checkAtom } from "./atom.ts";
import { changeKinds } from "./change-kind.ts";
import { fuzzyDateSchema, instantSchema } from "./date.ts";
import { subjectTypes } from "./subject.ts";
import { textSchema } from "./text.ts";

/** How a change came about: docs/specification, §5.13. */
export const changeModes = [
  "initial",
  "announcement",
  "immediate",
  "correction",
  "emergency",
  "withdrawal",
  "amendment",
  "move",
] as const;

/** How a change came about. */
export type ChangeMode = (typeof changeModes)[number];

const approval = optional(enumeration(["required", "early"]));

const windowSchema = looseObject({
  opens: instantSchema,
  /** The last instant, inclusive, at which an objection is in time. */
  deadline: instantSchema,
  /**
   * From when it holds for customers of no segment, where that is another day than the change's `effective`: a segment's is
   * earlier. Null: not without their approval.
   */
  effective: optional(nullable(instantSchema)),
  /** Set once it was started for them: nothing started without it. */
  approval,
  /**
   * Other dates, by the id of a customer segment of the notice terms. `effective` null: not without their approval; `approval` likewise.
   */
  segments: optional(
    array(looseObject({ id: string(), deadline: instantSchema, effective: nullable(instantSchema), approval })),
  ),
});

/** When an objection to a change can be filed. */
export type ObjectionWindow = output<typeof windowSchema>;

const type = enumeration(subjectTypes);

/** The smallest thing that can change: docs/specification, §5.13. */
export const atomSchema = union([
  looseObject({ op: literal("put"), type, item: looseObject({ id: string().check(minLength(1)) }) }),
  looseObject({ op: literal("drop"), type, id: string(), name: optional(textSchema) }),
  /** `id` is absent where there is one of its type alone: terms, publisher, list. */
  looseObject({
    op: literal("set"),
    type,
    id: optional(string()),
    field: string().check(minLength(1)),
    before: optional(unknown()),
    after: optional(unknown()),
  }),
  looseObject({ op: literal("rekey"), type, id: string(), to: string().check(minLength(1)) }),
]).check(checkAtom);

/** The smallest thing that can change. */
export type Atom = output<typeof atomSchema>;

const touchSchema = union([
  /** The atoms are taken back; or taken out of the other change, and announced again by this one. */
  looseObject({ how: enumeration(["withdraws", "amends"]), change: string(), atoms: array(string()) }),
  /** The atoms take the place of the other's, or stand beside them; its id, dates and objections stay. */
  looseObject({ how: enumeration(["corrects", "narrows", "joins"]), change: string() }),
  /**
   * The other's day becomes this change's `effective`. With `segments` it stays, and what some customers have of their own becomes
   * the day named beside their segment; null: customers of none.
   */
  looseObject({
    how: enumeration(["moves", "starts"]),
    change: string(),
    segments: optional(array(looseObject({ id: nullable(string()), effective: instantSchema }))),
  }),
]);

/** What a change does to an open one. */
export type Touch = output<typeof touchSchema>;

export const changeSchema = looseObject({
  /** Unique in the feed's history: `<feed version>.<number>`, ordered as two numbers. Objections and receipts name it. */
  id: string().check(minLength(1)),
  kind: enumeration(changeKinds),
  mode: enumeration(changeModes),
  subject: looseObject({ type, id: optional(string()) }),
  /** The subject's name when it changed, so that history reads on after the subject is gone. */
  name: optional(textSchema),
  announced: instantSchema,
  /** The first instant at which it holds for anyone; null where it waits for approval, or its day is not set yet. */
  effective: nullable(instantSchema),
  /** When it is expected, where no day is set. */
  expected: optional(fuzzyDateSchema),
  /** The earliest day that the notice terms allow. */
  due: optional(instantSchema),
  window: optional(windowSchema),
  /** `required`: nothing starts without it. `early`: with it, the change may start before `due`. */
  approval,
  content: array(atomSchema),
  touches: optional(touchSchema),
  /** The publisher's own words. */
  reason: optional(textSchema),
  /** Ids of the customer segments that the change concerns; everybody where absent. */
  audience: optional(array(string())),
  /** Digest of the author's words for it: the same words never explain a second change. */
  explainedBy: optional(string()),
});

/** One change of the list. */
export type Change = output<typeof changeSchema>;
