import { fromBase64url } from "../bytes/base64url.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { keyParameters } from "./algorithm.ts";

const p = 2n ** 255n - 19n;

/** y-coordinates of the points of order 1, 2, 4 and 8 on edwards25519. */
const smallOrder = new Set([
  0n,
  1n,
  p - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]);

/**
 * Imports a public key for verifying.
 *
 * Ed25519 keys of small order verify anything, and keys with a second spelling break the tie of key and id; engines
 * differ in what they refuse, so both are refused here (RFC 8032 §5.1.3).
 *
 * @throws {TrustCenterError} `key-refused`
 */
export async function importPublicKey(key: PublicKey): Promise<CryptoKey> {
  try {
    if (key.kty === "OKP") refuseWeakPoint(fromBase64url(key.x));
    return await subtle().importKey("jwk", { ...key }, keyParameters[key.alg], true, ["verify"]);
  } catch (cause) {
    if (cause instanceof TrustCenterError && cause.code === "unsupported") throw cause;
    throw new TrustCenterError("key-refused", `Expected a usable ${key.alg} public key.`, { key }, { cause });
  }
}

function refuseWeakPoint(bytes: Uint8Array): void {
  let y = 0n;
  for (const byte of bytes.slice().reverse()) y = (y << 8n) | BigInt(byte);
  y &= 2n ** 255n - 1n;
  if (bytes.length !== 32 || y >= p || smallOrder.has(y)) {
    throw new TrustCenterError("key-refused", "Expected a canonical Ed25519 point of large order.");
  }
}
