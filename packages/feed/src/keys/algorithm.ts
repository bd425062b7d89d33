import type { Algorithm, PublicKey, RootKey } from "../metadata/schema.ts";

/** WebCrypto's parameters of an algorithm, for making and importing keys and for signatures: each call takes its own. */
export const algorithms = {
  Ed25519: { name: "Ed25519" },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
} as const satisfies Record<Algorithm, unknown>;

/** Whether a key is of a kind that this version knows. */
export const isUsable = (key: RootKey | undefined): key is PublicKey =>
  key !== undefined && Object.hasOwn(algorithms, key.alg);
