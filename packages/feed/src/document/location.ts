import { array, enum as enumeration, looseObject, optional, type output } from "zod/mini";
import { conditionSchema } from "./condition.ts";
import { countrySchema } from "./country.ts";
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

/**
 * What happens at a place. DORA, art. 30(2)(b), and the register of Regulation (EU) 2024/2956, B_02.02, keep them apart:
 * where a service is provided from, and where data is processed and stored. `access` is from afar, `support` by people.
 */
export const activities = ["storage", "processing", "access", "support", "provision"] as const;

export const locationSchema = looseObject({
  kind: optional(enumeration(locationKinds)),
  country: optional(countrySchema),
  /** A region of the world, of a country, or of a provider: `EEA`, `eu-west-1`. */
  region: optional(textSchema),
  city: optional(textSchema),
  /** The publisher's own words, where the parts above do not say it all. */
  text: optional(textSchema),
  activities: optional(array(enumeration(activities))),
  priority: optional(enumeration(["primary", "secondary", "fallback"])),
  when: optional(conditionSchema),
  link: optional(linkSchema),
});

/** Where data is processed, or where a company sits. */
export type Location = output<typeof locationSchema>;
