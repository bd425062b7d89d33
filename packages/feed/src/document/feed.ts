import { array, gte, int, literal, looseObject, optional, string } from "zod/mini";
import { changeSchema } from "./change.ts";
import { fuzzyDateSchema, instantSchema } from "./date.ts";
import { groupSchema, serviceSchema } from "./group.ts";
import { linkSchema, urlSchema } from "./link.ts";
import { noticeTermsSchema } from "./notice-terms.ts";
import { certificationSchema, publisherSchema } from "./organisation.ts";
import { policySchema } from "./policy.ts";
import { subprocessorSchema } from "./subprocessor.ts";
import { textSchema } from "./text.ts";

const content = {
  publisher: publisherSchema,
  title: optional(textSchema),
  intro: optional(textSchema),
  /** As the publisher's page states it, beside the `published` of the signed version. */
  updated: optional(fuzzyDateSchema),
  /** The version of the document as the publisher counts it. */
  documentVersion: optional(string()),
  /** Where the page was rebuilt from and when, where the feed is not its publisher's own. */
  provenance: optional(textSchema),
  noticeTerms: optional(noticeTermsSchema),
  services: optional(array(serviceSchema)),
  groups: optional(array(groupSchema)),
  subprocessors: array(subprocessorSchema),
  policies: optional(array(policySchema)),
  certifications: optional(array(certificationSchema)),
  documents: optional(
    array(
      looseObject({
        id: string(),
        title: textSchema,
        text: optional(textSchema),
        access: optional(string()),
        link: optional(linkSchema),
      }),
    ),
  ),
  faq: optional(array(looseObject({ id: optional(string()), question: textSchema, answer: textSchema }))),
  /** The base address of the service that takes subscriptions and objections, ending in `/`. */
  service: optional(urlSchema),
};

export const feedContentSchema = looseObject(content);

/** What a vendor writes: a feed without the members that publishing adds. */
export type FeedContent = (typeof feedContentSchema)["_zod"]["output"];

export const feedSchema = looseObject({
  type: literal("feed"),
  /** The version of this format. */
  format: literal(1),
  /** Counts published versions of the list, from 1. */
  version: int().check(gte(1)),
  published: instantSchema,
  ...content,
  /** Changes announced and not yet in effect when this version was published. */
  upcoming: optional(array(changeSchema)),
});

/** One published version of the list: docs/specification, §5. */
export type Feed = (typeof feedSchema)["_zod"]["output"];
