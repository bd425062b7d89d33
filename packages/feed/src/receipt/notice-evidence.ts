import {
  array,
  boolean,
  enum as enumeration,
  gte,
  int,
  literal,
  looseObject,
  optional,
  type output,
  string,
} from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { pinSchema } from "../document/link.ts";
import { sha256Schema } from "../document/policy.ts";
import type { Signer } from "../keys/signer.ts";
import type { Root } from "../metadata/schema.ts";
import { readStatementUnverified, signStatement, verifyStatement } from "./statement.ts";
import { objectionOutcomes, objectionStates } from "./step-receipt.ts";

const contractSchema = looseObject({
  customer: string(),
  email: string(),
  role: optional(string()),
  contract: optional(string()),
});

const noticeSchema = looseObject({
  /** The service's name of the address. */
  recipient: string(),
  /** Whose contracts it was sent for; none for somebody who subscribed, whose address is not told. */
  contracts: array(contractSchema),
  messageId: string(),
  /** When the attempt to send it began, and when its outcome was known. */
  begun: instantSchema,
  settled: instantSchema,
  /** `sent`: the recipient's mail server, or the vendor's own on its way there, took it. `unknown`: no answer came. */
  state: enumeration(["sent", "unknown", "failed"]),
  /** The answer: SMTP's code, and why it was given up or came back. */
  outcome: string(),
  /** Until when it said that one may object. */
  deadline: optional(instantSchema),
  /** SHA-256 of its text, which is among `texts`. */
  text: sha256Schema,
  /** The version of the list that it was about. */
  version: optional(int().check(gte(1))),
  sha256: optional(sha256Schema),
});

export const noticeEvidenceSchema = looseObject({
  type: literal("evidence"),
  /** The feed's address, and the pin of its first root. */
  feed: string(),
  pin: pinSchema,
  change: string(),
  announced: instantSchema,
  /** The feed that announced the change. */
  version: int().check(gte(1)),
  sha256: sha256Schema,
  /** The log as the service knew it. */
  log: looseObject({ size: int().check(gte(1)), root: sha256Schema }),
  made: instantSchema,
  notices: array(noticeSchema),
  /** Whom contracts name, and no notice has told of it. */
  untold: array(
    looseObject({
      ...contractSchema.shape,
      why: enumeration(["waiting", "failed", "stopped", "not-concerned", "named-later"]),
    }),
  ),
  /** Objections to the change, and where each of them stands; without names and texts. */
  objections: optional(
    array(
      looseObject({
        /** The `id` of its first receipt. */
        id: string(),
        filed: instantSchema,
        deadline: instantSchema,
        /** Whether the objector's address was confirmed. */
        confirmed: boolean(),
        state: enumeration(objectionStates),
        outcome: optional(enumeration(objectionOutcomes)),
        /** Since when it stands so. */
        since: instantSchema,
        /** Receipts of what was filed and of each step, in their order. */
        receipts: array(string()),
      }),
    ),
  ),
  /** Plain texts of the notices, without the token of the link to leave. */
  texts: array(looseObject({ sha256: sha256Schema, text: string() })),
});

/** Who was told of a change, when, what, and with what outcome. It holds personal data: customers' addresses. */
export type NoticeEvidence = output<typeof noticeEvidenceSchema>;

const kind = { type: "evidence", name: "evidence of a change", schema: noticeEvidenceSchema } as const;

/** Signs evidence with the receipt role's key. Compact JWS (RFC 7515 §7.1). */
export const signNoticeEvidence = (evidence: NoticeEvidence, signer: Signer): Promise<string> =>
  signStatement(kind, evidence, signer);

/**
 * Verifies evidence under a root that the reader trusts.
 *
 * @param roots Every root of the feed, verified, oldest first.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`; `key-refused` where the key
 *   did not serve when it was made
 */
export const verifyNoticeEvidence = (compact: string, roots: readonly Root[], pin: string): Promise<NoticeEvidence> =>
  verifyStatement(compact, { ...kind, madeAt: ({ made }) => made }, { roots, pin });

/** The feed that evidence names, read without verifying: to know where to look for its root. */
export const readNoticeEvidenceUnverified = (compact: string): NoticeEvidence => readStatementUnverified(compact, kind);
