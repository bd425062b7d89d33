import { enum as enumeration, looseObject, minLength, optional, type output, record, regex, string } from "zod/mini";
import { fuzzyDateSchema } from "./date.ts";
import { linkSchema } from "./link.ts";
import { languageTagSchema, textSchema } from "./text.ts";

/** SHA-256 in lower-case hex. */
export const sha256Schema = string().check(regex(/^[0-9a-f]{64}$/));

export const policyTypes = [
  "privacy",
  "data-processing",
  "sub-processing",
  "security",
  "retention",
  "terms",
  "other",
] as const;

export const policySchema = looseObject({
  id: string().check(minLength(1)),
  title: textSchema,
  type: optional(enumeration(policyTypes)),
  version: optional(string()),
  updated: optional(fuzzyDateSchema),
  effective: optional(fuzzyDateSchema),
  supersedes: optional(string()),
  validUntil: optional(string()),
  summary: optional(textSchema),
  link: optional(linkSchema),
  /** The body's file by language: SHA-256 of `policies/<sha256>.json`. */
  bodies: optional(record(languageTagSchema, sha256Schema)),
});

/** A policy: what the feed says of it. Its text is a file of its own (a {@link PolicyBody}). */
export type Policy = output<typeof policySchema>;
