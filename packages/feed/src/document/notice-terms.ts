import { array, boolean, enum as enumeration, literal, looseObject, optional, regex, string, union } from "zod/mini";
import { changeKinds } from "./change.ts";
import { plainDateSchema } from "./date.ts";
import { urlSchema } from "./link.ts";
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
export type Period = (typeof periodSchema)["_zod"]["output"];

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

/** What the publisher may do on an objection. */
export const objectionOptions = ["cease-use", "corrective-action", "cease-service", "terminate", "reject"] as const;

export const noticeTermsSchema = looseObject({
  ...periods,
  /** The kinds of change that get a window; added, replaced and restored where absent (GDPR art. 28(2)). */
  appliesTo: optional(array(enumeration(changeKinds))),
  clockStarts: optional(enumeration(["notice", "posting", "receipt"])),
  /** What silence until the deadline means. */
  silence: optional(enumeration(["accepted", "refused"])),
  options: optional(array(looseObject({ type: enumeration(objectionOptions), text: optional(textSchema) }))),
  grounds: optional(looseObject({ required: optional(boolean()), text: optional(textSchema) })),
  channels: optional(array(noticeChannelSchema)),
  /** Terms of customer segments that differ from the ones above. */
  segments: optional(array(looseObject({ ...periods, id: string(), name: textSchema }))),
  text: optional(textSchema),
});

/** The terms on which changes are announced and objected to. */
export type NoticeTerms = (typeof noticeTermsSchema)["_zod"]["output"];
