import type { Algorithm } from "../metadata/schema.ts";

// Engines differ in what they take for a signature: some count those with a point of small order, or with a second
// spelling, and some do not. What a reader believes must not hang on its browser: the rule stands here, once.

/** The field of edwards25519, and the order of its base point (RFC 8032 §5.1). */
const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
/** The order of the base point of P-256 (FIPS 186-5). */
export const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export const bigEndian = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const littleEndian = (bytes: Uint8Array): bigint => bigEndian(bytes.slice().reverse());

/**
 * Whether 32 bytes are no point of edwards25519 that may stand for anything: its y has a second spelling, or it is of
 * small order. Of those, 0, 1 and -1 are of order 4, 1 and 2; a point of order 8 doubles to y = 0, so that x² = -y²,
 * and with the curve's equation d·y⁴ + 2y² - 1 = 0, d being -121665/121666.
 */
export function isWeakPoint(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  const isOfSmallOrder = (y * (y * y - 1n) * (121666n * (2n * y * y - 1n) - 121665n * y ** 4n)) % p === 0n;
  return bytes.length !== 32 || y >= p || isOfSmallOrder;
}

/**
 * Whether a signature is spelled in the one way that counts: Ed25519 with R canonical and not of small order, and S below
 * the order (RFC 8032 §5.1.7); ES256 with the lower of the two s.
 */
export function isCanonicalSignature(alg: Algorithm, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const [first, second] = [signature.subarray(0, 32), signature.subarray(32)];
  return alg === "ES256" ? bigEndian(second) <= orderOfP256 / 2n : !isWeakPoint(first) && littleEndian(second) < order;
}
