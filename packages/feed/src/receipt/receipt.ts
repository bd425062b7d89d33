import { enum as enumeration, gte, int, literal, looseObject, optional, type output, string } from "zod/mini";
import { fromBase64url, toBase64url } from "../bytes/base64url.ts";
import { parseJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { instantSchema } from "../document/date.ts";
import { pinSchema } from "../document/link.ts";
import { sha256Schema } from "../document/policy.ts";
import { signEnvelope } from "../envelope/sign.ts";
import { validSigners, verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import type { Envelope, Root } from "../metadata/schema.ts";
import { signatoriesOf } from "../verify/roots.ts";

export const receiptSchema = looseObject({
  type: literal("receipt"),
  /** The feed's address, and the pin of its first root. */
  feed: string(),
  pin: pinSchema,
  /** Chosen by the service, random: it names the objection to both sides. */
  id: string(),
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

/** Signs a receipt with the receipt role's key. Compact JWS (RFC 7515 §7.1). */
export async function signReceipt(receipt: Receipt, signer: Signer): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(check(receiptSchema, receipt, "the receipt")));
  const { signatures } = await signEnvelope(payload, "receipt", [signer]);
  return `${signatures[0]?.protected}.${toBase64url(payload)}.${signatures[0]?.signature}`;
}

/**
 * Verifies a receipt under a root that the reader trusts.
 *
 * @param roots Every root of the feed, verified, oldest first: a receipt outlives the keys of its day.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`; `key-refused` where the key
 *   did not serve when the receipt was filed
 */
export async function verifyReceipt(compact: string, roots: readonly Root[], pin: string): Promise<Receipt> {
  const parts = compact.trim().split(".");
  const [encodedHeader = "", payload = "", signature = ""] = parts;
  if (parts.length !== 3) throw new TrustCenterError("malformed", "Expected a receipt of three parts.");
  const envelope = { payload, signatures: [{ protected: encodedHeader, signature }] };
  const { bytes, kid } = await verifyUnderAny(envelope, roots);
  const receipt = check(receiptSchema, parseJson(bytes, "the receipt", limits.depth), "the receipt");
  refuseOutsideService(receipt, kid, roots);
  const feed = roots[0]?.feed;
  if (receipt.feed !== feed) {
    throw new TrustCenterError("wrong-feed", `Expected a receipt of ${feed}, found one of ${receipt.feed}.`);
  }
  if (receipt.pin !== pin) {
    throw new TrustCenterError("pin-mismatch", `Expected a receipt pinned to ${pin}, found ${receipt.pin}.`);
  }
  return receipt;
}

async function verifyUnderAny(envelope: Envelope, roots: readonly Root[]) {
  let failure: unknown = new TrustCenterError("signature-invalid", "Expected a root to verify the receipt under.");
  for (const root of [...roots].reverse()) {
    try {
      const bytes = await verifyEnvelope(envelope, "receipt", { ...signatoriesOf(root, "receipt"), threshold: 1 });
      const [kid = ""] = await validSigners(envelope, "receipt", signatoriesOf(root, "receipt"));
      return { bytes, kid };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** What the newest root says is not taken back yet. */
const endOfTime = "9999-12-31T23:59:59Z";

/**
 * A key vouches for receipts of its time of service alone: whoever steals a retired one must not fill in the past after
 * it, or what came before it.
 */
function refuseOutsideService({ filed }: Receipt, kid: string, roots: readonly Root[]): void {
  const served = roots.flatMap(({ roles, issued }, at) =>
    roles.receipt.kids.includes(kid) ? [{ begins: issued, ends: roots[at + 1]?.issued ?? endOfTime }] : [],
  );
  const at = Date.parse(filed);
  for (const { begins, ends } of served) {
    if (at >= Date.parse(begins) - limits.clockSkew && at <= Date.parse(ends) + limits.receiptGrace) return;
  }
  throw new TrustCenterError(
    "key-refused",
    `Expected a receipt of the time when its key served, ${JSON.stringify(served)}; found one filed on ${filed}.`,
    { kid, filed, served },
  );
}

/** The feed that a receipt names, read without verifying: to know where to look for its root. */
export function readReceiptUnverified(compact: string): Receipt {
  const payload = compact.trim().split(".")[1] ?? "";
  const value = parseJson(fromBase64url(payload), "the receipt", limits.depth);
  return check(receiptSchema, value, "the receipt");
}
