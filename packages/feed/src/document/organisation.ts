import { array, enum as enumeration, looseObject, optional, string } from "zod/mini";
import { linkSchema, urlSchema } from "./link.ts";
import { proseSchema } from "./prose.ts";
import { textSchema } from "./text.ts";

export const contactRoles = [
  "general",
  "privacy",
  "security",
  "dpo",
  "eu-representative",
  "uk-representative",
  "objections",
  "support",
] as const;

export const contactSchema = looseObject({
  role: optional(enumeration(contactRoles)),
  name: optional(textSchema),
  email: optional(string()),
  phone: optional(string()),
  address: optional(textSchema),
  url: optional(urlSchema),
  text: optional(textSchema),
});

/** Whom to write to, and what for. */
export type Contact = (typeof contactSchema)["_zod"]["output"];

export const legalEntitySchema = looseObject({
  name: textSchema,
  /** "doing business as" names. */
  tradeNames: optional(array(textSchema)),
  address: optional(textSchema),
  country: optional(string()),
  registration: optional(textSchema),
});

/** A legal person, apart from its brand. */
export type LegalEntity = (typeof legalEntitySchema)["_zod"]["output"];

export const certificationSchema = looseObject({
  name: textSchema,
  issuer: optional(textSchema),
  validUntil: optional(string()),
  text: optional(textSchema),
  link: optional(linkSchema),
});

/** A certification or compliance statement. */
export type Certification = (typeof certificationSchema)["_zod"]["output"];

export const publisherSchema = looseObject({
  name: textSchema,
  legalEntity: optional(legalEntitySchema),
  address: optional(textSchema),
  contacts: optional(array(contactSchema)),
  /** The canonical page of this list. */
  url: optional(urlSchema),
  links: optional(array(linkSchema)),
  languages: optional(array(string())),
  /** Which language version prevails where they disagree. */
  prevailingLanguage: optional(string()),
  description: optional(proseSchema),
});

/** Who publishes the feed. */
export type Publisher = (typeof publisherSchema)["_zod"]["output"];
