import { TrustCenterError } from "../errors.ts";
import { toHex } from "./hex.ts";

/**
 * The platform's WebCrypto.
 *
 * @throws {TrustCenterError} `unsupported` where a page is not a secure context (plain HTTP)
 */
export function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (!found) {
    throw new TrustCenterError(
      "unsupported",
      "This page cannot verify anything: the browser offers WebCrypto only over HTTPS or on localhost.",
    );
  }
  return found;
}

/** SHA-256 (FIPS 180-4), 32 bytes. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await subtle().digest("SHA-256", bytes));
}

/** SHA-256 in lower-case hex. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(await sha256(bytes));
}
