import {
  array,
  boolean,
  enum as enumeration,
  literal,
  looseObject,
  optional,
  type output,
  regex,
  string,
  union,
} from "zod/mini";
import { changeKinds } from "./change-kind.ts";
import { plainDateSchema } from "./date.ts";
import { urlSchema } from "./link.ts";
import { proseSchema } from "./prose.ts";
import { textSchema } from "./text.ts";

/** An ISO 8601 duration of calendar years, months, weeks and days; at least one part. */
const durationSchema = string().check(regex(/^P(?=\d)(?:\d{1,2}Y)?(?:\d{1,3}M)?(?:\d{1,3}W)?(?:\d{1,4}D)?$/));

/** A period: an ISO 8601 duration, or one counted in business days (Monday to Friday less the holidays named). */
export const periodSchema = union([
  durationSchema,
  looseObject({
    duration: string().check(regex(/^P\d{1,4}D$/)),
    businessDays: literal(true),
    holidays: optional(array(plainDateSchema)),
  }),
]);

/** A period in calendar or business days. */
export type Period = output<typeof periodSchema>;

export const noticeChannelSchema = looseObject({
  type: enumeration(["email", "form", "feed", "webhook", "repository", "posting"]),
  /** An e-mail address for `email`, else a URL. */
  address: optional(string()),
  url: optional(urlSchema),
  text: optional(textSchema),
});

const periods = {
  /** From the notice to the day a change takes effect. */
  noticePeriod: optional(periodSchema),
  /** From the notice to the last moment for an objection. */
  objectionPeriod: optional(periodSchema),
};

/** A period, or the word that there is none. */
const periodOrNone = union([literal("none"), periodSchema]);

const strings = optional(array(string()));

/** What a rule applies to. All members that are present must fit; each names alternatives. */
const whenSchema = looseObject({
  kind: optional(array(enumeration(changeKinds))),
  /** Categories of entries, as the list words them. */
  category: strings,
  /** `class` of one of the entry's data categories. */
  dataClass: strings,
  /** Ids of services. */
  service: strings,
  /** Country codes of the entry's locations (ISO 3166-1 alpha-2, `EU`). */
  place: strings,
  /** Ids of customer segments. */
  segment: strings,
  /** True: emergencies alone. False: all but them. */
  emergency: optional(boolean()),
});

export const remedyTypes = ["disable", "alternative", "fix", "terminate", "reject"] as const;

const remedySchema = looseObject({
  type: enumeration(remedyTypes),
  within: optional(periodSchema),
  /** What `within` counts from. */
  from: optional(enumeration(["notice", "objection", "deadline", "effective"])),
  scope: optional(enumeration(["service", "contract"])),
  by: optional(enumeration(["customer", "publisher", "either"])),
  refund: optional(enumeration(["rest", "none"])),
  /** True where it is the only one. */
  sole: optional(boolean()),
  text: optional(textSchema),
});

export const ruleSchema = looseObject({
  when: optional(whenSchema),
  /** From the notice to the day a change takes effect. */
  notice: optional(periodOrNone),
  /** How long one may object. It may outlast the start. */
  objection: optional(periodOrNone),
  /** What the objection period counts from; `sent` and `received` differ by recipient and are never earlier. */
  from: optional(enumeration(["published", "sent", "received", "effective"])),
  calendar: optional(
    looseObject({
      unit: optional(enumeration(["days", "businessDays"])),
      holidays: optional(array(plainDateSchema)),
      /** IANA time zone whose days count; UTC where absent. */
      zone: optional(string()),
      /** What happens to a last day that is a Saturday, a Sunday or a holiday (such as section 193 BGB). */
      roll: optional(enumeration(["none", "nextBusinessDay"])),
    }),
  ),
  /** GDPR art. 28(2). Under `specific`, silence refuses. */
  authorisation: optional(enumeration(["general", "specific"])),
  start: optional(enumeration(["noticeEnd", "deadline", "approval", "now"])),
  /** True where a change may start before its day once it is approved. */
  earlyOnApproval: optional(boolean()),
  /** What a customer must have done to be told. */
  requires: optional(enumeration(["subscription", "request", "nda"])),
  grounds: optional(enumeration(["none", "reasonable", "dataProtection"])),
  remedies: optional(array(remedySchema)),
});

/** One rule of the notice terms. */
export type Rule = output<typeof ruleSchema>;

/** What the publisher may do on an objection. */
export const objectionOptions = ["cease-use", "corrective-action", "cease-service", "terminate", "reject"] as const;

/**
 * The terms on which changes are announced and objected to. The two periods and `appliesTo` are the short form of one
 * rule; `rules` says what they cannot, and takes their place.
 */
export const noticeTermsSchema = looseObject({
  ...periods,
  /** The first that fits a change dates it. A change that none fits needs no notice. */
  rules: optional(array(ruleSchema)),
  /** The kinds of change that need notice; where absent, those that bring in another processor (GDPR art. 28(2)). */
  appliesTo: optional(array(enumeration(changeKinds))),
  clockStarts: optional(enumeration(["notice", "posting", "receipt"])),
  /** What silence until the deadline means. */
  silence: optional(enumeration(["accepted", "refused"])),
  options: optional(array(looseObject({ type: enumeration(objectionOptions), text: optional(textSchema) }))),
  grounds: optional(looseObject({ required: optional(boolean()), text: optional(textSchema) })),
  channels: optional(array(noticeChannelSchema)),
  /** Terms of customer segments that differ from the ones above. */
  segments: optional(array(looseObject({ ...periods, id: string(), name: textSchema }))),
  text: optional(proseSchema),
});

/** The terms on which changes are announced and objected to. */
export type NoticeTerms = output<typeof noticeTermsSchema>;
