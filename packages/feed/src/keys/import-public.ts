import { fromBase64url } from "../bytes/base64url.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";
import { isWeakPoint } from "./canonical.ts";

/**
 * Imports a public key for verifying; undefined where the platform does not know its algorithm.
 *
 * Ed25519 keys of small order verify anything, and keys with a second spelling break the tie of key and id; engines
 * differ in what they refuse, so both are refused here (RFC 8032 §5.1.3).
 *
 * @throws {TrustCenterError} `key-refused`
 */
export async function importPublicKey(key: PublicKey): Promise<CryptoKey | undefined> {
  const platform = subtle();
  try {
    if (key.kty === "OKP" ? isWeakPoint(fromBase64url(key.x)) : !isCoordinate(key.x) || !isCoordinate(key.y)) {
      throw new RangeError();
    }
    // Runtimes differ in what `alg` of a JWK may say; the call says it too.
    const { alg: _alg, ...jwk } = key;
    const imported = await platform.importKey("jwk", jwk, algorithms[key.alg], true, ["verify"]);
    // Deno asks whether a point is on its curve not before the key leaves it again.
    await platform.exportKey("raw", imported);
    return imported;
  } catch (cause) {
    if ((cause as Error).name === "NotSupportedError") return undefined;
    throw new TrustCenterError("key-refused", `Expected a usable ${key.alg} public key.`, { key }, { cause });
  }
}

/** Engines take lenient base64url, and with it one key under several ids (RFC 7518 §6.2.1: 32 bytes each). */
const isCoordinate = (text: string): boolean => fromBase64url(text).length === 32;
