import { enum as enumeration, gte, int, literal, looseObject, optional, type output, string } from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { pinSchema } from "../document/link.ts";
import { sha256Schema } from "../document/policy.ts";
import type { Signer } from "../keys/signer.ts";
import type { Root } from "../metadata/schema.ts";
import { readStatementUnverified, signStatement, verifyStatement } from "./statement.ts";

/** What can be done about an objection after it was filed. */
export const objectionActions = [
  "confirmed",
  "reviewed",
  "answered",
  "written",
  "resolved",
  "rejected",
  "withdrawn",
] as const;

/** Where an objection stands. */
export const objectionStates = ["filed", "under-review", "resolved", "rejected", "withdrawn"] as const;

/** What an objection is resolved by. */
export const objectionOutcomes = ["cease-use", "corrective-action", "cease-service"] as const;

export const stepReceiptSchema = looseObject({
  type: literal("step"),
  /** The feed's address, and the pin of its first root. */
  feed: string(),
  pin: pinSchema,
  /** The `id` of the receipt of the objection; of several by one address, of the first. */
  id: string(),
  /** Filings and steps of one objection are counted together, from 1: no two of them have one number. */
  step: int().check(gte(1)),
  action: enumeration(objectionActions),
  /** Whose step it is. */
  by: enumeration(["objector", "publisher"]),
  /** Where the objection stands from here on. */
  state: enumeration(objectionStates),
  /** Of `resolved`: by what. */
  outcome: optional(enumeration(objectionOutcomes)),
  change: string(),
  filed: instantSchema,
  deadline: instantSchema,
  at: instantSchema,
  /** SHA-256 of what was written: binds the text without publishing it. */
  text: optional(sha256Schema),
});

/** What a receipt of a step proves: that it was taken at a certain time, and where the objection stood then. No personal data. */
export type StepReceipt = output<typeof stepReceiptSchema>;

// Of a receipt's typ: `type` tells the two apart.
const kind = { type: "receipt", name: "a receipt of a step", schema: stepReceiptSchema } as const;

/** Signs a receipt of a step with the receipt role's key. Compact JWS (RFC 7515 §7.1). */
export const signStepReceipt = (receipt: StepReceipt, signer: Signer): Promise<string> =>
  signStatement(kind, receipt, signer);

/**
 * Verifies a receipt of a step under a root that the reader trusts.
 *
 * @param roots Every root of the feed, verified, oldest first: a receipt outlives the keys of its day.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`; `key-refused` where the key
 *   did not serve when the step was taken
 */
export const verifyStepReceipt = (compact: string, roots: readonly Root[], pin: string): Promise<StepReceipt> =>
  verifyStatement(compact, { ...kind, madeAt: ({ at }) => at }, { roots, pin });

/** What a receipt of a step says, read without verifying: to know where to look for its root. */
export const readStepReceiptUnverified = (compact: string): StepReceipt => readStatementUnverified(compact, kind);
