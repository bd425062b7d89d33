import { array, enum as enumeration, looseObject, optional, type output, string } from "zod/mini";
import { countrySchema } from "./country.ts";
import { fuzzyDateSchema } from "./date.ts";
import { linkSchema, urlSchema } from "./link.ts";
import { proseSchema } from "./prose.ts";
import { languageTagSchema, textSchema } from "./text.ts";

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
  /** A person. */
  name: optional(textSchema),
  /** What the person is: "Data protection officer". */
  position: optional(textSchema),
  email: optional(string()),
  phone: optional(string()),
  address: optional(textSchema),
  url: optional(urlSchema),
  text: optional(textSchema),
});

/** Whom to write to, and what for. */
export type Contact = output<typeof contactSchema>;

/** Numbers that tell one company from all others, and who gives them out. */
export const identifierTypes = ["lei", "euid", "vat", "register", "duns"] as const;

export const identifierSchema = looseObject({
  /**
   * `lei`: ISO 17442. `euid`: Implementing Regulation (EU) 2021/1042, art. 9. `vat`: with the prefix of its state.
   * `register`: a national register of companies.
   */
  type: enumeration(identifierTypes),
  value: string(),
  /** The state of a national register. */
  country: optional(countrySchema),
});

/** An identifier of a company. */
export type Identifier = output<typeof identifierSchema>;

export const legalEntitySchema = looseObject({
  name: textSchema,
  /** "doing business as" names. */
  tradeNames: optional(array(textSchema)),
  address: optional(textSchema),
  /** Where it has its seat: a country code. Other words are shown as they are. */
  country: optional(string()),
  registration: optional(textSchema),
  identifiers: optional(array(identifierSchema)),
  /** The name in Latin letters, where it is registered in others. */
  latinName: optional(string()),
  /** The country of its global operating headquarters. */
  headquarters: optional(countrySchema),
  /** Its ultimate parent. */
  parent: optional(
    looseObject({
      name: textSchema,
      country: optional(countrySchema),
      identifiers: optional(array(identifierSchema)),
    }),
  ),
});

/** A legal person, apart from its brand. */
export type LegalEntity = output<typeof legalEntitySchema>;

/** What a certificate, a report or another document is about, and for how long. */
export const validity = {
  validUntil: optional(string()),
  /** The standard or the criteria: "ISO/IEC 27001:2022". */
  standard: optional(textSchema),
  /** What was looked at: sites, services, controls. */
  scope: optional(textSchema),
  /** The time that a report is about. */
  covers: optional(looseObject({ from: optional(fuzzyDateSchema), until: optional(fuzzyDateSchema) })),
  /** When the report was made. */
  reported: optional(fuzzyDateSchema),
};

export const certificationSchema = looseObject({
  name: textSchema,
  issuer: optional(textSchema),
  ...validity,
  text: optional(textSchema),
  link: optional(linkSchema),
});

/** A certification or compliance statement. */
export type Certification = output<typeof certificationSchema>;

export const publisherSchema = looseObject({
  name: textSchema,
  legalEntity: optional(legalEntitySchema),
  address: optional(textSchema),
  contacts: optional(array(contactSchema)),
  /** The canonical page of this list. */
  url: optional(urlSchema),
  links: optional(array(linkSchema)),
  languages: optional(array(languageTagSchema)),
  /** Which language version prevails where they disagree. */
  prevailingLanguage: optional(languageTagSchema),
  description: optional(proseSchema),
});

/** Who publishes the feed. */
export type Publisher = output<typeof publisherSchema>;
