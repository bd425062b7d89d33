import { array, looseObject, optional, string } from "zod/mini";
import { fuzzyDateSchema } from "./date.ts";
import { linkSchema, urlSchema } from "./link.ts";
import { certificationSchema } from "./organisation.ts";
import { pastChangeSchema } from "./past-change.ts";
import { textSchema } from "./text.ts";

/** What the list says as a whole. */
export const listFacts = {
  title: optional(textSchema),
  intro: optional(textSchema),
  /** As the publisher's page states it, beside the `published` of the signed version. */
  updated: optional(fuzzyDateSchema),
  /** The version of the document as the publisher counts it. */
  documentVersion: optional(string()),
  /** Where the page was rebuilt from and when, where the feed is not its publisher's own. */
  provenance: optional(textSchema),
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
  /** The publisher's own record of changes before or outside this feed. */
  pastChanges: optional(array(pastChangeSchema)),
};

export const listFactsSchema = looseObject(listFacts);
