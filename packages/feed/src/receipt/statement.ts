import type { ZodMiniType } from "zod/mini";
import { fromBase64url, toBase64url } from "../bytes/base64url.ts";
import { parseJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { signEnvelope } from "../envelope/sign.ts";
import { validSigners, verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import type { Envelope, Root } from "../metadata/schema.ts";
import { signatoriesOf } from "../verify/roots.ts";

/** What a service says of a feed, signed with a key of the receipt role. */
interface Statement {
  feed: string;
  pin: string;
}

/** A kind of statement. */
export interface StatementKind<T> {
  /** What its signature is for: one of a kind is none of another. */
  type: "receipt" | "evidence";
  /** In messages: "a receipt". */
  name: string;
  schema: ZodMiniType<T>;
}

/** Signs a statement. Compact JWS (RFC 7515 §7.1). */
export async function signStatement<T>(
  { type, name, schema }: StatementKind<T>,
  statement: T,
  signer: Signer,
): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(check(schema, statement, name)));
  const { signatures } = await signEnvelope(payload, type, [signer]);
  return `${signatures[0]?.protected}.${toBase64url(payload)}.${signatures[0]?.signature}`;
}

/** Whose statement it has to be. */
export interface StatementRoots {
  /** Every root of the feed, verified, oldest first: a statement outlives the keys of its day. */
  roots: readonly Root[];
  pin: string;
}

/**
 * Verifies a statement under roots that the reader trusts.
 *
 * @param madeAt When it says that it was signed: its key must have served then.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`, `key-refused`
 */
export async function verifyStatement<T extends Statement>(
  compact: string,
  { type, name, schema, madeAt }: StatementKind<T> & { madeAt(statement: T): string },
  { roots, pin }: StatementRoots,
): Promise<T> {
  const parts = compact.trim().split(".");
  const [encodedHeader = "", payload = "", signature = ""] = parts;
  if (parts.length !== 3) throw new TrustCenterError("malformed", `Expected ${name} of three parts.`);
  const envelope = { payload, signatures: [{ protected: encodedHeader, signature }] };
  const { bytes, kid } = await verifyUnderAny(envelope, type, roots);
  const statement = check(schema, parseJson(bytes, name, limits.depth), name);
  refuseOutsideService(madeAt(statement), { kid, name }, roots);
  const feed = roots[0]?.feed;
  if (statement.feed !== feed) {
    throw new TrustCenterError("wrong-feed", `Expected ${name} of ${feed}, found one of ${statement.feed}.`);
  }
  if (statement.pin !== pin) {
    throw new TrustCenterError("pin-mismatch", `Expected ${name} pinned to ${pin}, found ${statement.pin}.`);
  }
  return statement;
}

/** What a statement says, read without verifying: to know where to look for its root. */
export function readStatementUnverified<T>(compact: string, { name, schema }: StatementKind<T>): T {
  const payload = compact.trim().split(".")[1] ?? "";
  return check(schema, parseJson(fromBase64url(payload), name, limits.depth), name);
}

async function verifyUnderAny(envelope: Envelope, type: "receipt" | "evidence", roots: readonly Root[]) {
  let failure: unknown = new TrustCenterError("signature-invalid", `Expected a root to verify the ${type} under.`);
  for (const root of [...roots].reverse()) {
    try {
      const bytes = await verifyEnvelope(envelope, type, { ...signatoriesOf(root, "receipt"), threshold: 1 });
      const [kid = ""] = await validSigners(envelope, type, signatoriesOf(root, "receipt"));
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
 * A key vouches for statements of its time of service alone: whoever steals a retired one must not fill in the past after
 * it, or what came before it.
 */
function refuseOutsideService(
  made: string,
  { kid, name }: { kid: string; name: string },
  roots: readonly Root[],
): void {
  const served = roots.flatMap(({ roles, issued }, at) =>
    roles.receipt.kids.includes(kid) ? [{ begins: issued, ends: roots[at + 1]?.issued ?? endOfTime }] : [],
  );
  const at = Date.parse(made);
  for (const { begins, ends } of served) {
    if (at >= Date.parse(begins) - limits.clockSkew && at <= Date.parse(ends) + limits.receiptGrace) return;
  }
  throw new TrustCenterError(
    "key-refused",
    `Expected ${name} of the time when its key served, ${JSON.stringify(served)}; found one of ${made}.`,
    { kid, filed: made, served },
  );
}
