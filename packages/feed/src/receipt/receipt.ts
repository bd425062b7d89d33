import { enum as enumeration, gte, int, literal, looseObject, optional, type output, string } from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { pinSchema } from "../document/link.ts";
import { sha256Schema } from "../document/policy.ts";
import type { Signer } from "../keys/signer.ts";
import type { Root } from "../metadata/schema.ts";
import { readStatementUnverified, signStatement, verifyStatement } from "./statement.ts";

export const receiptSchema = looseObject({
  type: literal("receipt"),
  /** The feed's address, and the pin of its first root. */
  feed: string(),
  pin: pinSchema,
  /** Chosen by the service, random: it names the objection to both sides. */
  id: string(),
  /** Of what is filed alone: a withdrawal's receipt is a step's. */
  action: enumeration(["objection-filed", "objection-withdrawn"]),
  change: string(),
  subject: optional(string()),
  /** When the change says that it was announced. */
  announced: optional(instantSchema),
  /** The feed that the objection was made against. */
  version: int().check(gte(1)),
  sha256: sha256Schema,
  log: looseObject({ size: int().check(gte(1)), root: sha256Schema }),
  filed: instantSchema,
  deadline: instantSchema,
  /** SHA-256 of the objection as it was sent: binds the text without publishing it. */
  objection: sha256Schema,
});

/** What a receipt proves: that an objection to a change of a certain feed was filed at a certain time. No personal data. */
export type Receipt = output<typeof receiptSchema>;

const kind = { type: "receipt", name: "a receipt", schema: receiptSchema } as const;

/** Signs a receipt with the receipt role's key. Compact JWS (RFC 7515 §7.1). */
export const signReceipt = (receipt: Receipt, signer: Signer): Promise<string> => signStatement(kind, receipt, signer);

/**
 * Verifies a receipt under a root that the reader trusts.
 *
 * @param roots Every root of the feed, verified, oldest first: a receipt outlives the keys of its day.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`; `key-refused` where the key
 *   did not serve when the receipt was filed
 */
export const verifyReceipt = (compact: string, roots: readonly Root[], pin: string): Promise<Receipt> =>
  verifyStatement(compact, { ...kind, madeAt: ({ filed }) => filed }, { roots, pin });

/** The feed that a receipt names, read without verifying: to know where to look for its root. */
export const readReceiptUnverified = (compact: string): Receipt => readStatementUnverified(compact, kind);
