import { array, enum as enumeration, gte, int, literal, looseObject, optional, type output, string } from "zod/mini";
import { changeSchema } from "./change.ts";
import { instantSchema } from "./date.ts";
import { groupSchema, serviceSchema } from "./group.ts";
import { listFacts } from "./list-facts.ts";
import { noticeTermsSchema } from "./notice-terms.ts";
import { publisherSchema } from "./organisation.ts";
import { policySchema } from "./policy.ts";
import { manyTypes } from "./subject.ts";
import { subprocessorSchema } from "./subprocessor.ts";
import { textSchema } from "./text.ts";

const content = {
  publisher: publisherSchema,
  ...listFacts,
  noticeTerms: optional(noticeTermsSchema),
  services: optional(array(serviceSchema)),
  groups: optional(array(groupSchema)),
  subprocessors: array(subprocessorSchema),
  policies: optional(array(policySchema)),
};

export const feedContentSchema = looseObject(content);

/** What a list says: of a vendor's file, and of a feed without the members that publishing adds. */
export type FeedContent = output<typeof feedContentSchema>;

const formerSchema = looseObject({
  type: enumeration(manyTypes),
  id: string(),
  name: optional(textSchema),
  until: instantSchema,
  /** The id that it goes by now, where it got a new one. */
  now: optional(string()),
});

/** What stood in the list and left it. Its id is never another's. */
export type Former = output<typeof formerSchema>;

export const feedSchema = looseObject({
  type: literal("feed"),
  /** The version of this format. */
  format: literal(1),
  /** Counts published versions of the list, from 1. */
  version: int().check(gte(1)),
  /** The list below is what was in effect then, and nothing else. */
  published: instantSchema,
  ...content,
  /** Changes announced and not in effect at `published`, and those in effect to which one may still object. */
  open: optional(array(changeSchema)),
  former: optional(array(formerSchema)),
});

/** One published version of the list: docs/specification, §5. */
export type Feed = output<typeof feedSchema>;
