import { announceSchema, feedContentSchema, policySchema } from "@trust-center/feed";
import { array, extend, omit, optional, record, string } from "zod/mini";
import { settingsSchema, upSchema } from "./settings.ts";

/** A policy as an author writes it: its text is a file, where a feed has hashes. */
const authoredPolicySchema = extend(omit(policySchema, { bodies: true }), {
  file: optional(string()),
  files: optional(record(string(), string())),
});

/** What stands in `trust-center.yaml`: the content of a feed, settings, and words about changes. */
export const authoringSchema = extend(feedContentSchema, {
  policies: optional(array(authoredPolicySchema)),
  publish: settingsSchema,
  up: optional(upSchema),
  announce: optional(array(announceSchema)),
});
