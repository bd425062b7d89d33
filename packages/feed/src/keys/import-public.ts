import { fromBase64url } from "../bytes/base64url.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { keyParameters } from "./algorithm.ts";

const p = 2n ** 255n - 19n;

const ofOrder8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** y-coordinates of the points of order 1, 2, 4 and 8 on edwards25519. */
const smallOrder = new Set([0n, 1n, p - 1n, ofOrder8, p - ofOrder8]);

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
    else refuseOtherSpelling(key.x, key.y);
    return await subtle().importKey("jwk", { ...key }, keyParameters[key.alg], true, ["verify"]);
  } catch (cause) {
    if (cause instanceof TrustCenterError && cause.code === "unsupported") throw cause;
    throw new TrustCenterError("key-refused", `Expected a usable ${key.alg} public key.`, { key }, { cause });
  }
}

/** Engines take lenient base64url, and with it one key under several ids (RFC 7518 §6.2.1: 32 bytes each). */
function refuseOtherSpelling(...coordinates: string[]): void {
  if (coordinates.some((coordinate) => fromBase64url(coordinate).length !== 32)) {
    throw new TrustCenterError("key-refused", "Expected P-256 coordinates of 32 bytes.");
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
