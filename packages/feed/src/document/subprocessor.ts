import { array, boolean, enum as enumeration, looseObject, minLength, optional, type output, string } from "zod/mini";
import { conditionSchema } from "./condition.ts";
import { dataCategorySchema, dataItemSchema } from "./data.ts";
import { fuzzyDateSchema } from "./date.ts";
import { linkSchema, pinSchema, urlSchema } from "./link.ts";
import { locationSchema } from "./location.ts";
import { certificationSchema, contactSchema, legalEntitySchema } from "./organisation.ts";
import { proseSchema } from "./prose.ts";
import { textSchema } from "./text.ts";
import { transferMechanismSchema } from "./transfer.ts";

/** What an entry is. Real lists name actors that are no sub-processors; their own role says so. */
export const subprocessorRoles = [
  "sub-processor",
  "affiliate",
  "independent-controller",
  "vendor",
  "customer-provided",
] as const;

/** The facts of an entry that an author may also state once for all members of a group. */
const sharedFacts = {
  purposes: optional(array(proseSchema)),
  dataCategories: optional(array(dataCategorySchema)),
  dataSubjects: optional(array(textSchema)),
  locations: optional(array(locationSchema)),
  transferMechanisms: optional(array(transferMechanismSchema)),
  safeguards: optional(array(textSchema)),
  retention: optional(textSchema),
  services: optional(array(string())),
};

export const sharedFactsSchema = looseObject(sharedFacts);

export const noteSchema = looseObject({
  /** The member that the note is bound to, such as `locations`; the whole entry without it. */
  field: optional(string()),
  text: proseSchema,
});

/** A footnote, bound to one member or to the whole entry. */
export type Note = output<typeof noteSchema>;

export const detailSchema = looseObject({
  label: textSchema,
  value: proseSchema,
  link: optional(linkSchema),
});

/** A fact under the publisher's own label, where the schema has no member for it. */
export type Detail = output<typeof detailSchema>;

export const chainSchema = looseObject({
  relation: enumeration(["via", "runs-on"]),
  name: textSchema,
  /** The id of the entry meant, where it stands in the same feed. */
  subprocessor: optional(string()),
  legalEntity: optional(legalEntitySchema),
  address: optional(textSchema),
  contact: optional(contactSchema),
  /** Whom it serves: the name of another link of this chain. Without it, the entry itself. */
  recipient: optional(string()),
  underpins: optional(boolean()),
});

/** A link of the chain behind an entry. */
export type ChainLink = output<typeof chainSchema>;

export const contractSchema = looseObject({
  since: optional(fuzzyDateSchema),
  link: optional(linkSchema),
  /** Subject-matter, nature and duration of the processing: GDPR, art. 28(3). */
  subject: optional(textSchema),
  nature: optional(textSchema),
  duration: optional(textSchema),
});

/** The contract between the publisher and a sub-processor: GDPR, art. 28(4). */
export type Contract = output<typeof contractSchema>;

export const aiSchema = looseObject({
  /** What it is used for. */
  purpose: optional(proseSchema),
  models: optional(array(textSchema)),
  /** Who makes or runs the models. */
  provider: optional(textSchema),
  /** Whether customers' data trains models: not at all, only where a customer agrees, unless a customer objects. */
  training: optional(enumeration(["no", "opt-in", "opt-out", "yes"])),
  retention: optional(textSchema),
  optOut: optional(linkSchema),
});

/** What an entry does with artificial intelligence. */
export type ArtificialIntelligence = output<typeof aiSchema>;

export const subprocessorSchema = looseObject({
  ...sharedFacts,
  /** Stable and unique in the feed. The name is no key: one company appears once per engagement. */
  id: string().check(minLength(1)),
  name: textSchema,
  legalEntity: optional(legalEntitySchema),
  role: optional(enumeration(subprocessorRoles)),
  groups: optional(array(string())),
  category: optional(textSchema),
  description: optional(proseSchema),
  responsibilities: optional(proseSchema),
  peopleWithAccess: optional(array(dataItemSchema)),
  operations: optional(array(dataItemSchema)),
  corporateLocation: optional(locationSchema),
  address: optional(textSchema),
  contact: optional(contactSchema),
  certifications: optional(array(certificationSchema)),
  links: optional(array(linkSchema)),
  /** The sub-processor's own feed: chains of feeds. */
  feed: optional(looseObject({ url: urlSchema, pin: optional(pinSchema) })),
  chain: optional(array(chainSchema)),
  /** Whether it effectively underpins a critical or important function of customers: Regulation (EU) 2024/2956, art. 3. */
  underpins: optional(boolean()),
  contract: optional(contractSchema),
  ai: optional(aiSchema),
  when: optional(conditionSchema),
  /** In use since. */
  since: optional(fuzzyDateSchema),
  /** Ids of the entries that this one replaces. */
  replaces: optional(array(string())),
  notes: optional(array(noteSchema)),
  details: optional(array(detailSchema)),
});

/** An engagement of a sub-processor (or another actor of the list) by the publisher. */
export type Subprocessor = output<typeof subprocessorSchema>;
