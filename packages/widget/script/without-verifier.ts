/**
 * In the place of the verifier, for counting what it adds to the script: takes every document at its word, and needs the
 * same schemas and parts.
 *
 * @module
 */

import { check } from "../../feed/src/document/check.ts";
import { toInstant } from "../../feed/src/document/date.ts";
import { feedSchema } from "../../feed/src/document/feed.ts";
import { logEntrySchema } from "../../feed/src/log/entry.ts";
import {
  envelopeTypes,
  headSchema,
  manifestSchema,
  protectedHeaderSchema,
  rootSchema,
  timestampSchema,
} from "../../feed/src/metadata/schema.ts";

const metadata = { rootSchema, timestampSchema, manifestSchema, protectedHeaderSchema, logEntrySchema };

/** Looks like `verifyView` to a bundler. It is never run. */
export const verifyView = (read: unknown, options: { now: number }) => ({
  read,
  head: check(headSchema, options, ""),
  feed: check(feedSchema, options, ""),
  at: toInstant(options.now),
  metadata,
  envelopeTypes,
  growth: () => import("../../feed/src/verify/growth.ts"),
});
