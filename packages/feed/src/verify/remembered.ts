import { enum as enumeration, gte, int, literal, looseObject, optional, regex, string } from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { sha256Schema } from "../document/policy.ts";
import { envelopeSchema } from "../metadata/schema.ts";

const pinnedSchema = looseObject({ version: int().check(gte(1)), sha256: sha256Schema, envelope: envelopeSchema });

/** The form of a pin: `sha256-` and base64url of SHA-256 over the payload of the first root. */
export const pinSchema = string().check(regex(/^sha256-[A-Za-z0-9_-]{43}$/));

export const rememberedSchema = looseObject({
  format: literal(1),
  feed: string(),
  pin: pinSchema,
  trust: enumeration(["verified", "first-seen"]),
  firstSeen: instantSchema,
  root: pinnedSchema,
  timestamp: optional(pinnedSchema),
  manifest: optional(pinnedSchema),
  log: looseObject({ size: int().check(gte(1)), root: sha256Schema }),
  /** The greatest `issued` seen: a clock before it is wrong. */
  issued: instantSchema,
});

/** What a reader keeps between visits: docs/specification, §7. */
export type Remembered = (typeof rememberedSchema)["_zod"]["output"];
