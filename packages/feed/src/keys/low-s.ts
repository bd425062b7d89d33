import { bigEndian, orderOfP256 as order } from "./canonical.ts";

/**
 * An ES256 signature in its one spelling: of s and n - s, which both verify, the lower. What has another length is left
 * for the verifier to refuse.
 */
export function withLowS(signature: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (signature.length !== 64) return signature;
  const s = bigEndian(signature.subarray(32));
  if (s <= order / 2n || s >= order) return signature;
  const lower = (order - s).toString(16).padStart(64, "0");
  return Uint8Array.from([
    ...signature.subarray(0, 32),
    ...(lower.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)),
  ]);
}
