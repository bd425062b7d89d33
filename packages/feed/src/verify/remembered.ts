import { enum as enumeration, gte, int, literal, looseObject, type output, string } from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { pinSchema } from "../document/link.ts";
import { sha256Schema } from "../document/policy.ts";
import { envelopeSchema } from "../metadata/schema.ts";

const pinnedSchema = looseObject({ version: int().check(gte(1)), sha256: sha256Schema, envelope: envelopeSchema });

export const rememberedSchema = looseObject({
  format: literal(1),
  feed: string(),
  pin: pinSchema,
  trust: enumeration(["verified", "first-seen"]),
  firstSeen: instantSchema,
  root: pinnedSchema,
  timestamp: pinnedSchema,
  manifest: pinnedSchema,
  log: looseObject({ size: int().check(gte(1)), root: sha256Schema }),
  /** The greatest `issued` seen: a clock before it is wrong. */
  issued: instantSchema,
});

/** What a reader keeps between visits: docs/specification, §7. */
export type Remembered = output<typeof rememberedSchema>;
