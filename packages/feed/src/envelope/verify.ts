import { fromBase64url } from "../bytes/base64url.ts";
import { parseJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { TrustCenterError } from "../errors.ts";
import { isUsable } from "../keys/algorithm.ts";
import { signatureIsValid } from "../keys/signature.ts";
import { type Envelope, envelopeTypes, protectedHeaderSchema, type RootKey } from "../metadata/schema.ts";

/** Keys that may sign, by id, and how many of them it takes. */
export interface Signatories {
  keys: Record<string, RootKey>;
  kids: readonly string[];
  threshold: number;
}

/**
 * Checks an envelope and returns the exact payload bytes that were signed.
 *
 * Stricter than RFC 7515: the protected header has exactly `alg`, `kid` and `typ`; a key id may sign once; the
 * algorithm is the one that the root binds to the key. Signatures of keys that are not asked for are passed over.
 *
 * @throws {TrustCenterError} `malformed`, `signature-invalid` with the count reached, `key-refused`
 */
export async function verifyEnvelope(
  envelope: Envelope,
  type: keyof typeof envelopeTypes,
  signatories: Signatories,
): Promise<Uint8Array<ArrayBuffer>> {
  const valid = (await validSigners(envelope, type, signatories)).length;
  if (valid < signatories.threshold) {
    throw new TrustCenterError(
      "signature-invalid",
      `Expected the ${type} to be signed by ${signatories.threshold} of its keys, found ${valid} valid.`,
      { type, threshold: signatories.threshold, valid, envelope },
    );
  }
  return fromBase64url(envelope.payload);
}

/**
 * Ids of the keys that are asked for and have signed.
 *
 * @throws {TrustCenterError} `malformed`, `signature-invalid` for another `typ` or a key that signed twice, `key-refused`
 */
export async function validSigners(
  envelope: Envelope,
  type: keyof typeof envelopeTypes,
  { keys, kids }: Omit<Signatories, "threshold">,
): Promise<string[]> {
  const typ = envelopeTypes[type];
  const seen = new Set<string>();
  const valid: string[] = [];
  for (const { protected: encoded, signature } of envelope.signatures) {
    const bytes = parseJson(fromBase64url(encoded), "the protected header", 1);
    const header = check(protectedHeaderSchema, bytes, "the protected header");
    if (header.typ !== typ || seen.has(header.kid)) {
      throw new TrustCenterError(
        "signature-invalid",
        `Expected signatures of typ ${typ}, one per key; found typ ${header.typ} of key ${header.kid}.`,
        { envelope },
      );
    }
    seen.add(header.kid);
    const key = kids.includes(header.kid) ? keys[header.kid] : undefined;
    if (!isUsable(key) || key.alg !== header.alg) continue;
    const data = new TextEncoder().encode(`${encoded}.${envelope.payload}`);
    if (await signatureIsValid(key, fromBase64url(signature), data)) valid.push(header.kid);
  }
  return valid;
}
