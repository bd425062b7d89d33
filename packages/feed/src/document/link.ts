import { enum as enumeration, looseObject, optional, type output, regex, string } from "zod/mini";
import { textSchema } from "./text.ts";

/**
 * The only addresses that a feed may carry. Everything else (`javascript:`, `data:`, `blob:` …) is refused by the
 * schema, so it never reaches an `href`. White space is refused because URL parsers strip tabs and newlines.
 */
const safeUrl = /^(?:https?:\/\/[^\s\\<>"'`]+|mailto:[^\s\\<>"'`]+|tel:\+?[\d().-]+)$/i;

/** Whether a string is an address of an allowed scheme: `https:`, `http:`, `mailto:` or `tel:`. */
export const isSafeUrl = (value: string): boolean => safeUrl.test(value);

export const urlSchema = string().check(regex(safeUrl));

/** An address below which others are: it ends in `/`, without query and fragment. */
export const baseUrlSchema = urlSchema.check(regex(/^http[^?#]+\/$/i));

/** The form of a pin: `sha256-` and base64url of SHA-256 over the payload of the first root. */
export const pinSchema = string().check(regex(/^sha256-[A-Za-z0-9_-]{43}$/));

/** What a link leads to. */
export const linkTypes = [
  "site",
  "privacy",
  "dpa",
  "security",
  "subprocessors",
  "terms",
  "certification",
  "transfer-assessment",
  "other",
] as const;

export const linkSchema = looseObject({
  type: optional(enumeration(linkTypes)),
  url: urlSchema,
  text: optional(textSchema),
});

/** A link, with its text as the publisher wrote it. */
export type Link = output<typeof linkSchema>;
