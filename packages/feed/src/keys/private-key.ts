import { subtle } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { TrustCenterError } from "../errors.ts";
import { type Algorithm, type PublicKey, publicKeySchema } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";

/** A private key as JWK (RFC 7517, RFC 8037). */
export type PrivateJwk = PublicKey & { d: string };

/** Makes an extractable private key. */
export async function generatePrivateKey(alg: Algorithm = "Ed25519"): Promise<CryptoKey> {
  const pair = (await subtle().generateKey(algorithms[alg], true, ["sign", "verify"])) as CryptoKeyPair;
  return pair.privateKey;
}

/** @throws {TrustCenterError} `key-refused` */
export async function importPrivateJwk(jwk: PrivateJwk): Promise<CryptoKey> {
  try {
    return await subtle().importKey("jwk", { ...jwk }, algorithms[jwk.alg], true, ["sign"]);
  } catch (cause) {
    throw new TrustCenterError("key-refused", "Expected a private key in JWK form.", {}, { cause });
  }
}

export async function exportPrivateJwk(key: CryptoKey): Promise<PrivateJwk> {
  const { d } = await subtle().exportKey("jwk", key);
  return { ...(await exportPublicKey(key)), d: String(d) };
}

/** The public half of an extractable private key. */
export async function exportPublicKey(key: CryptoKey): Promise<PublicKey> {
  const { kty, crv, x, y } = await subtle().exportKey("jwk", key);
  const publicKey = kty === "EC" ? { kty, crv, x, y, alg: "ES256" } : { kty, crv, x, alg: "Ed25519" };
  return check(publicKeySchema, publicKey, "the key");
}
