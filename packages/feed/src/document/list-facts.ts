import { array, looseObject, minLength, optional, type output, string } from "zod/mini";
import { fuzzyDateSchema } from "./date.ts";
import { baseUrlSchema, linkSchema } from "./link.ts";
import { certificationSchema, validity } from "./organisation.ts";
import { pastChangeSchema } from "./past-change.ts";
import { proseSchema } from "./prose.ts";
import { textSchema } from "./text.ts";

export const sectionSchema = looseObject({
  id: string().check(minLength(1)),
  title: optional(textSchema),
  text: proseSchema,
  /** The group that it stands before. */
  before: optional(string()),
});

/** A text between the tables of the list. */
export type Section = output<typeof sectionSchema>;

/** What the list says as a whole. */
export const listFacts = {
  title: optional(textSchema),
  intro: optional(proseSchema),
  /** As the publisher's page states it, beside the `published` of the signed version. */
  updated: optional(fuzzyDateSchema),
  /** The version of the document as the publisher counts it. */
  documentVersion: optional(string()),
  /** Where the page was rebuilt from and when, where the feed is not its publisher's own. */
  provenance: optional(proseSchema),
  certifications: optional(array(certificationSchema)),
  documents: optional(
    array(
      looseObject({
        id: string(),
        title: textSchema,
        text: optional(proseSchema),
        access: optional(string()),
        ...validity,
        link: optional(linkSchema),
      }),
    ),
  ),
  faq: optional(array(looseObject({ id: optional(string()), question: textSchema, answer: proseSchema }))),
  /** Texts of their own, before the table of the group that they name, or behind all of them. */
  sections: optional(array(sectionSchema)),
  /** The base address of the service that takes subscriptions and objections, ending in `/`. */
  service: optional(baseUrlSchema),
  /** The publisher's own record of changes before or outside this feed. */
  pastChanges: optional(array(pastChangeSchema)),
};

export const listFactsSchema = looseObject(listFacts);
