import { instantSchema, pinSchema } from "@trust-center/feed";
import {
  array,
  enum as enumeration,
  gte,
  int,
  literal,
  looseObject,
  maxLength,
  minLength,
  nullable,
  optional,
  type output,
  regex,
  string,
  union,
} from "zod/mini";

/** How a change came about, as the type of its event; and what the clock brings: its window soon ends, has ended, it is in effect. */
export const changeEventTypes = [
  "change.announced",
  "change.amended",
  "change.withdrawn",
  "change.moved",
  "change.corrected",
  "change.immediate",
  "change.emergency",
  "change.closing",
  "change.closed",
  "change.effective",
] as const;

const changeEventSchema = looseObject({
  type: enumeration(changeEventTypes),
  /** When it was announced; or when its window ends soon, is over, or it takes effect. */
  timestamp: instantSchema,
  data: looseObject({
    /** The feed's address and pin: what the event says counts once the feed was verified. */
    feed: string().check(maxLength(2048)),
    pin: pinSchema,
    /** Where it stands in the feed's log, from 0. */
    position: int().check(gte(0)),
    /** The list after the change. */
    list: looseObject({ version: int().check(gte(1)), sha256: string().check(regex(/^[0-9a-f]{64}$/)) }),
    change: looseObject({
      /** Unique in the feed's history. */
      id: string().check(minLength(1), maxLength(64)),
      /** `added`, `removed`, `location`, …: what happened, as the feed says it. */
      kind: string(),
      subject: looseObject({ type: string(), id: optional(string()) }),
      /** In words, in English where the vendor has no other language. Text of the feed: never markup. */
      title: string(),
      /**
       * When it takes effect for customers of no segment, of what corrects an announced change when that one does; null where it waits
       * for approval or its day is not set.
       */
      effective: nullable(instantSchema),
      /** The last instant of the common objection window. */
      deadline: optional(instantSchema),
      /** Other dates, by the id of a customer segment. `effective` null: not without their approval. */
      segments: optional(
        array(looseObject({ id: string(), deadline: instantSchema, effective: nullable(instantSchema) })),
      ),
      /** The change that it takes back, amends, corrects or moves. */
      touches: optional(looseObject({ change: string(), how: string() })),
    }),
    /** The very change on the vendor's page, where it has one. */
    url: optional(string()),
  }),
});

const testEventSchema = looseObject({
  type: literal("webhook.test"),
  timestamp: instantSchema,
  data: looseObject({ feed: string().check(maxLength(2048)) }),
});

/**
 * The body of a webhook of the service (Standard Webhooks 1.0.0): docs/guides/webhooks.md. A later version may bring types
 * that this schema does not know: they are answered with 2xx, and ignored.
 */
export const webhookEventSchema = union([changeEventSchema, testEventSchema]);

/** The body of a webhook of the service. */
export type WebhookEvent = output<typeof webhookEventSchema>;

/** A body of a webhook that tells a change. */
export type ChangeEvent = output<typeof changeEventSchema>;
