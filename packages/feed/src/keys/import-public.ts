import { fromBase64url } from "../bytes/base64url.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";

const p = 2n ** 255n - 19n;

/**
 * Whether y is that of a point of small order on edwards25519: 0, 1 and -1 are those of order 4, 1 and 2; a point of
 * order 8 doubles to y = 0, so that x² = -y², and with the curve's equation d·y⁴ + 2y² - 1 = 0, d being -121665/121666.
 */
const isOfSmallOrder = (y: bigint): boolean =>
  (y * (y * y - 1n) * (121666n * (2n * y * y - 1n) - 121665n * y ** 4n)) % p === 0n;

/**
 * Imports a public key for verifying.
 *
 * Ed25519 keys of small order verify anything, and keys with a second spelling break the tie of key and id; engines
 * differ in what they refuse, so both are refused here (RFC 8032 §5.1.3).
 *
 * @throws {TrustCenterError} `key-refused`
 */
export async function importPublicKey(key: PublicKey): Promise<CryptoKey> {
  const platform = subtle();
  try {
    if (key.kty === "OKP" ? isWeakPoint(fromBase64url(key.x)) : !isCoordinate(key.x) || !isCoordinate(key.y)) {
      throw new RangeError();
    }
    return await platform.importKey("jwk", { ...key }, algorithms[key.alg], true, ["verify"]);
  } catch (cause) {
    throw new TrustCenterError("key-refused", `Expected a usable ${key.alg} public key.`, { key }, { cause });
  }
}

/** Engines take lenient base64url, and with it one key under several ids (RFC 7518 §6.2.1: 32 bytes each). */
const isCoordinate = (text: string): boolean => fromBase64url(text).length === 32;

function isWeakPoint(bytes: Uint8Array): boolean {
  let y = 0n;
  for (const byte of bytes.slice().reverse()) y = (y << 8n) | BigInt(byte);
  y &= 2n ** 255n - 1n;
  return bytes.length !== 32 || y >= p || isOfSmallOrder(y);
}
