import {
  array,
  check,
  enum as enumeration,
  int,
  looseObject,
  maxLength,
  minLength,
  optional,
  type output,
  record,
  regex,
  string,
  unknown,
} from "zod/mini";

/**
 * The bodies that the service takes and gives: docs/specification, §9. SDK and service share these schemas.
 *
 * Below the feed's `service` address:
 *
 * - `GET challenge?for=subscription|objection` → {@link Challenge}
 * - `POST subscriptions` {@link SubscriptionRequest} → 202, whatever the address is to the service
 * - `POST objections` {@link ObjectionRequest} → 201 {@link ObjectionAnswer}
 * - `POST objections/standing` {@link StandingRequest} → 200 {@link StandingAnswer}
 *
 * Refusals are problem details (RFC 9457): {@link Problem}.
 */
export const paths = {
  challenge: "challenge",
  subscriptions: "subscriptions",
  objections: "objections",
  standing: "objections/standing",
} as const;

/** One bare address: no display name, no list, no control characters (RFC 5321 §4.1.2, narrowed to what is deliverable; RFC 6531). */
export const emailSchema = string().check(
  maxLength(254),
  regex(
    /^[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+(?!\d)[\p{L}\p{M}\p{N}-]{2,63}$/u,
  ),
);

/** One line of text: no control characters. */
const line = (length: number) => string().check(minLength(1), maxLength(length), regex(/^[^\p{Cc}\u2028\u2029]+$/u));

/** Several lines: no control characters but line feed, carriage return and tab. */
const prose = (length: number) =>
  string().check(
    maxLength(length),
    check<string>(({ value, issues }) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)) {
        issues.push({ code: "custom", message: "holds control characters", input: value });
      }
    }),
  );

const languageSchema = string().check(maxLength(35), regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/));

/** A solved proof of work: the challenge as it came, and its solution, base64 of JSON (ALTCHA). */
export const proofSchema = string().check(minLength(1), maxLength(4096), regex(/^[A-Za-z0-9+/=]+$/));

/** A proof-of-work challenge as altcha-lib makes it: passed to its solver whole. */
export const challengeSchema = looseObject({
  parameters: record(string(), unknown()),
  signature: optional(string()),
});

/** A proof-of-work challenge. */
export type Challenge = output<typeof challengeSchema>;

/** What notices can be asked for by. What concerns the whole list, such as its notice terms, goes to everybody. */
export const topics = ["subprocessors", "policies"] as const;

/** What a subscriber wants to be told of; what is absent narrows nothing. */
export const wishSchema = looseObject({
  topics: optional(array(enumeration(topics)).check(minLength(1), maxLength(topics.length))),
  /** Ids of the feed's services: changes that concern others alone are not told. */
  services: optional(array(line(64)).check(minLength(1), maxLength(50))),
});

/** What a subscriber wants to be told of. */
export type Wish = output<typeof wishSchema>;

export const subscriptionRequestSchema = looseObject({
  email: emailSchema,
  /** Language of the mails. */
  language: optional(languageSchema),
  ...wishSchema.shape,
  proof: proofSchema,
});

/** Asks for notices by e-mail. Nothing is sent to the address but one confirmation mail until its holder agrees. */
export type SubscriptionRequest = output<typeof subscriptionRequestSchema>;

export const objectionRequestSchema = looseObject({
  /** Random, chosen by the sender: a repeated request gets the first one's receipt. */
  request: string().check(regex(/^[A-Za-z0-9_-]{16,64}$/)),
  /** The id of the change objected to. */
  change: line(64),
  /** The feed that the objector read. */
  feed: looseObject({ version: int(), sha256: string().check(regex(/^[0-9a-f]{64}$/)) }),
  name: line(200),
  email: emailSchema,
  organisation: line(200),
  grounds: prose(5_000),
  /** A customer segment of the notice terms, where its deadline differs. */
  segment: optional(line(64)),
  language: optional(languageSchema),
  proof: proofSchema,
});

/** Objects to one change of one feed. */
export type ObjectionRequest = output<typeof objectionRequestSchema>;

/** Characters of a receipt's time stamp: of 32 KiB, so that it fits into an answer. */
const timeStampLength = 43_692;

const receiptSchema = string().check(maxLength(16_384));

export const objectionAnswerSchema = looseObject({
  /** Compact JWS: proves what was filed and when. */
  receipt: receiptSchema,
  /** A time stamp authority's token over the receipt (RFC 3161), in base64; absent where the service has none. */
  timeStamp: optional(string().check(maxLength(timeStampLength))),
});

/** What an objector keeps. */
export type ObjectionAnswer = output<typeof objectionAnswerSchema>;

export const standingRequestSchema = looseObject({ receipt: receiptSchema });

/** Asks where an objection stands, by its receipt. */
export type StandingRequest = output<typeof standingRequestSchema>;

export const standingAnswerSchema = looseObject({
  /** The receipt of the newest step, a compact JWS; absent where nothing has happened since it was filed. */
  step: optional(receiptSchema),
});

/** Where an objection stands. */
export type StandingAnswer = output<typeof standingAnswerSchema>;

export const problemSchema = looseObject({
  type: optional(string()),
  title: string(),
  status: int(),
  detail: optional(string()),
  /** Stable, for programs: `invalid`, `proof`, `window-closed`, `unknown-change`, `feed-changed`, `rate`, `too-large`, `unavailable`. */
  code: string(),
  /** Seconds after which to try again. */
  retryAfter: optional(int()),
  /** For `window-closed`: the deadline that has passed. */
  deadline: optional(string()),
  /** For `invalid`: which members, and what was expected of them. */
  errors: optional(record(string(), string())),
});

/** A refusal (RFC 9457). */
export type Problem = output<typeof problemSchema>;

/**
 * What a receipt's `objection` hash is taken over: UTF-8 of this JSON, members in this order. The objector keeps it
 * beside the receipt.
 */
export function objectionText(
  objection: Pick<ObjectionRequest, "change" | "feed" | "name" | "email" | "organisation" | "grounds">,
): string {
  const { change, feed, name, email, organisation, grounds } = objection;
  return JSON.stringify({
    change,
    feed: { version: feed.version, sha256: feed.sha256 },
    name,
    email,
    organisation,
    grounds,
  });
}
