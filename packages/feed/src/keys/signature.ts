import { subtle } from "../bytes/sha256.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";
import { isCanonicalSignature } from "./canonical.ts";
import { importPublicKey } from "./import-public.ts";

/**
 * Whether a raw signature over some bytes is a key's, by the one rule of docs/specification, §3.2, in every engine.
 *
 * @throws {TrustCenterError} `key-refused` for a key that cannot be used
 */
export async function signatureIsValid(
  key: PublicKey,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const imported = await importPublicKey(key);
  return isCanonicalSignature(key.alg, signature) && subtle().verify(algorithms[key.alg], imported, signature, data);
}
