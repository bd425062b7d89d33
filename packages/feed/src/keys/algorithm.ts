import type { Algorithm } from "../metadata/schema.ts";

/** WebCrypto's parameters for making and importing keys of an algorithm. */
export const keyParameters = {
  Ed25519: { name: "Ed25519" },
  ES256: { name: "ECDSA", namedCurve: "P-256" },
} as const satisfies Record<Algorithm, unknown>;

/** WebCrypto's parameters for signatures of an algorithm. */
export const signatureParameters = {
  Ed25519: { name: "Ed25519" },
  ES256: { name: "ECDSA", hash: "SHA-256" },
} as const satisfies Record<Algorithm, unknown>;
