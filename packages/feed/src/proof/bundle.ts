import { array, gte, int, literal, looseObject, optional, type output, string } from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { sha256Schema } from "../document/policy.ts";

const provenEntrySchema = looseObject({
  /** Its place in the log, from 0. */
  index: int().check(gte(0)),
  /** The line of the history, without its newline. */
  line: string(),
  /** Its inclusion proof, from the leaf upwards. */
  proof: array(sha256Schema),
});

export const proofBundleSchema = looseObject({
  type: literal("as-of"),
  format: literal(1),
  /** The feed's address. */
  feed: string(),
  /** The instant asked about. */
  at: instantSchema,
  /** Text of `head.json`. */
  head: string(),
  /** The last entry of the log at or before the instant. */
  entry: provenEntrySchema,
  /** The entry after it; absent where there was none yet. */
  next: optional(provenEntrySchema),
  /** Text of the feed that the entry names. */
  list: string(),
  /** Proofs of the entry in earlier states of the log that witnesses signed (C2SP tlog-proof): since when it was public. */
  cosigned: optional(array(string())),
  /** Likewise of states that a time stamp authority has stamped: the proof, and the token (RFC 3161) in base64. */
  stamped: optional(array(looseObject({ proof: string(), token: string() }))),
});

/** All that shows which list applied at an instant, in one document: docs/specification, §8.5. */
export type ProofBundle = output<typeof proofBundleSchema>;
