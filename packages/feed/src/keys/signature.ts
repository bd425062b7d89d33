import { fromBase64url } from "../bytes/base64url.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";
import { isCanonicalSignature } from "./canonical.ts";
import { importPublicKey } from "./import-public.ts";

/**
 * Whether a raw signature over some bytes is a key's, by the one rule of docs/specification, §3.2, in every engine.
 *
 * @throws {TrustCenterError} `key-refused` for a key that cannot be used, `unsupported`
 */
export async function signatureIsValid(
  key: PublicKey,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const imported = await importPublicKey(key);
  if (!isCanonicalSignature(key.alg, signature)) return false;
  if (imported) return subtle().verify(algorithms[key.alg], imported, signature, data);
  const loaded = await import("./software.ts").catch(() => undefined);
  const isValid = await loaded?.software[key.alg]?.(signature, data, fromBase64url(key.x));
  if (isValid !== undefined) return isValid;
  const { alg } = key;
  throw new TrustCenterError("unsupported", `This platform cannot verify ${alg} signatures.`, { alg });
}
