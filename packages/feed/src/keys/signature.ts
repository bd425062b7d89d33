import { subtle } from "../bytes/sha256.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";
import { importPublicKey } from "./import-public.ts";

/**
 * Whether a raw signature over some bytes is a key's.
 *
 * @throws {TrustCenterError} `key-refused` for a key that cannot be used
 */
export async function signatureIsValid(
  key: PublicKey,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return subtle().verify(algorithms[key.alg], await importPublicKey(key), signature, data);
}
