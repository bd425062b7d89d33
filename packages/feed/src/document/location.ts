import { enum as enumeration, looseObject, optional, regex, string } from "zod/mini";
import { conditionSchema } from "./condition.ts";
import { linkSchema } from "./link.ts";
import { textSchema } from "./text.ts";

/** Locations that are no country. `country` is the default. */
export const locationKinds = [
  "country",
  "region",
  "worldwide",
  "edge",
  "customer-region",
  "customer-choice",
  "self-hosted",
  "varies",
  "not-applicable",
] as const;

export const locationSchema = looseObject({
  kind: optional(enumeration(locationKinds)),
  /** ISO 3166-1 alpha-2, upper case; `EU` is allowed for the European Union. */
  country: optional(string().check(regex(/^[A-Z]{2}$/))),
  /** A region of the world, of a country, or of a provider: `EEA`, `eu-west-1`. */
  region: optional(textSchema),
  city: optional(textSchema),
  /** The publisher's own words, where the parts above do not say it all. */
  text: optional(textSchema),
  priority: optional(enumeration(["primary", "secondary", "fallback"])),
  when: optional(conditionSchema),
  link: optional(linkSchema),
});

/** Where data is processed, or where a company sits. */
export type Location = (typeof locationSchema)["_zod"]["output"];
